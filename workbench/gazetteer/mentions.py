"""Roads, numbers, crossings and offsets that an address mentions, from folded text."""

from __future__ import annotations

import re
from typing import NamedTuple

_OFFSET = re.compile(
    r"(?:交叉口|交汇处|交口|路口|口|处)?[,]?(?:往|向|以|偏)?(?P<way>[东南西北]{1,2})?(?:方向|侧|面)?(?:约|大约)?"
    r"(?P<far>\d{1,4})(?:米|m(?![a-z0-9]))(?:左右|处)?(?:[,]?路?[东南西北]{1,2}侧?(?![\u4e00-\u9fff]*[路街]))?"
)
_SPLIT = re.compile(
    r"[,()/\s与及]+|(?<=[路街道巷])[和跟同]|-(?=[^\d])|(?<=[^\d])-|交叉口|交汇处|交汇|交叉|交界处|交界|交口|路口|附近|对面|旁边|隔壁"
)
_JOINTS = re.compile(r"[,()/\s与及]+")
_ROAD = re.compile(
    r"(?P<road>[^路街巷弄]{0,11}?(?:大道|大街|胡同|公路|国道|省道|县道|乡道|环路|环线|[东南西北]?[1-9]环(?=$|[内外辅东南西北])|路|街(?![道坊区办市心])|巷|道(?=\d|$)|(?<=[\u4e00-\u9fff])弄(?=\d|$))(?:[东南西北中]?段|支路|辅路)?)"
    r"(?:[东南西北]?(?P<number>\d{1,5})(?:[-之]\d{1,4})*(?:附\d{1,3})?(?:号|弄|巷|$|(?=[-,()])))?"
)
_PREFIX = re.compile(
    r"^(?:.*?(?:社区居委会|居委会|村委会|开发区|高新区|新区|园区|.[\u4e00-\u9fff]镇(?=..[^路街])|.[\u4e00-\u9fff]乡(?=..[^路街])))(?=.{2,})"
)
_NOISE = re.compile(r"^(?:位于|地处|临近|靠近|近|[东南西北]侧|[-.:/])+(?=.{3,})")
_SECTION = re.compile(r"(?:[东南西北中]?段|支路|辅路)$")
_SHORTEST_ROAD, _SHORTEST_WITH_SECTION = 2, 3
_BARE = re.compile(
    r"^(?:[东南西北中大小新老]{0,2}\d{0,2}|.*\d(?:米|号|栋|层|楼|单元|室).*)(?:路|街|道|巷|弄)$"
)
_WAY = {"东": (1.0, 0.0), "西": (-1.0, 0.0), "南": (0.0, -1.0), "北": (0.0, 1.0)}
_TOWN = "\ue000"  # stands for 街道 while roads are read: it is no 街
_MOST = 4  # roads kept of one address


class Mentions(NamedTuple):
    """What one address says of roads.

    ``roads`` are distinct road names in order, ``numbers`` the door or lane number on each (-1 for
    none), ``spans`` their place in the text. ``east_m`` and ``north_m`` are the offset of a relation
    (往东100米), zero without one. ``rest`` is the text without roads, numbers and offset.
    """

    roads: tuple[str, ...]
    numbers: tuple[int, ...]
    east_m: float
    north_m: float
    crossing: bool
    rest: str


# Characters without which the expressions above cannot match: most texts are spared most of them.
_ROAD_SIGNS, _PREFIX_SIGNS = frozenset("路街巷弄道同环"), frozenset("会区镇乡")
_SPLIT_SIGNS, _CROSSING_SIGNS = frozenset("和跟同-交附对旁隔"), ("交", "路口", "与", "和", "及")
_NOISE_SIGNS = frozenset("位地临靠近东南西北-.:/")
_SECTION_ENDS = ("段", "支路", "辅路")
_LONGEST_BARE = 5  # characters of a road that is no name, unless a number stands in it

_CROSSING = re.compile(r"交叉|交汇|交界|交口|路口|[路街道巷][与和及]")


def _clean(road: str) -> str:
    if not _PREFIX_SIGNS.isdisjoint(road):
        road = _PREFIX.sub("", road)
    return _NOISE.sub("", road) if road[:1] in _NOISE_SIGNS else road


def _is_name(road: str) -> bool:
    if len(road) < _SHORTEST_ROAD:
        return False
    return (len(road) > _LONGEST_BARE and road.isalpha()) or _BARE.match(road) is None


def _offset(match: re.Match[str] | None) -> tuple[float, float]:
    if match is None or not match["way"]:
        return 0.0, 0.0
    ways = [_WAY[char] for char in match["way"]]
    size = float(match["far"]) / len(ways) ** 0.5
    return size * sum(way[0] for way in ways), size * sum(way[1] for way in ways)


def read_mentions(text: str) -> Mentions:
    """Read the roads, their numbers and the offset of one folded text."""
    offset = _OFFSET.search(text) if "米" in text or "m" in text else None
    plain = text if offset is None else text[: offset.start()] + "," + text[offset.end() :]
    found: dict[str, int] = {}
    rest = []
    if "街道" in plain:
        plain = plain.replace("街道办事处", "街道").replace("街道", f"{_TOWN},")
    joints = _JOINTS if _SPLIT_SIGNS.isdisjoint(plain) and "路口" not in plain else _SPLIT
    for part in joints.split(plain):
        end = 0
        if _ROAD_SIGNS.isdisjoint(part):
            rest.append(part)
            continue
        for match in _ROAD.finditer(part):
            road = _clean(match["road"])
            if not _is_name(road):
                continue
            rest.append(part[end : match.start()])
            end = match.end()
            number = int(match["number"]) if match["number"] else -1
            has_section = len(road) > _SHORTEST_WITH_SECTION and road.endswith(_SECTION_ENDS)
            key = _SECTION.sub("", road) if has_section else road
            if found.get(key, -1) < 0 and (key in found or len(found) < _MOST):
                found[key] = number
        rest.append(part[end:])
    east, north = _offset(offset)
    left = ",".join([piece for piece in rest if piece and piece not in {"号", "院"}]).replace(_TOWN, "街道")
    crossing = any([sign in text for sign in _CROSSING_SIGNS]) and _CROSSING.search(text) is not None  # noqa: C419 - a list of few is faster
    return Mentions(tuple(found), tuple(found.values()), east, north, crossing, left)
