"""Polygons and points as packed whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from workbench.maps.packing import pack, varints, zigzag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

_SHAPE_GRID = 1e5  # a polygon's corner is kept to about a metre
_POINT_GRID = 1e6
CHINA = (73.5, 3.4, 135.1, 53.6)  # west, south, east, north; the islands of the South China Sea belong to it
_STEPS = 500
_FINEST, _COARSEST = 0.0004, 0.01  # degrees


def pack_shapes(shapes: Iterable[object]) -> dict[str, object]:
    """Pack polygons and multipolygons (WGS 84 degrees); other geometry and None become empty features.

    Rings are written without their closing point; holes follow from the even-odd rule.
    """
    features = np.array(list(shapes), dtype=object)
    polygons, feature_of = shapely.get_parts(features, return_index=True)
    area = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON.value
    rings, polygon_of = shapely.get_rings(polygons[area], return_index=True)
    rings_per_feature = np.bincount(feature_of[area][polygon_of], minlength=len(features))
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    last = np.flatnonzero(np.diff(ring_of, append=-1) != 0)
    keep = np.ones(len(points), dtype=bool)
    keep[last] = False
    sizes = np.bincount(ring_of[keep], minlength=len(rings)) if len(rings) else np.array([], dtype=np.int64)
    grid = np.rint(points[keep] * _SHAPE_GRID).astype(np.int64)
    return pack([varints(rings_per_feature), varints(sizes), *_steps(grid[:, 0], grid[:, 1])])


def simplify_together(shapes: ArrayLike, tolerance: float) -> NDArray[np.object_]:
    """Simplify neighbours so that they keep one common edge; ``tolerance`` in degrees.

    Rings that enclose nothing, as rounding leaves them of the smallest islands, are dropped: GEOS stops at them.
    """
    features = np.array(shapes, dtype=object)
    polygons, feature_of = shapely.get_parts(features, return_index=True)
    rings, polygon_of = shapely.get_rings(polygons, return_index=True)
    flat = shapely.area(shapely.polygons(rings)) == 0.0 if len(rings) else np.zeros(0, dtype=bool)
    for feature in np.unique(feature_of[polygon_of[flat]]).tolist():
        features[feature] = _drop_flat(features[feature])
    simple: NDArray[np.object_] = shapely.coverage_simplify(features, tolerance)
    return simple


def _drop_flat(shape: Any) -> Any:
    kept = []
    for polygon in shapely.get_parts(shape):
        rings = [ring for ring in shapely.get_rings(polygon) if shapely.area(shapely.polygons(ring)) > 0.0]
        if rings and shapely.area(polygon) > 0.0:
            kept.append(shapely.Polygon(rings[0], rings[1:]))
    return shapely.MultiPolygon(kept)


def pack_lines(shapes: Iterable[object]) -> dict[str, object]:
    """Pack lines and multilines in the form of polygons' rings; they are drawn open."""
    features = np.array(list(shapes), dtype=object)
    lines, feature_of = shapely.get_parts(features, return_index=True)
    points, line_of = shapely.get_coordinates(lines, return_index=True)
    counts = np.bincount(feature_of, minlength=len(features))
    grid = np.rint(points * _SHAPE_GRID).astype(np.int64)
    sizes = np.bincount(line_of, minlength=len(lines))
    return pack([varints(counts), varints(sizes), *_steps(grid[:, 0], grid[:, 1])])


def pack_points(lng: ArrayLike, lat: ArrayLike) -> dict[str, object]:
    """Pack points in their order, degrees of WGS 84 to a tenth of a metre."""
    grid = [np.rint(np.asarray(each, dtype=np.float64) * _POINT_GRID).astype(np.int64) for each in (lng, lat)]
    return pack(_steps(grid[0], grid[1]))


def _steps(east: NDArray[np.int64], north: NDArray[np.int64]) -> list[bytes]:
    return [varints(zigzag(np.diff(each, prepend=0))) for each in (east, north)]


def inner_points(shapes: Iterable[Any]) -> NDArray[np.float64]:
    """Return longitude and latitude well inside the largest part of each shape, where its name can stand; NaN for none."""
    features = np.array(list(shapes), dtype=object)
    parts, owner = shapely.get_parts(features, return_index=True)
    solid = shapely.area(parts) > 0.0
    parts, owner = parts[solid], owner[solid]
    largest = np.lexsort((-shapely.area(parts), owner))
    known, first = np.unique(owner[largest], return_index=True)
    points = np.full((len(features), 2), np.nan)
    if len(known):
        radii = shapely.maximum_inscribed_circle(parts[largest[first]], tolerance=0.02)
        points[known] = shapely.get_coordinates(shapely.get_point(radii, 0))
    return points


def shapes_extent(shapes: Iterable[Any]) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all shapes, None where there is none."""
    known = np.array([shape for shape in shapes if shape is not None and not shape.is_empty], dtype=object)
    if not len(known):
        return None
    west, south, east, north = shapely.total_bounds(known).tolist()
    return west, south, east, north


def tolerance_for(box: tuple[float, float, float, float] | None) -> float:
    """Return how much an outline may be simplified, in degrees, when ``box`` fills a screen and one zooms in a little."""
    widest = 0.0 if box is None else max(box[2] - box[0], box[3] - box[1])
    return min(_COARSEST, max(_FINEST, widest / _STEPS))
