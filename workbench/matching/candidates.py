"""Candidates: every point that an address may mean, as one long table for a chunk of addresses."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.matching.areas import Areas, find_areas
from workbench.matching.crossings import Spots, find_crossings, find_middles
from workbench.matching.doors import Doors, place_doors, to_degrees
from workbench.matching.retrieval import Hits, search_text
from workbench.matching.roads import Asked, find_roads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.gazetteer import Gazetteer
    from workbench.matching.queries import Queries

    Floats = NDArray[np.float64]


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


def _without(hits: Hits, masked: NDArray[np.bool_] | None) -> Hits:
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


def gather(gazetteer: Gazetteer, queries: Queries, masked: NDArray[np.bool_] | None = None) -> Evidence:
    """Gather the candidates of a chunk of queries.

    Parameters
    ----------
    masked
        Rows of the gazetteer that must not be used, for learning from the gazetteer itself.
    """
    hits = _first_of_place(gazetteer, _without(search_text(gazetteer, queries), masked))
    asked = find_roads(gazetteer, queries)
    doors = place_doors(gazetteer, asked, queries.code, masked)
    crossings = find_crossings(gazetteer, asked, queries.code, masked)
    middles = find_middles(gazetteer, asked, queries.code, masked)
    areas = find_areas(gazetteer, queries)
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
