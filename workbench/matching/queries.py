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
_SHORTEST = 3
_FARTHEST = 25  # characters between a text and its repeat, with the sign between them
# Characters without which the expressions above cannot match: most texts are spared some of them.
_BUILDING_SIGNS, _FILLER_ENDS = frozenset("栋幢单号座室层楼门户房"), frozenset("近面边壁内旁侧上门")
_JOINTS = frozenset(" ,()-")
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


def _find_repeats(texts: Sequence[str]) -> list[int]:
    """Return for each text where characters first stand that may stand again directly behind, with one sign between or none; -1 for nowhere."""
    joined = "\0".join([*texts, ""])
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = [np.zeros(0, np.int64)]
    for apart in range(_SHORTEST, _FARTHEST + 1):
        same = points[:-apart] == points[apart:]
        at = np.flatnonzero(same[:-2] & same[1:-1] & same[2:])
        for further in range(_SHORTEST, apart - 1):
            at = at[at + further < len(same)]
            at = at[same[at + further]]
        places.append(at)
    lengths = np.asarray([len(text) + 1 for text in texts], dtype=np.int64)
    ends = np.cumsum(lengths)
    at = np.unique(np.concatenate(places))
    text, first = np.unique(np.searchsorted(ends, at, "right"), return_index=True)
    found = np.full(len(texts), -1, np.int64)
    found[text] = at[first] - (ends - lengths)[text]
    return found.tolist()


def _once(texts: list[str]) -> list[str]:
    """Write what stands twice behind each other once."""
    return [
        text if first < 0 else text[:first] + _TWICE.sub(r"\1", text[first:])
        for text, first in zip(texts, _find_repeats(texts), strict=True)
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
