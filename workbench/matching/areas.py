"""The middle of the town, county and city of an address: what is left when nothing finer is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.gazetteer import Gazetteer, town_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.matching.queries import Queries


class Areas(NamedTuple):
    """One entry per query and area with a point.

    ``step`` is 0 for a town, 1 for a county, 2 for a city; ``reach_m`` holds nine of ten places of the area; ``seat`` tells whether the point
    is the seat of a county or county-level city.
    """

    query: NDArray[np.int64]
    step: NDArray[np.int8]
    lng: NDArray[np.float64]
    lat: NDArray[np.float64]
    reach_m: NDArray[np.float32]
    n: NDArray[np.int32]
    seat: NDArray[np.bool_]


def own_area(areas: Areas, n_queries: int) -> NDArray[np.int64]:
    """Return for each query the position of its town or county among the areas, -1 where neither is known."""
    out = np.full(n_queries, -1)
    known = np.flatnonzero(areas.step <= 1)
    out[areas.query[known]] = known
    return out


def _look_up(gazetteer: Gazetteer, table: str, keys: NDArray[np.generic], step: int) -> Areas:
    known = gazetteer.array(f"{table}_key")
    if not len(known):
        none = np.zeros(0)
        whole, step_of = none.astype(np.int64), none.astype(np.int8)
        return Areas(
            whole, step_of, none, none, none.astype(np.float32), none.astype(np.int32), none.astype(np.bool_)
        )
    at = np.searchsorted(known, keys).clip(max=len(known) - 1)
    query = np.flatnonzero(known[at] == keys)
    at = at[query]
    columns = (gazetteer.array(f"{table}_{name}")[at] for name in ("lng", "lat", "reach", "n", "seat"))
    return Areas(query, np.full(len(query), step, np.int8), *columns)


def find_areas(gazetteer: Gazetteer, queries: Queries) -> Areas:
    """Look up the finest area of each query that has a point: the town, else the county, else the city."""
    code = queries.code
    towns = np.where(np.asarray(queries.town) != "", town_key(code, queries.town), np.uint64(0))
    # A municipality is a block of its own; its middle stands under the code of the block.
    cities = np.where(
        queries.block % 100 == 1, queries.block * 100, np.where(code % 10_000 > 0, code // 100 * 100, -1)
    )
    parts = [
        _look_up(gazetteer, "town", towns, 0),
        _look_up(gazetteer, "area", np.where(code % 100 > 0, code, -1), 1),
        _look_up(gazetteer, "area", cities, 2),
    ]
    finer = np.zeros(len(code), bool)
    kept = []
    for part in parts:
        kept.append(Areas._make(column[~finer[part.query]] for column in part))
        finer[part.query] = True
    return Areas._make(np.concatenate([part[at] for part in kept]) for at in range(len(Areas._fields)))
