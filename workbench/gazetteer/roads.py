"""Roads of the gazetteer: which places say which road and number, sorted for look-up and interpolation."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.gazetteer.hashes import hash_texts, mix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from workbench.gazetteer.mentions import Mentions

_SIDE = re.compile(r"(?<=..)[东南西北中](?=(?:路|街|大道|大街|道|巷)$)")
_KNOWN_FROM = 3  # a shorter road name is believed when so many rows say it
_LEAST_ROAD = 3
_BASE = np.uint64(0xBA5E)  # sets the hashes of roads without their side apart


class RoadTable(NamedTuple):
    """One entry per row and road, sorted by ``key`` and ``number`` (-1: no number).

    ``key`` is the hash of block and road; a road with a side (桐柏北路) stands there a second
    time under the hash of its base (桐柏路). ``row`` is the row of the gazetteer.
    """

    key: NDArray[np.uint64]
    number: NDArray[np.int32]
    row: NDArray[np.int32]


def base_road(road: str) -> str:
    """Return the road without its side: 桐柏北路 and 桐柏路 become one."""
    return _SIDE.sub("", road)


def road_keys(blocks: NDArray[np.int32], roads: Sequence[str]) -> NDArray[np.uint64]:
    """Hash roads within their blocks."""
    return mix(blocks, hash_texts(roads))


def base_keys(blocks: NDArray[np.int32], roads: Sequence[str]) -> NDArray[np.uint64]:
    """Hash base roads within their blocks."""
    return mix(road_keys(blocks, [base_road(road) for road in roads]), np.full(len(roads), _BASE))


def suffixes(road: str) -> list[str]:
    """Return the road without 1, 2, ... leading characters, longest first."""
    return [road[start:] for start in range(1, len(road) - _LEAST_ROAD + 1)]


def settle_names(blocks: NDArray[np.int32], roads: Sequence[str]) -> list[str]:
    """Shorten rare road names to a known road that they end with (南城宏远路 to 宏远路)."""
    counts = Counter(zip(blocks.tolist(), roads, strict=True))

    def settle(block: int, road: str) -> str:
        own = counts[block, road]
        for shorter in suffixes(road):
            known = counts.get((block, shorter), 0)
            if known >= _KNOWN_FROM and known > 2 * own:
                return shorter
        return road

    settled = {pair: settle(*pair) if count < _KNOWN_FROM else pair[1] for pair, count in counts.items()}
    return [settled[pair] for pair in zip(blocks.tolist(), roads, strict=True)]


def build_roads(blocks: NDArray[np.int32], mentions: Iterable[Mentions]) -> RoadTable:
    """Build the table from the mentions of all rows."""
    row, names, numbers = [], [], []
    for at, said in enumerate(mentions):
        for road, number in zip(said.roads, said.numbers, strict=True):
            row.append(at)
            names.append(road)
            numbers.append(number)
    rows = np.asarray(row, dtype=np.int32)
    door = np.asarray(numbers, dtype=np.int32)
    own = blocks[rows] if len(rows) else np.zeros(0, np.int32)
    names = settle_names(own, names)
    key = np.concatenate([road_keys(own, names), base_keys(own, names)])
    rows, door = np.tile(rows, 2), np.tile(door, 2)
    order = np.lexsort((door, key))
    return RoadTable(key[order], door[order], rows[order])
