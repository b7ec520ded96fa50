"""Why an address is in no round and what would have to change, in Chinese and English."""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """A code of ``tables.LEFT_OUT`` and its words."""

    code: str
    zh: str
    en: str


_WORDS = {
    "alternative": ("该借款人已安排地址 {address}", "another address of this borrower is visited: {address}"),
    "nobody": (
        "没有投递员负责 {what} {name}；需指派投递员或放宽 bound_by",
        "no courier of {what} {name}; name one, or loosen bound_by",
    ),
    "no_owner": (
        "该地址未分派给任何 {what}；需先分派或放宽 bound_by",
        "the address is assigned to no {what}; assign it, or loosen bound_by",
    ),
    "fixed": (
        "指定的投递员 {name} 当天不在名单中；需更正指定",
        "its fixed courier {name} is not among those of the day; correct it",
    ),
    "no_point": ("没有坐标；请先定位或人工补点", "no point; locate the address or set one by hand"),
    "far": (
        "离最近的可走道路 {metres:.0f} 米；请核对坐标或基准",
        "{metres:.0f} m from the nearest usable road; check point and datum",
    ),
    "strange": (
        "该点不在所给的路程矩阵中；请补充矩阵",
        "the point is not in the travel matrix that was given; add it there",
    ),
    "no_way": (
        "从任何网点都没有可走的道路；请核对坐标或路网",
        "no way leads there from any station; check point and roads",
    ),
    "closed": (
        "要求的时间窗全部落在禁止上门的时段；需另约时间",
        "the time window lies wholly in the quiet hours; agree on another time",
    ),
    "lone": (
        "上门须至少 {least} 人，没有这样的班组",
        "a visit needs at least {least} people, and no crew has them",
    ),
    "worth": (
        "最省的绕行也要 {detour} 分钟，超过其价值 {worth} 分钟；送达价值需提高到 {times:.1f} 倍",
        "the least detour takes {detour} minutes, more than its worth of {worth}; a delivery would have to be worth {times:.1f} times as much",
    ),
    "late": (
        "时间窗需放宽 {minutes} 分钟（投递员 {courier}）",
        "the window would have to be {minutes} minutes wider (courier {courier})",
    ),
    "over": (
        "投递员 {courier} 需多 {minutes} 分钟工时",
        "courier {courier} would need {minutes} more minutes of work",
    ),
    "and_full": ("，并多载 {letters} 件", " and room for {letters} more letters"),
    "full": (
        "投递员 {courier} 需多载 {letters} 件",
        "courier {courier} would need room for {letters} more letters",
    ),
    "fits": (
        "可以加入投递员 {courier} 的路线，绕行 {minutes} 分钟；求解未选",
        "fits the round of courier {courier} with a detour of {minutes} minutes; the search did not take it",
    ),
    "helper": (
        "；或改由投递员 {courier}投递，绕行 {minutes} 分钟",
        "; or courier {courier} goes instead, with a detour of {minutes} minutes",
    ),
    "helper_of": (
        "；或改由投递员 {courier}（片区 {area}）投递，绕行 {minutes} 分钟",
        "; or courier {courier} (area {area}) goes instead, with a detour of {minutes} minutes",
    ),
}


def say(code: str, words: str, *more: Reason, **values: object) -> Reason:
    """Return a reason in both languages, with what further ones say behind it.

    Parameters
    ----------
    code
        Value of ``tables.LEFT_OUT``.
    words
        Which sentence.
    more
        Their words follow.
    values
        What is put into the sentence.
    """
    zh, en = (text.format(**values) for text in _WORDS[words])
    return Reason(code, zh + "".join(each.zh for each in more), en + "".join(each.en for each in more))
