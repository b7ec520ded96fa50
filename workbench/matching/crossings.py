"""Crossings and the middle of roads: points from places that say the roads without a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.matching.doors import to_degrees, to_metres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.gazetteer import Gazetteer
    from workbench.matching.roads import Asked

    Floats = NDArray[np.float64]

_SAMPLE = 32  # places that stand for a road
_NEAR_M = 400.0
_ELSEWHERE = 0.15
_NOWHERE_M = 1e6  # a gap that stands for none


class Spots(NamedTuple):
    """Points from roads without numbers, one entry per query (crossings) or road (middles).

    ``asked`` is the position in ``Asked`` (of the first road of a crossing); ``spread_m`` is the weighted mean distance of the places to the
    point, ``gap_m`` how far the two roads stay apart (0 where places say both), ``n`` how many
    places were used, ``support`` the share of their weight close to the point, ``same`` whether some lie in the county asked for.
    """

    asked: NDArray[np.int64]
    lng: Floats
    lat: Floats
    spread_m: Floats
    gap_m: Floats
    support: Floats
    n: NDArray[np.int64]
    same: NDArray[np.bool_]


class Sample(NamedTuple):
    """Matrix (asked x slot) of places of a road."""

    rows: NDArray[np.int64]
    lng: Floats
    lat: Floats
    weight: Floats


def _within(gazetteer: Gazetteer, rows: NDArray[np.int64], county: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return whether places (asked x slot) lie in the county asked for; where none is, all do."""
    return np.asarray(
        (gazetteer.array("code")[rows] == county[:, None]) | (county % 100 == 0)[:, None], dtype=np.bool_
    )


def sample_road(
    gazetteer: Gazetteer,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    county: NDArray[np.int32],
    masked: NDArray[np.bool_] | None,
    *,
    corrected: bool,
) -> Sample:
    """Take evenly spaced entries of each range; ``corrected`` takes the offset that they say off their points."""
    length = end - start
    steps = np.arange(_SAMPLE)[None, :]
    short = (length <= _SAMPLE)[:, None]
    slots = start[:, None] + np.where(short, steps, steps * length[:, None] // _SAMPLE)
    inside = slots < end[:, None]
    slots = slots.clip(0, max(len(gazetteer.array("road_row")) - 1, 0))
    rows = gazetteer.array("road_row")[slots].astype(np.int64)
    lng, lat = gazetteer.array("lng")[rows], gazetteer.array("lat")[rows]
    if corrected:
        lng, lat = to_degrees(
            -gazetteer.array("east_m")[rows].astype(np.float64),
            -gazetteer.array("north_m")[rows].astype(np.float64),
            lng,
            lat,
        )
    weight = (
        np.where(_within(gazetteer, rows, county), 1.0, _ELSEWHERE)
        * inside
        * ~gazetteer.array("outvoted")[rows]
    )
    if masked is not None:
        weight = weight * ~masked[rows]
    return Sample(rows, lng, lat, weight)


def _mode(lng: Floats, lat: Floats, weight: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Weighted mean of the places around the one with most weight near it; with spread and support."""
    lng0, lat0 = lng[:, 0], lat[:, 0]
    x, y = to_metres(lng, lat, lng0[:, None], lat0[:, None])
    away2 = (x[:, :, None] - x[:, None, :]) ** 2 + (y[:, :, None] - y[:, None, :]) ** 2
    around = np.einsum("qij,qj->qi", np.exp(-away2 / _NEAR_M**2), weight)
    best = np.argmax(np.where(weight > 0, around, -1.0), axis=1)
    near = np.take_along_axis(np.exp(-away2 / _NEAR_M**2), best[:, None, None], axis=1)[:, 0, :] * weight
    total = np.maximum(near.sum(axis=1), 1e-12)
    mx, my = (near * x).sum(axis=1) / total, (near * y).sum(axis=1) / total
    spread = (near * np.hypot(x - mx[:, None], y - my[:, None])).sum(axis=1) / total
    out_lng, out_lat = to_degrees(mx, my, lng0, lat0)
    return out_lng, out_lat, spread, total / np.maximum(weight.sum(axis=1), 1e-12)


def find_middles(
    gazetteer: Gazetteer, asked: Asked, codes: NDArray[np.int32], masked: NDArray[np.bool_] | None = None
) -> Spots:
    """Return the middle of each road within the county asked for: the median of its places."""
    sample = sample_road(gazetteer, asked.start, asked.end, codes[asked.query], masked, corrected=False)
    keep = np.flatnonzero((sample.weight > 0).any(axis=1))
    lng, lat, weight = sample.lng[keep], sample.lat[keep], sample.weight[keep]
    same = weight >= 1.0
    within = np.asarray(same.any(axis=1))
    use = np.where(within[:, None], same, weight > 0)
    mid_lng = np.nanmedian(np.where(use, lng, np.nan), axis=1) if len(keep) else np.zeros(0)
    mid_lat = np.nanmedian(np.where(use, lat, np.nan), axis=1) if len(keep) else np.zeros(0)
    x, y = to_metres(lng, lat, mid_lng[:, None], mid_lat[:, None])
    n = use.sum(axis=1)
    spread = np.where(use, np.hypot(x, y), 0.0).sum(axis=1) / np.maximum(n, 1)
    support = np.where(use, weight, 0).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-12)
    return Spots(keep, mid_lng, mid_lat, spread, np.zeros(len(keep)), support, n, within)


def _pairs(asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first two distinct roads of each query, as positions in ``Asked``."""
    first_of = (
        np.flatnonzero(
            np.r_[True, (asked.query[1:] != asked.query[:-1]) | (asked.order[1:] != asked.order[:-1])]
        )
        if len(asked.query)
        else np.zeros(0, np.int64)
    )
    query = asked.query[first_of]
    next_same = np.flatnonzero(query[1:] == query[:-1])
    begins = (
        next_same[np.r_[True, query[next_same][1:] != query[next_same][:-1]]] if len(next_same) else next_same
    )
    return first_of[begins], first_of[begins + 1]


def _common(
    gazetteer: Gazetteer, asked: Asked, a: NDArray[np.int64], b: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (pair, row) for the rows that mention both roads of a pair."""
    size = np.int64(len(gazetteer) + 1)

    def spread(which: NDArray[np.int64]) -> NDArray[np.int64]:
        length = asked.end[which] - asked.start[which]
        owner = np.repeat(np.arange(len(which), dtype=np.int64), length)
        offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        return np.unique(owner * size + gazetteer.array("road_row")[asked.start[which][owner] + offset])

    pair, row = np.divmod(np.intersect1d(spread(a), spread(b), assume_unique=True), size)
    return pair, row


def _said_both(
    gazetteer: Gazetteer,
    pair: NDArray[np.int64],
    row: NDArray[np.int64],
    county: NDArray[np.int32],
    masked: NDArray[np.bool_] | None,
) -> tuple[Sample, NDArray[np.bool_]]:
    """Return the places that say both roads of each pair, and whether some lie in the county asked for."""
    rank = np.arange(len(pair)) - np.searchsorted(pair, pair, "left")
    keep = rank < _SAMPLE
    rows = np.zeros((len(county), _SAMPLE), np.int64)
    weight = np.zeros((len(county), _SAMPLE))
    rows[pair[keep], rank[keep]] = row[keep]
    weight[pair[keep], rank[keep]] = 1.0
    weight *= ~gazetteer.array("outvoted")[rows]
    if masked is not None:
        weight *= ~masked[rows]
    lng, lat = gazetteer.array("lng")[rows], gazetteer.array("lat")[rows]
    lng, lat = to_degrees(
        -gazetteer.array("east_m")[rows].astype(np.float64),
        -gazetteer.array("north_m")[rows].astype(np.float64),
        lng,
        lat,
    )
    same = (_within(gazetteer, rows, county) & (weight > 0)).any(axis=1)
    return Sample(rows, lng, lat, weight), np.asarray(same, dtype=np.bool_)


def _closest(left: Sample, right: Sample) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Middle of the two places, one of each road, that lie nearest to each other; whether both are in the county asked for."""
    lng0, lat0 = left.lng[:, 0], left.lat[:, 0]
    xa, ya = to_metres(left.lng, left.lat, lng0[:, None], lat0[:, None])
    xb, yb = to_metres(right.lng, right.lat, lng0[:, None], lat0[:, None])
    away = np.hypot(xa[:, :, None] - xb[:, None, :], ya[:, :, None] - yb[:, None, :])
    away += np.where((left.weight > 0)[:, :, None] & (right.weight > 0)[:, None, :], 0.0, 1e7)
    away += 300.0 * ((left.weight < 1)[:, :, None] | (right.weight < 1)[:, None, :])
    flat = away.reshape(len(away), _SAMPLE * _SAMPLE)
    best = flat.argmin(axis=1)
    i, j = np.divmod(best, _SAMPLE)
    at = np.arange(len(best))
    lng, lat = to_degrees((xa[at, i] + xb[at, j]) / 2, (ya[at, i] + yb[at, j]) / 2, lng0, lat0)
    return lng, lat, flat[at, best], (left.weight[at, i] >= 1) & (right.weight[at, j] >= 1)


def find_crossings(
    gazetteer: Gazetteer, asked: Asked, codes: NDArray[np.int32], masked: NDArray[np.bool_] | None = None
) -> Spots:
    """Return where the first two roads of an address meet.

    Places that say both roads vote; without any, the two places of the roads that lie closest together give the point.
    """
    a, b = _pairs(asked)
    if not len(a):
        none = np.zeros(0)
        return Spots(a, none, none, none, none, none, a, none.astype(bool))
    pair, row = _common(gazetteer, asked, a, b)
    county = codes[asked.query[a]]
    both, same = _said_both(gazetteer, pair, row, county, masked)
    n = (both.weight > 0).sum(axis=1)
    alone = n == 0
    lng, lat, spread, gap, support = (np.zeros(len(a)) for _ in range(5))
    said = ~alone
    lng[said], lat[said], spread[said], support[said] = _mode(
        both.lng[said], both.lat[said], both.weight[said]
    )
    sides = [
        sample_road(
            gazetteer,
            asked.start[which[alone]],
            asked.end[which[alone]],
            county[alone],
            masked,
            corrected=True,
        )
        for which in (a, b)
    ]
    lng[alone], lat[alone], gap[alone], same[alone] = _closest(sides[0], sides[1])
    spread[alone] = gap[alone]
    good = said | (gap < _NOWHERE_M)
    return Spots._make(column[good] for column in (a, lng, lat, spread, gap, support, n, same))
