"""The whole country on one sheet: Albers' equal-area projection, and an inset for the South China Sea.

A map that shows the country, or all of Hainan, without reaching the southernmost islands has to show them in an inset;
the main map then reaches Hainan's south end (公开地图内容表示规范, 2023).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.maps.layers.layer import Extent

    Floats = NDArray[np.float64]

WIDE_DEGREES, HIGH_DEGREES = 20.0, 12.0
_SOUTHERNMOST = 3.5
_HAINAN = (108.6, 18.1, 111.1, 20.2)
_SEA = (105.8, 3.0, 122.8, 23.6)
# West, north, east, south: the ends of the main map.
_ENDS = np.array([[73.4, 39.4], [123.3, 53.7], [135.2, 48.4], [109.5, 17.7]])
_RADIUS_KM = 6371.007
_PARALLELS, _MIDDLE = np.radians([25.0, 47.0]), np.radians([105.0, 36.0])
_MARGIN_SHARE = 0.015
INSET_HEIGHT_SHARE = 0.23
_EAST_OF_ISLANDS = np.array([[124.4, 24.5]])  # the inset begins here: east of Taiwan and the Diaoyu islands


def shows_country(extent: Extent) -> bool:
    """Say whether data of this extent (degrees) are shown on a map of the country."""
    west, south, east, north = extent
    return east - west > WIDE_DEGREES or north - south > HIGH_DEGREES


def needs_inset(extent: Extent) -> bool:
    """Say whether a map of this extent (degrees) needs the inset: it holds all of Hainan and ends before the islands."""
    west, south, east, north = extent
    holds = west < _HAINAN[0] and south < _HAINAN[1] and east > _HAINAN[2] and north > _HAINAN[3]
    return holds and south > _SOUTHERNMOST


def project(points: Floats) -> Floats:
    """Return kilometres east and north of the middle for longitudes and latitudes in degrees.

    Albers (Snyder 1987, Map Projections: A Working Manual, 14) on the sphere, standard parallels 25 and 47 degrees north,
    middle 105 degrees east and 36 north: areas are true, which is what coloured areas are compared by.
    """
    first, second = _PARALLELS
    cone = (np.sin(first) + np.sin(second)) / 2.0
    constant = np.cos(first) ** 2 + 2.0 * cone * np.sin(first)
    lng, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    reach, middle = (
        _RADIUS_KM * np.sqrt(constant - 2.0 * cone * np.sin(each)) / cone for each in (lat, _MIDDLE[1])
    )
    turn = cone * (lng - _MIDDLE[0])
    return np.column_stack([reach * np.sin(turn), middle - reach * np.cos(turn)])


def project_shape(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape in kilometres; its corners are moved, not its edges bent."""
    moved: shapely.Geometry = shapely.transform(shape, project)
    return moved


def country_box() -> Extent:
    """Return west, south, east, north of the main map in kilometres; the inset at its lower right corner covers no land."""
    west, south, east, north = _box_of(project(_ENDS))
    free: float = project(_EAST_OF_ISLANDS)[0, 0] + inset_width(north - south)
    return west, south, max(east, free), north


def inset_width(height: float) -> float:
    """Return the width of the inset on a main map of some height."""
    west, south, east, north = sea_box()
    return (east - west) / (north - south) * INSET_HEIGHT_SHARE * height


def sea_box() -> Extent:
    """Return west, south, east, north of the inset in kilometres."""
    west, south, east, north = _SEA
    edge = shapely.segmentize(shapely.box(west, south, east, north), 1.0)
    return _box_of(project(shapely.get_coordinates(edge)))


def _box_of(points: Floats) -> Extent:
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    dx, dy = _MARGIN_SHARE * (east - west), _MARGIN_SHARE * (north - south)
    return west - dx, south - dy, east + dx, north + dy
