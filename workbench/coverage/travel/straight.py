"""Travel times without a road graph: great circle times a circuity, with its error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from workbench.coordinates import distance_m
from workbench.coverage.travel.times import TravelMatrix, TravelTimes, read_points
from workbench.errors import InputError
from workbench.tables import MODES

if TYPE_CHECKING:
    from workbench.coordinates import Datum

_KMH = {"foot": 4.6, "ebike": 17.0, "car": 24.0}
_CIRCLE = 48
_LEAST_M, _NEAR_M = 50.0, 1000.0


@dataclass(frozen=True, slots=True)
class Circuity:
    """How much longer the way is than the great circle.

    Parameters
    ----------
    factor
        Way over great circle. The default was measured on the road graph of one large
        city (median); the error is that of the same pairs.
    kmh
        Speed over the way; None: the usual one of the mode.
    error_share
        Mean absolute error of a travel time, relative.
    near_error_share
        The same for pairs less than a kilometre apart, where it is worst.
    n
        Pairs that it was learned from; 0 for a stated factor.
    """

    factor: float = 1.25
    kmh: float | None = None
    error_share: float = 0.17
    near_error_share: float = 0.47
    n: int = 0

    def __str__(self) -> str:
        """Say the factor with its error."""
        source = f"learned from {self.n:,} pairs" if self.n else "stated"
        return (
            f"great circle x {self.factor:.2f} ({source}); travel times are off by {self.error_share:.0%} "
            f"on average, {self.near_error_share:.0%} under 1 km"
        )


@dataclass(frozen=True)
class StraightTimes:
    """Great circle times circuity at a constant speed.

    Parameters
    ----------
    mode
        ``foot``, ``ebike`` or ``car``.
    circuity
        Factor and speed, stated or learned.
    datum
        Datum that the points of every call are in.
    """

    mode: str = "ebike"
    circuity: Circuity = Circuity()
    datum: Datum | str = "wgs84"

    def __post_init__(self) -> None:
        """Check the mode."""
        if self.mode not in MODES:
            raise InputError(f"travel: unknown mode {self.mode!r}. Expected one of: {', '.join(MODES)}.")

    @property
    def metres_per_second(self) -> float:
        """Speed over the way."""
        return (self.circuity.kmh or _KMH[self.mode]) / 3.6

    def matrix(self, origins: pd.DataFrame, targets: pd.DataFrame | None = None) -> TravelMatrix:
        """Return times from every origin to every target; without targets, among the origins."""
        lng, lat = read_points(origins, datum=self.datum, where="travel times")
        other = origins if targets is None else targets
        to_lng, to_lat = read_points(other, datum=self.datum, where="travel times")
        metres = (
            distance_m(lng[:, None], lat[:, None], to_lng[None, :], to_lat[None, :]) * self.circuity.factor
        )
        metres = np.where(np.isnan(metres), np.inf, metres)
        return TravelMatrix(metres / self.metres_per_second, metres)

    def snap(self, points: pd.DataFrame) -> pd.DataFrame:
        """Without roads nothing is far from one; only missing points are flagged."""
        lng, lat = read_points(points, datum=self.datum, where="travel times")
        missing = np.isnan(lng) | np.isnan(lat)
        access = np.where(missing, np.inf, 0.0)
        return pd.DataFrame({"access_m": access, "far_from_road": missing}, index=points.index)

    def legs(self, origins: pd.DataFrame, targets: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return straight lines with their seconds and metres, row by row."""
        lng, lat = read_points(origins, datum=self.datum, where="legs")
        to_lng, to_lat = read_points(targets, datum=self.datum, where="legs")
        metres = distance_m(lng, lat, to_lng, to_lat) * self.circuity.factor
        lines = shapely.linestrings(
            np.stack([np.column_stack([lng, lat]), np.column_stack([to_lng, to_lat])], axis=1)
        )
        frame = pd.DataFrame(
            {"seconds": metres / self.metres_per_second, "metres": metres}, index=origins.index
        )
        return gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:4326")

    def reach(self, points: pd.DataFrame, within_seconds: float) -> list[pd.DataFrame]:
        """For each point: a ring at the distance reached, and the point itself."""
        lng, lat = read_points(points, datum=self.datum, where="reach")
        degrees = within_seconds * self.metres_per_second / self.circuity.factor / 111_195.0
        turn = np.linspace(0.0, 2.0 * np.pi, _CIRCLE, endpoint=False)
        found = []
        for x, y in zip(lng, lat, strict=True):
            xs = np.append(x + degrees * np.cos(turn) / np.cos(np.radians(y)), x)
            ys = np.append(y + degrees * np.sin(turn), y)
            seconds = np.append(np.full(_CIRCLE, within_seconds), 0.0)
            found.append(pd.DataFrame({"lng": xs, "lat": ys, "seconds": seconds}))
        return found


def learn_circuity(
    travel: TravelTimes, points: pd.DataFrame, *, sample: int = 300, seed: int = 0
) -> Circuity:
    """Learn circuity and speed from a road graph of a like town.

    Parameters
    ----------
    travel
        Travel times over roads.
    points
        Places where people live there: ``lng``, ``lat``.
    sample
        So many points are drawn; all pairs among them are used.
    seed
        Of the draw.

    Returns
    -------
    Circuity
        Median factor, the speed that fits, and the relative errors of times on the pairs.
    """
    drawn = points.sample(min(sample, len(points)), random_state=seed)
    seconds, metres = travel.matrix(drawn)
    lng, lat = read_points(drawn, where="circuity")
    crow = distance_m(lng[:, None], lat[:, None], lng[None, :], lat[None, :])
    ok = (crow > _LEAST_M) & np.isfinite(seconds)
    if not ok.any():
        raise InputError("circuity: no two points are connected and more than 50 m apart. Give more points.")
    factor = float(np.median(metres[ok] / crow[ok]))
    kmh = float(np.median(crow[ok] * factor / seconds[ok]) * 3.6)
    error = np.abs(crow[ok] * factor / (kmh / 3.6) - seconds[ok]) / seconds[ok]
    near = error[crow[ok] < _NEAR_M]
    near_error = float(near.mean()) if near.size else float(error.mean())
    return Circuity(factor, kmh, float(error.mean()), near_error, int(ok.sum()))
