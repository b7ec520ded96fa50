"""The one interface of travel times, and the door that its points come through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from workbench.coordinates import convert
from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from workbench.coordinates import Datum

    Floats = NDArray[np.float64]


_EAST, _NORTH = 180.0, 90.0


class TravelMatrix(NamedTuple):
    """Times and ways from every origin (rows) to every target (columns).

    ``seconds`` is that of the fastest way, ``metres`` the length of the shortest way in the
    same graph. Both are infinite where there is no way or a point lies far from every road.
    Neither is symmetric in general.
    """

    seconds: NDArray[np.float64]
    metres: NDArray[np.float64]


class TravelTimes(Protocol):
    """What coverage and dispatch ask of any source of travel times.

    Frames of points have the columns ``lng`` and ``lat``, WGS 84.
    """

    @property
    def mode(self) -> str:
        """How one moves: a value of ``tables.MODES``."""

    def matrix(self, origins: pd.DataFrame, targets: pd.DataFrame | None = None) -> TravelMatrix:
        """Return times from every origin to every target; without targets, among the origins."""

    def legs(self, origins: pd.DataFrame, targets: pd.DataFrame) -> gpd.GeoDataFrame:
        """Row by row: ``seconds``, ``metres`` and the line of the fastest way."""

    def snap(self, points: pd.DataFrame) -> pd.DataFrame:
        """Row by row: ``access_m`` to the ways and the flag ``far_from_road``."""

    def reach(self, points: pd.DataFrame, within_seconds: float) -> list[pd.DataFrame]:
        """For each point: the places (``lng``, ``lat``, ``seconds``) within reach."""


def read_points(frame: pd.DataFrame, *, datum: Datum | str = "wgs84", where: str) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes in WGS 84 of a frame of points.

    Parameters
    ----------
    frame
        Columns ``lng`` and ``lat``; empty values are allowed and stay NaN.
    datum
        Datum that the columns are in.
    where
        For messages.

    Raises
    ------
    InputError
        If a point is not on the earth, which mostly means exchanged columns.
    """
    require(frame, ("lng", "lat"), where=where)
    lng = frame["lng"].to_numpy(dtype=np.float64, na_value=np.nan)
    lat = frame["lat"].to_numpy(dtype=np.float64, na_value=np.nan)
    off = (np.abs(lng) > _EAST) | (np.abs(lat) > _NORTH)
    if off.any():
        raise InputError(
            f"{where}: {int(off.sum())} of {off.size} points are not on the earth (|lng| > 180 or |lat| > 90). "
            "Expected degrees; are the columns lng and lat exchanged?"
        )
    return convert(lng, lat, source=datum)
