"""What stands on couriers' papers, in Chinese and English."""

from __future__ import annotations

from workbench.errors import InputError

LANGUAGES = ("zh", "en")
RESULTS = ("self", "adult_family", "refused", "absent", "unknown", "moved")
TO_FILL = ("attempted_at", "outcome", "signer", "return_reason")

_CAPTIONS = {
    "sheet": ("派送单", "Route sheet"),
    "day": (
        "{day} · 网点 {station} · {stops} 站 {letters} 件 · {starts} 出发 · {ends} 返回 · {km:.1f} 公里",
        "{day} · station {station} · {stops} stops, {letters} letters · leave {starts} · back {ends} · {km:.1f} km",
    ),
    "break": (" · {at} 休息", " · break {at}"),
    "heads": ("序|到达|地址与收件人|件|结果", "No.|Arrive|Address and recipient|Letters|Result"),
    "time": ("时间 ____:____", "time ____:____"),
    "vague": ("定位误差约 {metres:.0f} 米", "point may be {metres:.0f} m off"),
    "foot": (
        "只向收件人本人投递；不向他人说明信件内容；22:00 至次日 08:00 不上门；退件请写明原因并拍照。",
        "Hand over to the recipient only; say nothing of the letter to anyone else; no calls 22:00-08:00; note and photograph returns. ",
    ),
    "straight": ("连线为直线示意，不是道路。", "Lines are straight, not roads."),
    "map": ("路线图", "map of the round"),
    "metres": ("{length} 米", "{length} m"),
    "kilometres": ("{length} 公里", "{length} km"),
    "north": ("北", "N"),
    "summary": ("汇总", "summary"),
    "routes": ("路线 {day}", "Rounds {day}"),
    "tour": ("{courier} 第{tour}趟", "{courier} tour {tour}"),
    "letters": ("{letters} 件", "letters: {letters}"),
    "stop": ("{address}（{letters} 件）", "{address} (letters: {letters})"),
    # The words that a courier ticks, as ``workbench results`` reads them.
    "self": ("本人", "in person"),
    "adult_family": ("同住成年家属", "adult family living there"),
    "refused": ("拒收", "refused"),
    "absent": ("无人", "nobody home"),
    "unknown": ("查无此人", "not known here"),
    "moved": ("已搬离", "moved away"),
    # Headers of the columns to fill in, and of the channel.
    "attempted_at": ("实际投递时间", "attempted at"),
    "outcome": ("签收状态", "outcome"),
    "signer": ("签收人关系", "signer relation"),
    "return_reason": ("退件原因", "return reason"),
    "channel": ("渠道", "channel"),
    "letter": ("信函", "letter"),
    "courier": ("快递", "courier"),
    "visit": ("上门", "visit"),
    "court_post": ("法院专递", "court post"),
}


def caption(words: str, lang: str, **values: object) -> str:
    """Return what a paper says in ``zh`` or ``en``, with the values put in."""
    return _CAPTIONS[words][LANGUAGES.index(lang)].format(**values)


def check_language(lang: str) -> str:
    """Return the language unchanged.

    Raises
    ------
    InputError
        If papers do not speak it.
    """
    if lang not in LANGUAGES:
        raise InputError(f"export: unknown language {lang!r}. Expected one of: {', '.join(LANGUAGES)}.")
    return lang
