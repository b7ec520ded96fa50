"""What a scorer sees of each candidate: one column of numbers per feature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from workbench.coordinates import distance_m
from workbench.gazetteer import incidence, mark_cities, read_grams
from workbench.matching.areas import own_area
from workbench.matching.candidates import Evidence, Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.gazetteer import Gazetteer
    from workbench.matching.queries import Queries

    Columns = dict[str, NDArray[Any]]

_DIGITS = re.compile(r"\d+")
_FAR_M = 50_000.0
_NO_GAP = 2_000
# A town or village that is not on the list: the address lies outside the seat of its county.
_RURAL = re.compile(r"[镇乡屯寨](?![^,]{0,2}[路街])|(?<!新)村(?![^,\d]{0,2}[路街道巷])|\d组|庄(?=$|\d|,)")
_RURAL_SIGNS = frozenset("镇乡屯寨村组庄")


def _query_mass(gazetteer: Gazetteer, queries: Queries) -> NDArray[np.float32]:
    """Sum of the rarity of each query's bigrams among the addresses and names of its city."""
    mass = np.ones(len(queries.text), np.float32)
    for shelf, members, slots in gazetteer.shelves(queries.block):
        names = [queries.name[at] for at in members.tolist()]
        found = incidence(mark_cities(read_grams(names), slots), shelf.names, len(members))
        unknown = np.asarray([max(len(name) - 1, 0) for name in names]) - np.diff(found.indptr)
        rarest = np.log1p(2.0 * (shelf.sizes[slots] + 0.5))
        mass[members] = found @ shelf.rarity + unknown.clip(min=0) * rarest
    return mass


def _digits_differ(names: list[str], cores: list[str], query: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return 1 where both carry numbers and none agrees, 0.5 where one carries some and the other none.

    Parameters
    ----------
    names
        Of each query.
    cores, query
        Of each hit.
    """
    asked = [frozenset(_DIGITS.findall(name)) for name in names]
    own = [() if core.isalpha() else _DIGITS.findall(core) for core in cores]
    asks, carries = (np.asarray([bool(one) for one in found], bool) for found in (asked, own))
    out = np.where(asks[query] == carries, 0.0, 0.5).astype(np.float32)
    for at in np.flatnonzero(asks[query] & carries).tolist():
        out[at] = asked[query[at]].isdisjoint(own[at])
    return out


def _partial(cores: list[str], texts: list[str], inside: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how well each core is found within its text; only those that do not stand there need the comparison."""
    out = inside.copy()
    open_ = [at for at, one in enumerate(inside.tolist()) if not one or not cores[at]]
    out[open_] = (
        process.cpdist(
            [cores[at] for at in open_],
            [texts[at] for at in open_],
            scorer=fuzz.partial_ratio,
            dtype=np.float32,
        )
        / 100
    )
    return out


def _text_columns(gazetteer: Gazetteer, queries: Queries, evidence: Evidence) -> Columns:
    """Similarities of the place's name and address with the query's text."""
    hits = evidence.hits
    core, said = gazetteer.texts("core", hits.row), gazetteer.texts("said", hits.row)
    at = hits.query.tolist()
    names, tight, text = (
        [column[one] for one in at] for column in (queries.name, queries.tight, queries.text)
    )
    inside = np.asarray([one in other for one, other in zip(core, tight, strict=True)], np.float32)
    length = np.asarray([len(one) for one in core], np.float32)
    equal = np.asarray([one == other for one, other in zip(core, names, strict=True)], np.float32)
    return {
        "name_ratio": process.cpdist(core, names, scorer=fuzz.ratio, dtype=np.float32) / 100,
        "name_partial": _partial(core, tight, inside),
        "said_ratio": process.cpdist(said, text, scorer=fuzz.ratio, dtype=np.float32) / 100,
        "inside": inside,
        "equal": equal,
        "length": length,
        "inside_length": inside * length,
        "digits_differ": _digits_differ(queries.name, core, hits.query),
    }


def _place_columns(gazetteer: Gazetteer, queries: Queries, evidence: Evidence) -> Columns:
    hits = evidence.hits
    array, row = gazetteer.array, hits.row
    name_mass, said_mass = array("name_mass")[row], array("said_mass")[row]
    asked = np.maximum(_query_mass(gazetteer, queries)[hits.query], 1e-3)
    best = np.zeros(len(queries.text), np.float32)
    np.maximum.at(best, hits.query, hits.name)
    return {
        "name_share": hits.name / np.sqrt(np.maximum(name_mass, 1e-3)),
        "said_share": hits.said / np.sqrt(np.maximum(said_mass, 1e-3)),
        "asked_share": np.minimum(hits.name * np.sqrt(name_mass) / asked, 1.5),
        "name_score": hits.name,
        "said_score": hits.said,
        "name_behind": best[hits.query] - hits.name,
        "twins": np.log1p(array("twins")[row]),
        "n_rows": np.log1p(array("n_rows")[row]),
        "n_sources": array("n_sources")[row].astype(np.float32),
        "spread": np.log1p(array("spread_m")[row]),
        "error": np.log(array("place_error_m")[row]),
        "outvoted": array("outvoted")[row].astype(np.float32),
    }


def _road_agreement(gazetteer: Gazetteer, evidence: Evidence) -> Columns:
    """How many roads of the query the place says, and how far its number is from the one asked for."""
    asked, hits = evidence.asked, evidence.hits
    size = np.int64(len(gazetteer) + 1)
    length = asked.end - asked.start
    owner = np.repeat(np.arange(len(length)), length)
    entry = asked.start[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
    key = asked.query[owner] * size + gazetteer.array("road_row")[entry]
    wanted = hits.query * size + hits.row
    at = np.searchsorted(wanted, key).clip(max=max(len(wanted) - 1, 0))
    match = wanted[at] == key if len(wanted) else np.zeros(len(key), bool)
    at, owner, entry = at[match], owner[match], entry[match]
    exact = asked.exact[owner]
    roads = np.zeros(len(wanted), np.float32)
    np.add.at(roads, at[exact], 1.0)
    base = np.zeros(len(wanted), np.float32)
    base[at[~exact]] = 1.0
    gap = np.full(len(wanted), _NO_GAP, np.float32)
    number, own = asked.number[owner], gazetteer.array("road_number")[entry]
    both = (number >= 0) & (own >= 0) & exact
    np.minimum.at(gap, at[both], np.abs(number - own)[both].clip(max=1_000).astype(np.float32))
    return {
        "roads": roads.clip(max=3),
        "base_road": base,
        "number_gap": np.log1p(gap),
        "same_door": (gap == 0).astype(np.float32),
    }


def _outside(evidence: Evidence, n_queries: int) -> NDArray[np.float32]:
    """Log of the distance of each candidate to the middle of its query's town or county over its reach, NaN where neither is known."""
    candidates, areas = evidence.candidates, evidence.areas
    if not len(areas.query):
        return np.full(len(candidates.query), np.nan, np.float32)
    at = own_area(areas, n_queries)[candidates.query]
    away = distance_m(candidates.lng, candidates.lat, areas.lng[at], areas.lat[at])
    return np.where(at >= 0, np.log1p(away / np.maximum(areas.reach_m[at], 1.0)), np.nan).astype(np.float32)


def _distance_to(evidence: Evidence, n_queries: int, source: Source) -> NDArray[np.float32]:
    """Log of the distance of each candidate to the first candidate of this source, a large value without one."""
    candidates = evidence.candidates
    first = np.full(n_queries, -1)
    own = np.flatnonzero(candidates.source == source)[::-1]
    first[candidates.query[own]] = own
    at = first[candidates.query]
    away = distance_m(candidates.lng, candidates.lat, candidates.lng[at], candidates.lat[at])
    return np.log1p(np.where(at >= 0, away, _FAR_M)).astype(np.float32)


def _spread_over(evidence: Evidence, source: Source, columns: Columns) -> Columns:
    """Put columns of one source's table into the long table, NaN elsewhere."""
    candidates = evidence.candidates
    own = np.flatnonzero(candidates.source == source if source < Source.TOWN else candidates.source >= source)
    out = {}
    for name, values in columns.items():
        whole = np.full(len(candidates.query), np.nan, np.float32)
        whole[own] = values[candidates.part[own]]
        out[name] = whole
    return out


def _point_columns(evidence: Evidence) -> Columns:
    asked, doors = evidence.asked, evidence.doors
    out = _spread_over(
        evidence,
        Source.DOOR,
        {
            "door_gap": np.log1p(doors.gap),
            "door_bracket": np.log1p(doors.bracket_m),
            "door_support": doors.support,
            "door_n": np.log1p(doors.n),
            "door_same": doors.same,
            "door_error": np.log(doors.error_m),
            "door_away": np.log1p(doors.road_m),
            "door_exact_road": asked.exact[doors.asked],
            "door_order": asked.order[doors.asked],
        },
    )
    for name, source, spots in (
        ("cross", Source.CROSSING, evidence.crossings),
        ("middle", Source.MIDDLE, evidence.middles),
    ):
        columns = {
            f"{name}_spread": np.log1p(spots.spread_m),
            f"{name}_gap": np.log1p(spots.gap_m),
            f"{name}_support": spots.support,
            f"{name}_n": np.log1p(spots.n),
            f"{name}_same": spots.same,
            f"{name}_order": asked.order[spots.asked],
        }
        out |= _spread_over(evidence, source, columns)
    areas = evidence.areas
    columns = {"reach": np.log1p(areas.reach_m), "n": np.log1p(areas.n), "seat": areas.seat}
    return out | _spread_over(
        evidence, Source.TOWN, {f"area_{name}": values for name, values in columns.items()}
    )


def _is_rural(text: str) -> bool:
    return not _RURAL_SIGNS.isdisjoint(text) and _RURAL.search(text) is not None


def _query_columns(queries: Queries) -> Columns:
    said = queries.mentions
    return {
        "q_roads": np.asarray([len(one.roads) for one in said], np.float32),
        "q_number": np.asarray([max(one.numbers, default=-1) >= 0 for one in said], np.float32),
        "q_crossing": np.asarray([one.crossing for one in said], np.float32),
        "q_offset": np.asarray([abs(one.east_m) + abs(one.north_m) for one in said], np.float32),
        "q_name": np.asarray([len(one) for one in queries.name], np.float32),
        "q_county": (queries.code % 100 > 0).astype(np.float32),
        "q_town": (np.asarray(queries.town) != "").astype(np.float32),
        "q_rural": np.asarray([_is_rural(one) for one in queries.text], np.float32),
    }


def read_features(gazetteer: Gazetteer, queries: Queries, evidence: Evidence) -> Columns:
    """Return the features of all candidates; NaN where a feature does not apply to the source."""
    candidates = evidence.candidates
    columns = _text_columns(gazetteer, queries, evidence) | _place_columns(gazetteer, queries, evidence)
    columns |= _road_agreement(gazetteer, evidence)
    hits = evidence.hits
    codes = queries.code[hits.query]
    columns["same_county"] = np.where(
        codes % 100 == 0, 0.5, gazetteer.array("code")[hits.row] == codes
    ).astype(np.float32)
    out = _spread_over(evidence, Source.PLACE, columns) | _point_columns(evidence)
    n = len(queries.text)
    out |= {
        f"to_{source.name.lower()}": _distance_to(evidence, n, source)
        for source in (Source.DOOR, Source.CROSSING, Source.MIDDLE)
    }
    out["outside"] = _outside(evidence, n)
    out |= {name: values[candidates.query] for name, values in _query_columns(queries).items()}
    out |= {
        f"is_{source.name.lower()}": (candidates.source == source).astype(np.float32) for source in Source
    }
    return out
