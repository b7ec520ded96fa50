"""Queries: the part of addresses after the divisions, folded and read for roads and names, as columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.gazetteer import Mentions, block_codes, fold, read_mentions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_BUILDING = re.compile(
    r"(?:第?\d+(?:-\d+)*|[a-z甲乙丙丁东西南北]\d*)(?:栋|幢|单元|号楼|座楼|室|层|楼(?!盘|宇)|号院?(?=\d|$|,)|门(?=\d|$)|户|房|座(?=\d|$))"
    r"|\d+(?:-\d+){1,3}$|(?<=[\u4e00-\u9fff])\d{3,4}$"
)
_FILLER = re.compile(
    r"(?:附近|对面|旁边|隔壁|正对面|斜对面|院内|内|旁|侧|楼上|后面|前面|南门|北门|东门|西门)+(?=,|$)"
)
_JOIN = re.compile(r"[ ,()\-]+")
_TWICE = re.compile(r"(.{3,24}?)[,\-]?\1")
_LEAST_TWICE = 3
_FARTHEST = 25  # characters between a text and its repeat, with the sign between them
# Characters without which the expressions above cannot match: most texts are spared some of them.
_BUILDING_SIGNS, _FILLER_ENDS = frozenset("栋幢单号座室层楼门户房"), frozenset("近面边壁内旁侧上门")
_JOINTS = frozenset(" ,()-")
_PRIME = np.uint64(0x9E37_79B9_7F4A_7C15)
ROADS = 3  # roads of one address that are looked up


class Queries(NamedTuple):
    """One entry per address.

    ``text`` is the folded address after its divisions, ``name`` what is left of it without roads, numbers,
    buildings and fillers, ``tight`` the text without separators; ``code`` the county (0: unknown) and ``block`` the city;
    ``mentions`` what it says of roads; ``town`` the folded name of the town, empty where unknown.
    """

    text: list[str]
    name: list[str]
    tight: list[str]
    code: NDArray[np.int32]
    block: NDArray[np.int32]
    mentions: list[Mentions]
    town: list[str]


def name_part(rest: str) -> str:
    """Return what may be a place's name in the text without roads."""
    if rest[-1:].isdigit() or not _BUILDING_SIGNS.isdisjoint(rest):
        rest = _BUILDING.sub(",", rest)
    if not _FILLER_ENDS.isdisjoint(rest):
        rest = _FILLER.sub("", rest)
    if _JOINTS.isdisjoint(rest):
        return rest if len(rest) > 1 else ""
    return ",".join([piece for piece in _JOIN.split(rest) if len(piece) > 1])


def _may_repeat(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Mark texts in which three characters stand a second time as near as ``_TWICE`` looks."""
    joined = "\0".join([*texts, ""])
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    found = np.zeros(len(texts), dtype=bool)
    if len(points) < _LEAST_TWICE:
        return found
    threes = (points[:-2] << np.uint64(42)) | (points[1:-1] << np.uint64(21)) | points[2:]
    # A hash of the three characters above their place: one number sorts fast, and a false alarm does no harm.
    place = np.uint64(len(points).bit_length())
    keys = np.sort((threes * _PRIME) >> place << place | np.arange(len(threes), dtype=np.uint64))
    kind, at = keys >> place, (keys & ~(~np.uint64(0) << place)).astype(np.int64)
    again = []
    # Of equal ones the next that stands far enough is at most the third: two can stand nearer.
    for further in range(1, _LEAST_TWICE + 1):
        apart = at[further:] - at[:-further]
        same = kind[further:] == kind[:-further]
        again.append(at[:-further][same & (apart >= _LEAST_TWICE) & (apart <= _FARTHEST)])
    ends = np.cumsum([len(text) + 1 for text in texts])
    found[np.searchsorted(ends, np.concatenate(again), "right")] = True
    return found


def _once(texts: list[str]) -> list[str]:
    """Write what stands twice behind each other once."""
    return [
        _TWICE.sub(r"\1", text) if twice else text
        for text, twice in zip(texts, _may_repeat(texts).tolist(), strict=True)
    ]


def read_queries(
    rest: Sequence[object], codes: NDArray[np.int32], towns: Sequence[object] | None = None
) -> Queries:
    """Read the rest of addresses after their divisions.

    Parameters
    ----------
    rest
        Text after the divisions; what is no text counts as empty.
    codes
        Six-digit division codes, of the county or, where that is unknown, of the city or province.
    towns
        Names of the towns where they are known.
    """
    text = _once(fold(rest))
    mentions = [read_mentions(one) for one in text]
    names = [name_part(said.rest) for said in mentions]
    tight = [one if _JOINTS.isdisjoint(one) else _JOIN.sub("", one) for one in text]
    town = fold(towns) if towns is not None else [""] * len(text)
    return Queries(text, names, tight, codes, block_codes(codes), mentions, town)
