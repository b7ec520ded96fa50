"""Candidates: every point that an address may mean, as one long table for a chunk of addresses."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workbench.coordinates import distance_m
from workbench.matching.areas import Areas, find_areas, own_area
from workbench.matching.crossings import Spots, find_crossings, find_middles
from workbench.matching.doors import Doors, place_doors, to_degrees
from workbench.matching.retrieval import Hits, search_text
from workbench.matching.roads import Asked, find_roads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.gazetteer import Gazetteer
    from workbench.matching.queries import Queries

    Floats = NDArray[np.float64]
    Marks = NDArray[np.bool_]

_BORDER_M = 5_000.0  # so near even a small town is what the address may mean


class Source(IntEnum):
    """Where a candidate comes from."""

    PLACE = 0
    DOOR = 1
    CROSSING = 2
    MIDDLE = 3
    TOWN = 4
    COUNTY = 5
    CITY = 6


class Candidates(NamedTuple):
    """One entry per candidate, ordered by query.

    ``row`` is the row of the gazetteer (-1 for a point from roads), ``part`` the position in the table of its
    source (hits, doors, crossings, middles).
    """

    query: NDArray[np.int64]
    source: NDArray[np.int8]
    row: NDArray[np.int64]
    part: NDArray[np.int64]
    lng: Floats
    lat: Floats


class Evidence(NamedTuple):
    """The candidates of a chunk and all that they were made of."""

    candidates: Candidates
    hits: Hits
    asked: Asked
    doors: Doors
    crossings: Spots
    middles: Spots
    areas: Areas


def _without(hits: Hits, masked: Marks | None) -> Hits:
    return hits if masked is None else Hits._make(column[~masked[hits.row]] for column in hits)


def _first_of_place(gazetteer: Gazetteer, hits: Hits) -> Hits:
    """Keep of each merged place the row that shares most with the query."""
    cluster = gazetteer.array("cluster")[hits.row]
    order = np.lexsort((hits.row, -(hits.name + hits.said), cluster, hits.query))
    query, place = hits.query[order], cluster[order]
    first = np.ones(len(order), bool)
    first[1:] = (query[1:] != query[:-1]) | (place[1:] != place[:-1])
    kept = np.sort(order[first])
    return Hits._make(column[kept] for column in hits)


def _shifted(queries: Queries, query: NDArray[np.int64], spots: Spots) -> tuple[Floats, Floats]:
    """Move crossings by the offset that the address says (往东100米)."""
    east = np.asarray([queries.mentions[at].east_m for at in query.tolist()], dtype=np.float64)
    north = np.asarray([queries.mentions[at].north_m for at in query.tolist()], dtype=np.float64)
    return to_degrees(east, north, spots.lng, spots.lat)


def _is_far(lng: Floats, lat: Floats, query: NDArray[np.int64], areas: Areas, n_queries: int) -> Marks:
    """Tell which points lie farther from the middle of their query's town or county than it reaches."""
    if not len(areas.query):
        return np.zeros(len(query), bool)
    at = own_area(areas, n_queries)[query]
    away = distance_m(lng, lat, areas.lng[at], areas.lat[at])
    return np.asarray((at >= 0) & (away > np.maximum(areas.reach_m[at], _BORDER_M)), dtype=np.bool_)


def _on_roads_near(points: Doors | Spots, asked: Asked, areas: Areas, n_queries: int) -> list[NDArray[Any]]:
    """Return the columns without the points far off on roads of another county: a namesake says nothing of the one asked for."""
    far = _is_far(points.lng, points.lat, asked.query[points.asked], areas, n_queries)
    return [column[points.same | ~far] for column in points]


def _near_or_named(gazetteer: Gazetteer, hits: Hits, queries: Queries, areas: Areas) -> Hits:
    """Leave out places far off in another county, unless the address says their whole name."""
    lng, lat = gazetteer.array("lng")[hits.row], gazetteer.array("lat")[hits.row]
    other = gazetteer.array("code")[hits.row] != queries.code[hits.query]
    far = np.flatnonzero(other & _is_far(lng, lat, hits.query, areas, len(queries.text)))
    core, query = gazetteer.texts("core", hits.row[far]), hits.query[far].tolist()
    kept = np.ones(len(hits.row), bool)
    kept[far] = [bool(one) and one in queries.tight[at] for one, at in zip(core, query, strict=True)]
    return Hits._make(column[kept] for column in hits)


def gather(gazetteer: Gazetteer, queries: Queries, masked: Marks | None = None) -> Evidence:
    """Gather the candidates of a chunk of queries.

    Parameters
    ----------
    masked
        Rows of the gazetteer that must not be used, for learning from the gazetteer itself.
    """
    areas = find_areas(gazetteer, queries)
    hits = _first_of_place(gazetteer, _without(search_text(gazetteer, queries), masked))
    hits = _near_or_named(gazetteer, hits, queries, areas)
    asked = find_roads(gazetteer, queries)
    n = len(queries.text)
    doors = Doors(*_on_roads_near(place_doors(gazetteer, asked, queries.code, masked), asked, areas, n))
    crossings = Spots(
        *_on_roads_near(find_crossings(gazetteer, asked, queries.code, masked), asked, areas, n)
    )
    middles = Spots(*_on_roads_near(find_middles(gazetteer, asked, queries.code, masked), asked, areas, n))
    crossed = asked.query[crossings.asked]
    lng, lat = _shifted(queries, crossed, crossings)
    parts = (
        (
            Source.PLACE,
            hits.query,
            hits.row,
            gazetteer.array("lng")[hits.row],
            gazetteer.array("lat")[hits.row],
        ),
        (Source.DOOR, asked.query[doors.asked], None, doors.lng, doors.lat),
        (Source.CROSSING, crossed, None, lng, lat),
        (Source.MIDDLE, asked.query[middles.asked], None, middles.lng, middles.lat),
        (Source.TOWN, areas.query, None, areas.lng, areas.lat),
    )
    columns = [
        (
            query,
            np.full(len(query), source, np.int8),
            np.full(len(query), -1, np.int64) if row is None else row.astype(np.int64),
            np.arange(len(query)),
            x,
            y,
        )
        for source, query, row, x, y in parts
    ]
    joined = [np.concatenate(column) for column in zip(*columns, strict=True)]
    joined[1][len(joined[1]) - len(areas.query) :] += areas.step
    order = np.argsort(joined[0], kind="stable")
    return Evidence(
        Candidates(*(column[order] for column in joined)), hits, asked, doors, crossings, middles, areas
    )
