"""What speaks for and against a candidate, and what made the first one first, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.matching import Network, Scored

KINDS = {
    "PLACE": ("地点", "place"),
    "DOOR": ("门牌内插", "door between its neighbours"),
    "CROSSING": ("路口", "crossing"),
    "MIDDLE": ("道路中段", "middle of the road"),
    "TOWN": ("乡镇中心", "middle of the town"),
    "COUNTY": ("区县中心", "middle of the county"),
    "CITY": ("城市中心", "middle of the city"),
}
STEPS = {
    "cut": ("截短", "cut"),
    "drop_surrogates": ("去半个字符", "drop half characters"),
    "drop_markup": ("去网页标记", "drop markup"),
    "unify_width": ("统一全角半角", "unify width"),
    "drop_invisible": ("去不可见字符", "drop invisible characters"),
    "drop_pictures": ("去表情符号", "drop emoji"),
    "simplify": ("繁体转简体", "simplify characters"),
    "drop_label": ("去标签", "drop label"),
    "drop_people": ("去人名称呼", "drop people"),
    "drop_remarks": ("去派送备注", "drop remarks"),
    "drop_phones": ("去电话邮编", "drop phones"),
    "drop_placeholder": ("去占位文字", "drop placeholder"),
    "unify_signs": ("统一符号", "unify signs"),
    "unify_dashes": ("统一连接号", "unify dashes"),
    "name_hashes": ("# 改为号", "name hashes"),
    "drop_masks": ("去遮盖部分", "drop masks"),
    "close_gaps": ("去空格", "close gaps"),
    "unwrap_brackets": ("去括号", "unwrap brackets"),
    "use_digits": ("汉字改数字", "use digits"),
    "drop_repeats": ("去重复", "drop repeats"),
    "read_romans": ("罗马数字改数字", "read Roman numerals"),
    "put_door_first": ("门牌移到前面", "put the door first"),
}
_WORDS = {
    "name_equal": ("名称相同", "same name"),
    "name_inside": ("地址中含此名称", "name is in the address"),
    "name_similar": ("名称相似 {value}", "name alike {value}"),
    "name_differs": ("名称不同 {value}", "name differs {value}"),
    "digits_differ": ("编号不同", "numbers differ"),
    "road_same": ("道路一致", "same road"),
    "door_same": ("门牌一致", "same door"),
    "door_gap": ("门牌相差 {value}", "doors apart {value}"),
    "county_same": ("区县一致", "same county"),
    "county_other": ("区县不符", "other county"),
    "sources": ("{value} 个来源", "{value} sources"),
}
_FEATURES = (
    "equal", "inside", "name_ratio", "digits_differ", "roads", "same_door", "door_gap", "number_gap", "same_county",
    "n_sources",
)  # fmt: skip
_CLOSE = 0.6
_NO_GAP = float(
    np.log1p(1_000)
)  # of the logarithms that the scorer reads: farther apart, or one without a number
# What the features of the scorer are about, by the beginnings of their names.
_TOPICS = {
    ("名称文字", "name and wording"): (
        "name_", "said_", "inside", "equal", "length", "digits_differ", "asked_share", "twins", "n_rows",
    ),
    ("道路门牌", "road and door"): ("roads", "base_road", "number_gap", "same_door", "door_", "cross_", "middle_", "to_"),
    ("区县", "county"): ("same_county", "outside"),
    ("来源可靠性", "reliability of its sources"): ("n_sources", "spread", "error", "outvoted"),
}  # fmt: skip
_OTHER = ("其他", "other")
_LEAST = 0.05  # of the lead: what carries less is not named


def say_for(row: Mapping[Any, Any], lang: str) -> str:
    """Say what speaks for and against a candidate, from its features; what does not apply is left out."""
    of = {name: float("nan") if row.get(name) is None else float(row[name]) for name in _FEATURES}
    said = [_say_name(of)]
    if of["digits_differ"] == 1:
        said.append(("digits_differ", ""))
    if of["roads"] >= 1:
        said.append(("road_same", ""))
    if of["same_door"] == 1:
        said.append(("door_same", ""))
    else:
        gap = min((each for each in (of["door_gap"], of["number_gap"]) if 0 < each < _NO_GAP), default=0.0)
        said += [("door_gap", f"{np.expm1(gap):.0f}")] if gap else []
    if of["same_county"] in (0.0, 1.0):
        said.append(("county_same" if of["same_county"] == 1 else "county_other", ""))
    if of["n_sources"] > 1:
        said.append(("sources", f"{of['n_sources']:.0f}"))
    return " · ".join(_WORDS[word][lang == "en"].format(value=value) for word, value in said if word)


def _say_name(of: Mapping[str, float]) -> tuple[str, str]:
    ratio = of["name_ratio"]
    if of["equal"] == 1:
        return "name_equal", ""
    if of["inside"] == 1:
        return "name_inside", ""
    if not ratio > 0:
        return "", ""
    return "name_similar" if ratio >= _CLOSE else "name_differs", f"{ratio:.2f}"


def find_lead(scorer: Network, scored: Scored) -> list[tuple[tuple[str, str], bool]]:
    """Return what the first candidate of a single query owes its lead over the next of its kind to, most important first.

    Each topic's features are replaced by those of the next candidate, and the scorer is asked again: what the first loses
    by it is what the topic carries. Candidates of another kind have other features, and no such contest.

    Returns
    -------
    list
        Topic in Chinese and English, and whether the first would fall behind without it; empty without a rival.
    """
    order = np.argsort(-scored.score, kind="stable")
    kind = scored.evidence.candidates.source
    rivals = [at for at in order[1:].tolist() if kind[at] == kind[order[0]]]
    if not rivals:
        return []
    first, second = int(order[0]), rivals[0]
    lead = float(scored.score[first] - scored.score[second])
    topics: dict[tuple[str, str], list[str]] = {}
    for name in scorer.features:
        topics.setdefault(_topic_of(name), []).append(name)
    losses = {}
    for topic, names in topics.items():
        swapped = {
            name: scored.columns[name][[second if name in names else first]] for name in scorer.features
        }
        losses[topic] = float(scored.score[first] - scorer.run(swapped)[0])
    ordered = sorted(losses, key=lambda topic: -losses[topic])
    return [(topic, losses[topic] >= lead) for topic in ordered if losses[topic] > _LEAST * max(lead, 0.0)]


def _topic_of(feature: str) -> tuple[str, str]:
    return next((topic for topic, heads in _TOPICS.items() if feature.startswith(heads)), _OTHER)
