"""Which county a point lies in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from workbench.coordinates import EARTH_RADIUS_M
from workbench.errors import InputError
from workbench.geodata import read, regions

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import ArrayLike, NDArray
    from scipy.spatial import cKDTree

NAMES = ("adcode", "province", "city", "district")
_ROUND, _POLE = 180.0, 90.0
_COAST_M = 5_000.0  # a point on a pier or a bridge still belongs to the county whose shore is this near
_DEGREE_M = 111_195.0
_FARTHEST_SEAT_M = 300_000.0  # beyond it the point is not in the country


def locate(lng: ArrayLike, lat: ArrayLike) -> pd.DataFrame:
    """Return the county of each point.

    Parameters
    ----------
    lng, lat
        Degrees (WGS 84), one-dimensional, equal lengths. NaN is nowhere.

    Returns
    -------
    pandas.DataFrame
        ``adcode``, ``province``, ``city``, ``district`` (empty strings where nothing is known) and ``how``: ``inside``
        a polygon, ``near`` one (within 5 km, for points off the shore), ``seat`` (the nearest point of a county or
        township, where the polygons are not installed), or empty. One row per point, in order.

    Raises
    ------
    InputError
        If the lengths differ.

    Notes
    -----
    A tree over the points and one prepared polygon at a time: as fast as a spatial join of frames for 150,000 points,
    1.5 times as fast for 575,000 (``tests/bench/bench_regions.py``).
    """
    x, y = np.asarray(lng, dtype=np.float64).ravel(), np.asarray(lat, dtype=np.float64).ravel()
    if x.shape != y.shape:
        raise InputError(f"locate: lng has {x.size} values and lat {y.size}. Expected one of each per point.")
    with np.errstate(invalid="ignore"):
        there = np.flatnonzero((np.abs(x) <= _ROUND) & (np.abs(y) <= _POLE))
    polygons = _counties()
    if polygons is None:
        number, how = _nearest_seats(x, y, there)
        table = _seats()
    else:
        number, how = _inside(x, y, there, polygons)
        table = polygons
    out = pd.DataFrame({name: _take(table[name], number) for name in NAMES})
    out["how"] = how
    return out


def _take(values: pd.Series, number: NDArray[np.intp]) -> NDArray[np.object_]:
    padded = np.append(values.to_numpy(dtype=object), "")
    return padded[number]  # -1 is the last one


@lru_cache(maxsize=1)
def _counties() -> gpd.GeoDataFrame | None:
    frame = regions("district")
    if frame is not None:
        shapely.prepare(frame.geometry.to_numpy())
    return frame


def _inside(
    x: NDArray[np.float64], y: NDArray[np.float64], there: NDArray[np.intp], polygons: gpd.GeoDataFrame
) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    number = np.full(x.size, -1, dtype=np.intp)
    how = np.full(x.size, "", dtype=object)
    if not there.size:
        return number, how
    shapes = np.asarray(polygons.geometry.to_numpy())
    frame = shapely.box(x[there].min(), y[there].min(), x[there].max(), y[there].max())
    tree = shapely.STRtree(np.asarray(shapely.points(x[there], y[there])))
    met = np.flatnonzero(_boxes_meet(shapes, frame))
    for place in met:
        near = there[tree.query(shapes[place])]
        hit = near[shapely.contains_xy(shapes[place], x[near], y[near])]
        number[hit] = place
    how[number >= 0] = "inside"
    lost = there[number[there] < 0]
    if lost.size:
        _attach(x, y, lost, shapes, number, how)
    return number, how


def _boxes_meet(shapes: NDArray[np.object_], frame: shapely.Geometry) -> NDArray[np.bool_]:
    west, south, east, north = shapely.bounds(shapes).T
    left, low, right, high = shapely.bounds(frame)
    met: NDArray[np.bool_] = (west <= right) & (east >= left) & (south <= high) & (north >= low)
    return met


def _attach(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    lost: NDArray[np.intp],
    shapes: NDArray[np.object_],
    number: NDArray[np.intp],
    how: NDArray[np.object_],
) -> None:
    """Give points outside all polygons to the nearest one, if it is near; in place."""
    dots = shapely.points(x[lost], y[lost])
    dot, shape = shapely.STRtree(shapes).query_nearest(
        dots, max_distance=_COAST_M / _DEGREE_M, all_matches=False
    )
    number[lost[dot]] = shape
    how[lost[dot]] = "near"


@lru_cache(maxsize=1)
def _seats() -> pd.DataFrame:
    """Counties and townships that have a point."""
    divisions = read("divisions", ["level", *NAMES, "lng", "lat"])
    wanted = divisions["level"].isin(["district", "town"]) & divisions["lng"].notna()
    return divisions[wanted].reset_index(drop=True)


@lru_cache(maxsize=1)
def _seat_tree() -> cKDTree:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - starts slowly, and only building needs it

    return cKDTree(_unit_vectors(_seats()["lng"].to_numpy(), _seats()["lat"].to_numpy()))


def _nearest_seats(
    x: NDArray[np.float64], y: NDArray[np.float64], there: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    number = np.full(x.size, -1, dtype=np.intp)
    how = np.full(x.size, "", dtype=object)
    if there.size:
        chord, nearest = (np.asarray(each) for each in _seat_tree().query(_unit_vectors(x[there], y[there])))
        near = chord * EARTH_RADIUS_M <= _FARTHEST_SEAT_M
        number[there[near]] = nearest[near]
        how[there[near]] = "seat"
    return number, how


def _unit_vectors(lng: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    east, north = np.radians(lng), np.radians(lat)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
