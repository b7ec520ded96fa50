"""H3 cells of points, and the finest resolution that an error radius supports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h3.api.basic_int as h3
import numpy as np

from workbench.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FINEST = 12
_EDGES_M = np.asarray(
    [h3.average_hexagon_edge_length(resolution, unit="m") for resolution in range(FINEST + 1)]
)


def find_cells(lng: ArrayLike, lat: ArrayLike, resolution: int) -> list[str]:
    """Return the H3 cell of each point as text, empty without a point."""
    if not 0 <= resolution <= 15:  # noqa: PLR2004 - the range of H3
        raise InputError(f"resolution: {resolution} is not one of H3. Expected 0 to 15.")
    x, y = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    known = (np.isfinite(x) & np.isfinite(y)).tolist()
    return [
        f"{h3.latlng_to_cell(b, a, resolution):x}" if ok else ""
        for a, b, ok in zip(x.tolist(), y.tolist(), known, strict=True)
    ]


def fit_resolution(radius_m: ArrayLike) -> NDArray[np.int64]:
    """Return the finest resolution whose cells are at least as wide as the radius; -1 without a radius."""
    radius = np.asarray(radius_m, dtype=np.float64)
    wide = _EDGES_M[None, :] >= np.nan_to_num(radius, nan=np.inf)[:, None]
    return np.where(np.isfinite(radius), wide.sum(axis=1) - 1, -1).clip(-1, FINEST)
