"""Polygons and points as packed whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from workbench.maps.packing import pack, varints, zigzag

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import ArrayLike, NDArray

_SHAPE_GRID = 1e5  # a polygon's corner is kept to about a metre
_POINT_GRID = 1e6


def pack_shapes(shapes: Sequence[object]) -> dict[str, object]:
    """Pack polygons and multipolygons (WGS 84 degrees); other geometry and None become empty features.

    Rings are written without their closing point; holes follow from the even-odd rule.
    """
    features = np.asarray(shapes, dtype=object)
    polygons, feature_of = shapely.get_parts(features, return_index=True)
    area = np.isin(shapely.get_type_id(polygons), (3,))
    rings, polygon_of = shapely.get_rings(polygons[area], return_index=True)
    rings_per_feature = np.bincount(feature_of[area][polygon_of], minlength=len(features))
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    last = np.flatnonzero(np.diff(ring_of, append=-1) != 0)
    keep = np.ones(len(points), dtype=bool)
    keep[last] = False
    sizes = np.bincount(ring_of[keep], minlength=len(rings)) if len(rings) else np.array([], dtype=np.int64)
    grid = np.rint(points[keep] * _SHAPE_GRID).astype(np.int64)
    return pack([varints(rings_per_feature), varints(sizes), *_steps(grid[:, 0], grid[:, 1])])


def pack_lines(shapes: Sequence[object]) -> dict[str, object]:
    """Pack lines and multilines in the form of polygons' rings; they are drawn open."""
    lines, feature_of = shapely.get_parts(np.asarray(shapes, dtype=object), return_index=True)
    points, line_of = shapely.get_coordinates(lines, return_index=True)
    counts = np.bincount(feature_of, minlength=len(shapes))
    grid = np.rint(points * _SHAPE_GRID).astype(np.int64)
    sizes = np.bincount(line_of, minlength=len(lines))
    return pack([varints(counts), varints(sizes), *_steps(grid[:, 0], grid[:, 1])])


def pack_points(lng: ArrayLike, lat: ArrayLike) -> dict[str, object]:
    """Pack points in their order, degrees of WGS 84 to a tenth of a metre."""
    grid = [np.rint(np.asarray(each, dtype=np.float64) * _POINT_GRID).astype(np.int64) for each in (lng, lat)]
    return pack(_steps(grid[0], grid[1]))


def _steps(east: NDArray[np.int64], north: NDArray[np.int64]) -> list[bytes]:
    return [varints(zigzag(np.diff(each, prepend=0))) for each in (east, north)]


def shapes_extent(shapes: gpd.GeoSeries) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all shapes, None where there is none."""
    known = shapes[shapes.notna() & ~shapes.is_empty]
    if not len(known):
        return None
    west, south, east, north = (float(each) for each in known.total_bounds)
    return west, south, east, north
