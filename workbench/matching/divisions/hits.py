"""Finding names of divisions in a text, and leaving out those that belong to something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

ALONE, BEHIND, FROM_START = 0, 1, 2
FULL_NAME, SHORT_NAME, TOWN_NAME, FILLER_NAME, LARGE_SHORT_NAME = range(5)
_SIDE = "[东南西北中]?[一二三四五六七八九十新老内外前后大小上下\\d]?"
# A short name before these is a part of a road, a compound, a school, a shop or a firm.
_OTHER_THING = re.compile(
    rf"{_SIDE}(?:路|街(?!道)|巷|弄(?!堂)|胡同|大道|公路|高速)"
    r"|街道|[镇乡]|(?:桥(?![东南西北中])|港口|码头|口岸|湾|风情街|步行街|商业街|美食街|小商品)"
    r"|(?:小区|花园|花苑|家园|公寓|新村|苑|山庄|别墅|广场|大厦|大楼|商城|商厦|市场|"
    r"宾馆|酒店|饭店|饭庄|餐厅|餐馆|(?:大学|学院|中学|小学)(?![东南西北中]?[一二三四五]?[路街巷])|学校|幼儿园|医院|诊所|银行|支行|信用社|公司|集团|超市|商店|商行|百货|"
    r"[^省市区县]{0,2}(?:小吃|菜馆|面馆|火锅|烤鸭|拉面|米粉|土菜|酒家|会馆|商会|办事处|会所|驻[\u4e00-\u9fff]{2}办))"
)
# A district's short name before these is a part of their name as well; a city's is the city: 泸州工业园区.
_ZONE = re.compile("工业园|工业区|科技园|产业园|软件园|创业园|创意园|园区|开发区|高新区|经开区|经济技术")
_AFTER_TOWN = re.compile(r"(?:[东南西北中]?[路街](?!道)|大道|中学|小学|中心小学|幼儿园|医院|卫生院|派出所)")


class Hit(NamedTuple):
    """A name found in a text.

    Parameters
    ----------
    start, end
        Where it stands.
    pattern
        Number of the name.
    linked
        ``FROM_START`` when divisions fill the text from its beginning to here, ``BEHIND`` when another name or a
        number ends where this one starts, ``ALONE`` otherwise.
    """

    start: int
    end: int
    pattern: int
    linked: int


def find_hits(text: str, automaton: AhoCorasick, kinds: bytes) -> list[Hit]:
    """Find the names of divisions in a text.

    Parameters
    ----------
    text
        Normalised address.
    automaton
        Automaton over the names.
    kinds
        For each name one of ``FULL_NAME``, ``SHORT_NAME``, ``TOWN_NAME``, ``FILLER_NAME``, ``LARGE_SHORT_NAME``.

    Returns
    -------
    list of Hit
        By start, longest first; names inside longer names and parts of other things are left out.
    """
    found = automaton.find_matches_as_indexes(text, overlapping=True)
    if not found:
        return []
    spans = sorted((start, -end, pattern) for pattern, start, end in found)
    hits: list[Hit] = []
    ends = {0: FROM_START}
    reach = 0
    from_link = False  # whether the name that reaches furthest starts where another one ends
    for start, minus_end, pattern in spans:
        end = -minus_end
        if (end <= reach and (start not in ends or from_link)) or _is_other(text, end, kinds[pattern]):
            continue
        if end > reach:
            reach, from_link = end, start in ends
        linked = ends.get(start, ALONE)
        if not linked and not "\u3400" <= text[start - 1] <= "\u9fff":
            linked = BEHIND
        hits.append(Hit(start, end, pattern, linked))
        ends[end] = max(ends.get(end, ALONE), linked or BEHIND)
    return hits


def _is_other(text: str, end: int, kind: int) -> bool:
    if end == len(text):
        return False
    if kind == SHORT_NAME:
        return _OTHER_THING.match(text, end) is not None or _ZONE.match(text, end) is not None
    if kind == LARGE_SHORT_NAME:
        return _OTHER_THING.match(text, end) is not None
    if kind == TOWN_NAME:
        return _AFTER_TOWN.match(text, end) is not None
    return text[end - 1] == "市" and text[end] == "场"
