"""The ground within a travel time, cut out of a surface through scattered places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import Delaunay, QhullError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_METRES_PER_DEGREE = 111_195.0
_LEAST_POINTS = 4


def cut_contour(points: pd.DataFrame, seconds: float, *, largest_hole_km2: float) -> shapely.Geometry:
    """Return the ground where the interpolated travel time is at most ``seconds``.

    Parameters
    ----------
    points
        Places with known times: ``lng``, ``lat`` (WGS 84), ``seconds``; also beyond the contour.
    seconds
        Contour.
    largest_hole_km2
        Holes up to this size are filled.

    Returns
    -------
    shapely.Geometry
        Polygon or several; empty if there is nothing within reach.
    """
    points = points.drop_duplicates(["lng", "lat"])
    cost = points["seconds"].to_numpy(dtype=np.float64)
    if len(points) < _LEAST_POINTS or not (cost <= seconds).any():
        return shapely.Polygon()
    places = points[["lng", "lat"]].to_numpy(dtype=np.float64)
    squeeze = float(np.cos(np.radians(places[:, 1].mean())))
    try:
        corners = Delaunay(places * [squeeze, 1.0]).simplices
    except QhullError:  # all places on one line
        return shapely.Polygon()
    pieces = _cut(places, cost, corners.astype(np.int64), seconds)
    ground = shapely.union_all(pieces)
    square = _METRES_PER_DEGREE**2 * squeeze / 1e6
    return _fill(ground, largest_hole_km2 / square)


def _cut(places: Floats, cost: Floats, corners: NDArray[np.int64], limit: float) -> NDArray[np.object_]:
    """Return the part of every triangle below the limit."""
    order = np.argsort(cost[corners], axis=1, kind="stable")
    corners = np.take_along_axis(corners, order, axis=1)
    within = (cost[corners] <= limit).sum(axis=1)
    whole = shapely.polygons(places[corners[within == 3]])  # noqa: PLR2004 - corners of a triangle
    tip = corners[within == 1]
    tips = [
        places[tip[:, 0]],
        _cross(places, cost, tip[:, 0], tip[:, 1], limit),
        _cross(places, cost, tip[:, 0], tip[:, 2], limit),
    ]
    two = corners[within == 2]  # noqa: PLR2004 - two of three corners
    fours = [
        places[two[:, 0]],
        places[two[:, 1]],
        _cross(places, cost, two[:, 1], two[:, 2], limit),
        _cross(places, cost, two[:, 0], two[:, 2], limit),
    ]
    parts = [np.asarray(whole, dtype=object)]
    parts += [
        np.asarray(shapely.polygons(np.stack(rings, axis=1)), dtype=object)
        for rings in (tips, fours)
        if len(rings[0])
    ]
    return np.concatenate(parts)


def _cross(
    places: Floats, cost: Floats, low: NDArray[np.int64], high: NDArray[np.int64], limit: float
) -> Floats:
    """Return where the edges from ``low`` to ``high`` cross the limit; equal for both triangles of an edge."""
    share = (limit - cost[low]) / np.maximum(cost[high] - cost[low], 1e-9)
    return np.asarray(places[low] + share[:, None] * (places[high] - places[low]))


def _fill(ground: shapely.Geometry, largest: float) -> shapely.Geometry:
    """Fill small holes."""
    kept = [
        shapely.Polygon(
            part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > largest]
        )
        for part in shapely.get_parts(ground)
        if isinstance(part, shapely.Polygon)
    ]
    return shapely.union_all(kept) if kept else shapely.Polygon()
