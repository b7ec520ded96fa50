"""A door between its neighbours on the road: robust interpolation of house numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workbench.coordinates import EARTH_RADIUS_M
from workbench.gazetteer import USUAL_ERROR_M
from workbench.matching.roads import Asked, first_at_least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.gazetteer import Gazetteer

    Floats = NDArray[np.float64]

_HALF = 10  # numbered places looked at on each side of the number asked for
_NEAR_M = 500.0  # places of one stretch of road
_BRACKET_M = 2_500.0  # two neighbours farther apart than this are not one stretch
_GENTLE = 12.0  # numbers: how fast the weight of a neighbour falls
_ELSEWHERE = 0.15  # weight of a neighbour in another county
_WRONG_SIDE = 0.8  # weight of a neighbour with the other parity


class Doors(NamedTuple):
    """One entry per road asked for with a number and found with numbers.

    ``asked`` is the position in ``Asked``; ``gap`` the difference to the nearest number (0: the number itself is known);
    ``bracket_m`` the distance of the two neighbours the door lies between (NaN outside them);
    ``support`` the share of weight within half a kilometre of the chosen stretch; ``n`` the numbered
    places seen; ``same`` whether the nearest lies in the county asked for; ``error_m`` the usual error of the nearest; ``road_m`` how far the
    usable places lie, in the median, from the point.
    """

    asked: NDArray[np.int64]
    lng: Floats
    lat: Floats
    gap: NDArray[np.int64]
    bracket_m: Floats
    support: Floats
    n: NDArray[np.int64]
    same: NDArray[np.bool_]
    error_m: Floats
    road_m: Floats


class Window(NamedTuple):
    """Matrix of places (asked x slot) around a number: metres east and north of ``lng0``, ``lat0``; ``error`` in metres."""

    x: Floats
    y: Floats
    number: NDArray[np.int64]
    weight: Floats
    error: Floats
    same: NDArray[np.bool_]
    lng0: Floats
    lat0: Floats


def to_metres(lng: Floats, lat: Floats, lng0: Floats, lat0: Floats) -> tuple[Floats, Floats]:
    """Project onto the plane that touches at ``lng0``, ``lat0``."""
    scale = np.radians(1.0) * EARTH_RADIUS_M
    return (lng - lng0) * scale * np.cos(np.radians(lat0)), (lat - lat0) * scale


def to_degrees(x: Floats, y: Floats, lng0: Floats, lat0: Floats) -> tuple[Floats, Floats]:
    """Undo ``to_metres``."""
    scale = np.radians(1.0) * EARTH_RADIUS_M
    return lng0 + x / (scale * np.cos(np.radians(lat0))), lat0 + y / scale


def _window(
    gazetteer: Gazetteer,
    asked: Asked,
    which: NDArray[np.int64],
    codes: NDArray[np.int32],
    masked: NDArray[np.bool_] | None,
) -> Window:
    wanted = asked.number[which]
    numbers = gazetteer.array("road_number")
    middle = first_at_least(numbers, asked.numbered[which], asked.end[which], wanted)
    slots = middle[:, None] + np.arange(-_HALF, _HALF)[None, :]
    inside = (slots >= asked.numbered[which][:, None]) & (slots < asked.end[which][:, None])
    slots = slots.clip(0, max(len(numbers) - 1, 0))
    rows = gazetteer.array("road_row")[slots]
    number = numbers[slots].astype(np.int64)
    if masked is not None:
        inside &= ~masked[rows]
    lng, lat = gazetteer.array("lng")[rows], gazetteer.array("lat")[rows]
    county = codes[asked.query[which]]
    same = (gazetteer.array("code")[rows] == county[:, None]) | (county % 100 == 0)[:, None]
    gap = np.abs(number - wanted[:, None])
    weight = 1.0 / (1.0 + gap / _GENTLE) * np.where(same, 1.0, _ELSEWHERE)
    weight *= np.where((gap % 2) == 1, _WRONG_SIDE, 1.0)
    error = gazetteer.array("place_error_m")[rows].astype(np.float64)
    weight *= USUAL_ERROR_M / error
    weight *= np.where(gazetteer.array("outvoted")[rows] | ~inside, 0.0, 1.0)
    lng0, lat0 = lng[:, _HALF], lat[:, _HALF]
    x, y = to_metres(lng, lat, lng0[:, None], lat0[:, None])
    return Window(x, y, number, weight, error, same, lng0, lat0)


def _support(window: Window) -> Floats:
    """Return for each place the weight that lies around it (kernel of half a kilometre)."""
    away2 = (window.x[:, :, None] - window.x[:, None, :]) ** 2 + (
        window.y[:, :, None] - window.y[:, None, :]
    ) ** 2
    return np.asarray(np.einsum("qij,qj->qi", np.exp(-away2 / _NEAR_M**2), window.weight))


def _pick(values: NDArray[Any], at: NDArray[np.int64]) -> NDArray[Any]:
    return np.asarray(np.take_along_axis(values, at[:, None], axis=1)[:, 0])


def _median_away(window: Window, x: Floats, y: Floats, usable: NDArray[np.bool_]) -> Floats:
    """Median distance of the usable places to a point, NaN without any."""
    away = np.where(usable, np.hypot(window.x - x[:, None], window.y - y[:, None]), np.nan)
    away[~usable.any(axis=1)] = 0.0
    return np.asarray(np.nanmedian(away, axis=1))


def place_doors(
    gazetteer: Gazetteer, asked: Asked, codes: NDArray[np.int32], masked: NDArray[np.bool_] | None = None
) -> Doors:
    """Place each numbered road that was asked for.

    The stretch of road is the place with most weight around it (a vote that wrong points lose); on
    it the door lies between the nearest number below and the nearest above, in proportion; beyond the
    last number it is put at that one.

    Parameters
    ----------
    codes
        County of each query.
    masked
        Rows of the gazetteer that must not be used (for learning without the answer).
    """
    which = np.flatnonzero((asked.number >= 0) & (asked.numbered < asked.end))
    if not len(which):
        none = np.zeros(0)
        return Doors(which, none, none, which, none, none, which, which > 0, none, none)
    window = _window(gazetteer, asked, which, codes, masked)
    wanted = asked.number[which]
    around = _support(window)
    mode = np.argmax(np.where(window.weight > 0, around * window.weight**0.5, -1.0), axis=1)
    far2 = (window.x - _pick(window.x, mode)[:, None]) ** 2 + (window.y - _pick(window.y, mode)[:, None]) ** 2
    usable = (window.weight > 0) & (far2 <= (_BRACKET_M / 2) ** 2)
    gap = np.abs(window.number - wanted[:, None])
    x, y, bracket = _between(window, wanted, usable)
    lng, lat = to_degrees(x, y, window.lng0, window.lat0)
    nearest = np.argmin(np.where(usable, gap, 1_000_000), axis=1)
    total = window.weight.sum(axis=1)
    near = (window.weight * (far2 <= _NEAR_M**2)).sum(axis=1)
    doors = Doors(
        which, lng, lat,
        np.where(usable.any(axis=1), _pick(gap, nearest), 1_000_000),
        bracket, near / np.maximum(total, 1e-9), usable.sum(axis=1), _pick(window.same, nearest).astype(bool),
        _pick(window.error, nearest), _median_away(window, x, y, usable),
    )  # fmt: skip
    found = usable.any(axis=1)
    return Doors._make(column[found] for column in doors)


def _side(
    window: Window, use: NDArray[np.bool_], gap: NDArray[np.int64]
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.bool_]]:
    """Mean point of the places with the smallest gap on one side of the number."""
    least = np.where(use, gap, 1_000_000).min(axis=1)
    weight = window.weight * (use & (gap == least[:, None]))
    total = np.maximum(weight.sum(axis=1), 1e-12)
    return (
        (weight * window.x).sum(axis=1) / total,
        (weight * window.y).sum(axis=1) / total,
        least,
        np.asarray(use.any(axis=1)),
    )


def _between(
    window: Window, wanted: NDArray[np.int64], usable: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Interpolate between the nearest number at or below and the nearest at or above."""
    gap = np.abs(window.number - wanted[:, None])
    xa, ya, below, has_below = _side(window, usable & (window.number <= wanted[:, None]), gap)
    xb, yb, above, has_above = _side(window, usable & (window.number >= wanted[:, None]), gap)
    share = np.where(below + above > 0, below / np.maximum(below + above, 1), 0.5)
    share = np.where(has_below & has_above, share, np.where(has_below, 0.0, 1.0))
    bracket = np.where(has_below & has_above, np.hypot(xa - xb, ya - yb), np.nan)
    return xa + share * (xb - xa), ya + share * (yb - ya), bracket
