"""Fault codes of addresses (``LEVEL.what`` or ``LEVEL.what:YEAR``), and what each says to people."""

from __future__ import annotations

_DIVISIONS = {
    "PROVINCE": ("省", "province"),
    "CITY": ("市", "city"),
    "DISTRICT": ("区县", "district"),
    "TOWN": ("乡镇街道", "town"),
    "VILLAGE": ("村社区", "village"),
}
_OF_DIVISIONS = {
    "missing": ("未写{}", "no {} is given"),
    "typo": ("{}名有错字，已更正", "{} misspelt, put right"),
    "old": ("{}用的是旧名，已换成现名", "old name of the {}, current one used"),
    "renamed": ("{}已更名，已换成现名", "{} renamed since, current name used"),
    "rank": ("{}已改建制（如撤县设区），已换成现名", "{} changed its rank since, current name used"),
    "merged": ("{}已并入他处，已换成现名", "{} merged into another since, current one used"),
    "conflict": (
        "{}与地址其余部分或所配地点不符",
        "{} contradicts the rest of the address or the place found",
    ),
    "hint": ("{}取自案件表的其他列", "{} taken from other columns of the case file"),
}
FAULTS: dict[str, tuple[str, str]] = {
    f"{level}.{what}": (zh.format(names[0]), en.format(names[1]))
    for level, names in _DIVISIONS.items()
    for what, (zh, en) in _OF_DIVISIONS.items()
} | {
    "CITY.fromOtherAddress": (
        "市取自借款人的其他地址，请核对",
        "city taken from another address of the borrower, to be checked",
    ),
    "DISTRICT.fromPlace": ("未写区县，按所配地点补上", "no district is given, filled in from the place found"),
    "TOWN.short": ("乡镇街道只写了简称", "short name of the town"),
    "HINT.differs": ("案件表的其他列与地址不符", "other columns of the case file contradict the address"),
    "ROAD.notFound": ("地名库里没有这条路", "road not in the gazetteer"),
    "NUMBER.notFound": ("没有这个门牌，取邻近门牌", "house number not found, the nearest one taken"),
    "PLACE.ambiguous": ("有几处同样合适", "several places fit as well"),
    "PLACE.refusedByReview": ("人工复核认为不是此处", "reviewers say that it is not this place"),
}  # fmt: skip


def say_faults(codes: str, *, lang: str = "zh") -> list[str]:
    """Return what the codes of column ``faults``, joined by ``;``, say to people; an unknown code stands for itself."""
    return [_say(code, lang) for code in codes.split(";") if code]


def _say(code: str, lang: str) -> str:
    kind, _, year = code.partition(":")
    said = FAULTS.get(kind, (code, code))[lang == "en"]
    if not year or kind not in FAULTS:
        return said
    return f"{said} (from {year} on)" if lang == "en" else f"{said}（{year} 年起）"
