"""Finding names of divisions in a text, and leaving out those that belong to something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ahocorasick_rs import AhoCorasick

    from workbench.matching.divisions.nodes import Nodes

ALONE, BEHIND, FROM_START = 0, 1, 2
FULL_NAME, SHORT_NAME, TOWN_NAME, FILLER_NAME, LARGE_SHORT_NAME = range(5)
_new = tuple.__new__  # a third of the time of a named tuple's own constructor
_SHORTS = (SHORT_NAME, LARGE_SHORT_NAME)
_SIDE = "[东南西北中]?[一二三四五六七八九十新老内外前后大小上下\\d]?"
_ROAD = "路|街(?!道)|巷|弄(?!堂)|胡同|大道|公路|高速"
_THING = (
    "风情街|步行街|商业街|美食街|小商品|小区|花园|花苑|家园|公寓|新村|苑|山庄|别墅|广场|大厦|大楼|商城|商厦|市场|港口|码头|口岸|湾|"
    "宾馆|酒店|饭店|饭庄|餐厅|餐馆|学校|幼儿园|医院|诊所|银行|支行|信用社|公司|集团|超市|商店|商行|百货"
)
# A short name before these is a part of a road, a compound, a school, a shop, a firm or a town.
_OTHER_THING = re.compile(
    rf"{_SIDE}(?:{_ROAD})|街道|[镇乡]|桥(?![东南西北中头])|{_THING}"
    r"|(?:大学|学院|中学|小学)(?![东南西北中]?[一二三四五]?[路街巷])"
)
_FIRST = frozenset("东南西北中一二三四五六七八九十新老内外前后大小上下0123456789路街巷弄胡公高桥镇乡学") | {
    thing[0] for thing in _THING.split("|")
}
# 沙县小吃, 兰州拉面, 驻京办: anywhere, so it is looked for once per text.
_EATERY = re.compile(
    "小吃|菜馆|面馆|火锅|烤鸭|拉面|米粉|土菜|酒家|会馆|商会|办事处|会所|驻[\u4e00-\u9fff]{1,2}办"
)
_EATERY_FIRST = frozenset("小菜面火烤拉米土酒会商办驻")
_REACH = 2
# A district's short name before these may be a name of their own (天宁工业区) unless its city stands before it.
_ZONE = re.compile("工业园|工业区|科技园|产业园|软件园|创业园|创意园|园区|开发区|高新区|经开区|经济技术")
_AFTER_TOWN = re.compile(r"(?:[东南西北中]?[路街](?!道)|大道|中学|小学|中心小学|幼儿园|医院|卫生院|派出所)")
_AFTER_FIRST = frozenset("东南西北中路街大小幼医卫派场")


# One character stands for a province only at the beginning and directly before another division: 京朝阳区.
ABBREVIATIONS = {
    "京": "北京", "津": "天津", "冀": "河北", "晋": "山西", "辽": "辽宁", "吉": "吉林", "黑": "黑龙江", "沪": "上海", "苏": "江苏",
    "浙": "浙江", "皖": "安徽", "闽": "福建", "赣": "江西", "鲁": "山东", "豫": "河南", "鄂": "湖北", "湘": "湖南", "粤": "广东",
    "桂": "广西", "琼": "海南", "渝": "重庆", "川": "四川", "蜀": "四川", "黔": "贵州", "滇": "云南", "藏": "西藏", "陕": "陕西",
    "秦": "陕西", "甘": "甘肃", "陇": "甘肃", "青": "青海", "宁": "宁夏", "新": "新疆", "蒙": "内蒙古",
}  # fmt: skip


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


def belongs_to_other(text: str, end: int) -> bool:
    """Tell whether a short name that ends here is a part of a road, a compound, a school and the like."""
    return _OTHER_THING.match(text, end) is not None or _ZONE.match(text, end) is not None


def _repeats(text: str, start: int, end: int) -> bool:
    """Tell whether a short name only says again the name before it: 宜昌市宜昌高新区 is of the city, not of its old county."""
    before = start - (end - start) - 1
    return before >= 0 and text.startswith(text[start:end], before)


def _is_thing(text: str, end: int, kind: int) -> bool:
    """Tell whether a town's or a full name that ends here is a part of a road, a school, a market and the like."""
    if kind == TOWN_NAME:
        return text[end - 1] != "道" and _AFTER_TOWN.match(text, end) is not None
    return text[end] == "场" and text[end - 1] == "市"


class Finder:
    """Finds the names of divisions in texts.

    Parameters
    ----------
    automaton
        Automaton over the names.
    kinds
        For each name one of ``FULL_NAME``, ``SHORT_NAME``, ``TOWN_NAME``, ``FILLER_NAME``, ``LARGE_SHORT_NAME``.
    readings
        For each name the nodes that it may mean.
    nodes
        The divisions.
    abbreviations
        For the one-character abbreviation of a province the number of its short name.
    """

    def __init__(
        self,
        automaton: AhoCorasick,
        kinds: bytes,
        readings: Sequence[Sequence[tuple[int, int]]],
        nodes: Nodes,
        abbreviations: Mapping[str, int],
    ) -> None:
        self.automaton = automaton
        self.kinds = kinds
        self.readings = readings
        self.nodes = nodes
        self.abbreviations = abbreviations

    def find(self, text: str) -> list[Hit]:
        """Find names by start, longest first; names inside longer names and parts of other things are left out."""
        spans = self._spans(text)
        if not spans:
            return []
        kinds, size = self.kinds, len(text)
        hits: list[Hit] = []
        ends = {0: FROM_START}
        reach = 0
        from_link = False  # whether the name that reaches furthest starts where another one ends
        for start, minus_end, pattern in spans:
            end = -minus_end
            behind = ends.get(start, ALONE)
            if (
                end <= reach
                and (from_link or not behind)
                and (end == size or text[end] not in "镇乡" or not self._goes_on(pattern, end, spans))
            ):
                continue
            kind = kinds[pattern]
            if kind in _SHORTS:
                if (end < size and self._is_other(text, end, pattern, spans)) or self._is_dish_or_zone(
                    text, start, end, kind, unlinked=not start or not behind
                ):
                    continue
            elif end < size and text[end] in _AFTER_FIRST and _is_thing(text, end, kind):
                continue
            if end > reach:
                reach, from_link = end, behind > ALONE
            linked = behind
            if not linked and not "\u3400" <= text[start - 1] <= "\u9fff":
                linked = BEHIND
            hits.append(_new(Hit, (start, end, pattern, linked)))
            ends[end] = max(ends.get(end, ALONE), linked or BEHIND)
        return hits

    def _spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return start, minus end and name of all that is found, sorted; with a province's one character."""
        found = self.automaton.find_matches_as_indexes(text, overlapping=True)
        spans = sorted([(start, -end, pattern) for pattern, start, end in found])
        if spans and spans[0][0] == 1 and text[0] in self.abbreviations:
            spans.insert(0, (0, -1, self.abbreviations[text[0]]))
        return spans

    @staticmethod
    def _is_dish_or_zone(text: str, start: int, end: int, kind: int, *, unlinked: bool) -> bool:
        if not _EATERY_FIRST.isdisjoint(text[end : end + _REACH + 1]):
            eatery = _EATERY.search(text)
            if eatery and end <= eatery.start() <= end + _REACH:
                return True
        suspect = (unlinked and kind == SHORT_NAME) or _repeats(text, start, end)
        return suspect and _ZONE.match(text, end) is not None

    def _is_other(self, text: str, end: int, pattern: int, spans: Sequence[tuple[int, int, int]]) -> bool:
        if text[end] in _FIRST and _OTHER_THING.match(text, end) is not None:
            return not (text[end] in "镇乡湾桥港" and self._goes_on(pattern, end, spans))
        return False

    def _goes_on(self, pattern: int, end: int, spans: Sequence[tuple[int, int, int]]) -> bool:
        """Tell whether a division of this one begins here: 南阳 and 镇平, not 南阳镇."""
        chain = self.nodes.chain
        for start, _, other in spans:
            if start == end and self.kinds[other] != TOWN_NAME:
                for below, _ in self.readings[other]:
                    if below >= 0 and any(node in chain[below][:-1] for node, _ in self.readings[pattern]):
                        return True
        return False
