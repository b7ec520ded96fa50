"""Travel times that are given as a matrix, by whoever measured or computed them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from workbench.coverage.travel.times import TravelMatrix, read_points
from workbench.errors import InputError
from workbench.tables import MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DECIMALS = 7  # of a degree: a centimetre


@dataclass(frozen=True, eq=False)
class MatrixTimes:
    """Travel times among given points, for an own engine's matrix or a published instance.

    Points of later calls are recognised by their coordinates, to a centimetre; a point that
    was not given is flagged as far from every road and has no way to anywhere.

    Parameters
    ----------
    points
        ``lng`` and ``lat`` (WGS 84), one row per row of the matrix. Of rows with equal
        coordinates the first counts.
    seconds
        From every point (rows) to every point; infinite where there is no way.
    metres
        The same in metres; the seconds stand for them where none are given.
    mode
        How one moves: a value of ``tables.MODES``.

    Raises
    ------
    InputError
        If the shapes do not fit, a time is negative or missing, or a point lies nowhere.
    """

    points: pd.DataFrame
    seconds: NDArray[np.float64]
    metres: NDArray[np.float64] | None = None
    mode: str = "ebike"

    def __post_init__(self) -> None:
        """Check the shapes."""
        size = len(self.points)
        for name, table in (("seconds", self.seconds), ("metres", self.metres)):
            if table is not None and np.shape(table) != (size, size):
                raise InputError(
                    f"travel matrix: {name} has the shape {np.shape(table)}. Expected {(size, size)}, one row and column per point."
                )
            if table is not None and not (np.asarray(table) >= 0).all():
                raise InputError(
                    f"travel matrix: {name} holds negative or missing values. Expected 0 or more; infinite where there is no way."
                )
        if self.mode not in MODES:
            raise InputError(f"travel: unknown mode {self.mode!r}. Expected one of: {', '.join(MODES)}.")
        if self._places.isna().any(axis=None):
            raise InputError("travel matrix: a point has no coordinates. Expected lng and lat in every row.")

    @cached_property
    def _places(self) -> pd.DataFrame:
        return _rounded(self.points)

    @cached_property
    def _numbers(self) -> pd.Series:
        keys = pd.MultiIndex.from_frame(self._places)
        return pd.Series(np.arange(len(keys)), index=keys)[lambda rows: ~rows.index.duplicated()]

    def _find(self, points: pd.DataFrame) -> NDArray[np.int64]:
        """Return the number of each point, -1 where it was not given."""
        found = self._numbers.index.get_indexer(pd.MultiIndex.from_frame(_rounded(points)))
        return np.where(found >= 0, self._numbers.to_numpy()[found], -1)

    def matrix(self, origins: pd.DataFrame, targets: pd.DataFrame | None = None) -> TravelMatrix:
        """Return times from every origin to every target; without targets, among the origins."""
        start = self._find(origins)
        end = start if targets is None else self._find(targets)
        return TravelMatrix(*(_pick(table, start[:, None], end[None, :]) for table in self._tables))

    @property
    def _tables(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        seconds = np.asarray(self.seconds, dtype=np.float64)
        return seconds, seconds if self.metres is None else np.asarray(self.metres, dtype=np.float64)

    def snap(self, points: pd.DataFrame) -> pd.DataFrame:
        """Return which points were given."""
        strange = self._find(points) < 0
        return pd.DataFrame(
            {"access_m": np.where(strange, np.inf, 0.0), "far_from_road": strange}, index=points.index
        )

    def legs(self, origins: pd.DataFrame, targets: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return straight lines with the given seconds and metres, row by row."""
        start, end = self._find(origins), self._find(targets)
        seconds, metres = (_pick(table, start, end) for table in self._tables)
        ends = [each[["lng", "lat"]].to_numpy(dtype=np.float64) for each in (origins, targets)]
        frame = pd.DataFrame({"seconds": seconds, "metres": metres}, index=origins.index)
        return gpd.GeoDataFrame(frame, geometry=shapely.linestrings(np.stack(ends, axis=1)), crs="EPSG:4326")

    def reach(self, points: pd.DataFrame, within_seconds: float) -> list[pd.DataFrame]:
        """For each point: the given places within reach."""
        seconds = self.matrix(points, self._places).seconds
        return [
            self._places.loc[row <= within_seconds].assign(seconds=row[row <= within_seconds])
            for row in seconds
        ]


def _rounded(points: pd.DataFrame) -> pd.DataFrame:
    lng, lat = read_points(points, where="travel matrix")
    return pd.DataFrame({"lng": np.round(lng, _DECIMALS), "lat": np.round(lat, _DECIMALS)})


def _pick(
    table: NDArray[np.float64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.float64]:
    return np.where((start >= 0) & (end >= 0), table[start, end], np.inf)
