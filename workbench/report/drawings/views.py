"""The part of the ground that a map shows, and where on the paper each point lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import h3.api.basic_str as h3
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Box = tuple[float, float, float, float]

_KM_PER_DEGREE = 111.195
_CLUSTER_KM = 80.0
_LEAST_KM = 12.0


@dataclass(frozen=True, slots=True)
class View:
    """A window on the ground, drawn at one scale.

    Parameters
    ----------
    west, south, east, north
        Degrees, WGS 84.
    width
        Width of the picture in pixels.
    """

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def pixels_per_km(self) -> float:
        """Pixels per kilometre, from west to east at the middle."""
        return self.width / ((self.east - self.west) * self._squeeze * _KM_PER_DEGREE)

    @property
    def height(self) -> float:
        """Height of the picture in pixels."""
        return (self.north - self.south) * _KM_PER_DEGREE * self.pixels_per_km

    @property
    def _squeeze(self) -> float:
        return float(np.cos(np.radians((self.south + self.north) / 2.0)))

    def place(self, points: Floats) -> Floats:
        """Return pixels of points given as longitude and latitude: plate carrée, true at the middle."""
        scale = _KM_PER_DEGREE * self.pixels_per_km
        x = (points[:, 0] - self.west) * self._squeeze * scale
        y = (self.north - points[:, 1]) * scale
        return np.column_stack([x, y])


def outline_cells(cells: Sequence[str]) -> list[Floats]:
    """Return the corners of cells as longitude and latitude."""
    return [np.array(h3.cell_to_boundary(cell), dtype=np.float64)[:, ::-1] for cell in cells]


def group_cells(cells: Sequence[str]) -> list[list[str]]:
    """Put cells that lie near each other together, most cells first: one map each."""
    middles = np.array([h3.cell_to_latlng(cell) for cell in cells], dtype=np.float64).reshape(-1, 2)
    label = np.full(len(cells), -1)
    for start in range(len(cells)):
        if label[start] >= 0:
            continue
        front = [start]
        label[start] = start
        while front:
            at = front.pop()
            flat = np.cos(np.radians(middles[at, 0]))
            away = (
                np.hypot(middles[:, 0] - middles[at, 0], (middles[:, 1] - middles[at, 1]) * flat)
                * _KM_PER_DEGREE
            )
            near = np.flatnonzero((away < _CLUSTER_KM) & (label < 0))
            label[near] = start
            front.extend(near.tolist())
    groups = [[cells[each] for each in np.flatnonzero(label == start).tolist()] for start in np.unique(label)]
    return sorted(groups, key=len, reverse=True)


def frame_view(outlines: Sequence[Floats], *, width: float, aspect: float) -> View:
    """Return the window that shows all outlines with a margin, width over height being ``aspect``."""
    points = np.concatenate(outlines)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    squeeze = float(np.cos(np.radians((south + north) / 2.0)))
    wide = max((east - west) * squeeze, _LEAST_KM / _KM_PER_DEGREE) * 1.08
    high = max(north - south, _LEAST_KM / _KM_PER_DEGREE / aspect) * 1.08
    wide, high = max(wide, high * aspect), max(high, wide / aspect)
    x, y = (west + east) / 2.0, (south + north) / 2.0
    return View(x - wide / squeeze / 2, y - high / 2, x + wide / squeeze / 2, y + high / 2, width)
