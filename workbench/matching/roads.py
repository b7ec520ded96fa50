"""Points from roads: a door between its neighbours, a crossing, the middle of a road.

All queries at once: each road that an address mentions becomes one row of a matrix of the nearest numbered
places on that road.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.gazetteer import Gazetteer, base_keys, road_keys, suffixes
from workbench.matching.queries import ROADS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.matching.queries import Queries


class Asked(NamedTuple):
    """One entry per query and road that is known in the city.

    ``start`` and ``end`` bound its entries in the gazetteer's road table; ``numbered`` is the first of them with a number;
    ``order`` is the place of the road within the address; ``exact`` is 0 where only the base of the road
    (桐柏路 for 桐柏北路) is known.
    """

    query: NDArray[np.int64]
    order: NDArray[np.int64]
    number: NDArray[np.int64]
    exact: NDArray[np.bool_]
    start: NDArray[np.int64]
    numbered: NDArray[np.int64]
    end: NDArray[np.int64]


def _spread_out(queries: Queries) -> tuple[list[int], list[int], list[str], list[int]]:
    query, order, roads, numbers = [], [], [], []
    for at, said in enumerate(queries.mentions):
        for place, (road, number) in enumerate(zip(said.roads[:ROADS], said.numbers, strict=False)):
            query.append(at)
            order.append(place)
            roads.append(road)
            numbers.append(number)
    return query, order, roads, numbers


def first_at_least(
    values: NDArray[np.int32], start: NDArray[np.int64], end: NDArray[np.int64], wanted: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return for each range of a sorted-within-range column the first position with a value of at least ``wanted``."""
    low, high = start.copy(), end.copy()
    while np.any(open_ := low < high):
        middle = (low + high) // 2
        less = np.zeros(len(low), bool)
        less[open_] = values[middle[open_]] < wanted[open_]
        low = np.where(open_ & less, middle + 1, low)
        high = np.where(open_ & ~less, middle, high)
    return low


def _find_ranges(
    gazetteer: Gazetteer, blocks: NDArray[np.int32], roads: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Find each road, else a known road that it ends with, else its base."""
    start, end = gazetteer.ranges("road_key", road_keys(blocks, roads))
    missing = np.flatnonzero(start == end)
    tries = [(at, shorter) for at in missing.tolist() for shorter in suffixes(roads[at])]
    if tries:
        owner = np.asarray([at for at, _ in tries])
        a, b = gazetteer.ranges("road_key", road_keys(blocks[owner], [road for _, road in tries]))
        good = np.flatnonzero(b > a)[::-1]  # the longest comes first in tries, so it is written last
        start[owner[good]], end[owner[good]] = a[good], b[good]
    exact = end > start
    missing = np.flatnonzero(~exact)
    if len(missing):
        a, b = gazetteer.ranges("road_key", base_keys(blocks[missing], [roads[at] for at in missing]))
        start[missing], end[missing] = a, b
    return start, end, exact


def find_roads(gazetteer: Gazetteer, queries: Queries) -> Asked:
    """Look up the roads that each address mentions; with a side and a number, its base as well."""
    query, order, roads, numbers = _spread_out(queries)
    at, number = np.asarray(query, dtype=np.int64), np.asarray(numbers, dtype=np.int64)
    blocks = queries.block[at] if len(at) else np.zeros(0, np.int32)
    start, end, exact = _find_ranges(gazetteer, blocks, roads)
    base_start, base_end = gazetteer.ranges("road_key", base_keys(blocks, roads))
    wider = exact & (number >= 0) & (base_end - base_start > end - start)
    place = np.asarray(order, dtype=np.int64)
    both = np.concatenate([np.flatnonzero(end > start), np.flatnonzero(wider)])
    first = len(both) - int(wider.sum())
    begin, stop = start[both], end[both]
    begin[first:], stop[first:] = base_start[both[first:]], base_end[both[first:]]
    right = exact[both]
    right[first:] = False
    numbered = first_at_least(gazetteer.array("road_number"), begin, stop, np.zeros(len(begin), np.int64))
    asked = Asked(at[both], place[both], number[both], right, begin, numbered, stop)
    by = np.lexsort((~asked.exact, asked.order, asked.query))
    return Asked._make(column[by] for column in asked)
