"""What a set of areas leaves open: overlaps, gaps, uneven load, and how sure its borders are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from workbench.coordinates import EARTH_RADIUS_M
from workbench.coverage.cells import EQUAL_AREA, find_cells, outline
from workbench.tables import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SLIVER_KM2 = 1e-6  # a square metre: what rounding leaves along a common border
_SQUARE_M2 = 1e6
# A circular normal error of which 90 in 100 lie within the radius has the scale radius / 2.146.
_RADIUS_IN_SCALES = float(np.sqrt(-2.0 * np.log(0.1)))


def find_overlaps(areas: gpd.GeoDataFrame, locations: pd.DataFrame | None = None) -> pd.DataFrame:
    """List pairs of areas that share ground.

    Parameters
    ----------
    areas
        Table ``areas``.
    locations
        ``lng``, ``lat``: counted where they lie in both.

    Returns
    -------
    pandas.DataFrame
        ``area``, ``other_area``, ``area_km2`` shared and ``n`` locations, most ground first.
    """
    require(areas, ("area", "geometry"), where="areas")
    shapes = areas.geometry.to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pair = first < second
    first, second = first[pair], second[pair]
    shared = shapely.intersection(shapes[first], shapes[second])
    ground = gpd.GeoSeries(shared, crs="EPSG:4326").to_crs(EQUAL_AREA).area.to_numpy() / _SQUARE_M2
    count = _count_inside(shared, locations)
    names = areas["area"].to_numpy()
    frame = pd.DataFrame({"area": names[first], "other_area": names[second], "area_km2": ground, "n": count})
    frame = frame.loc[frame["area_km2"] > _SLIVER_KM2]
    return frame.sort_values(["area_km2", "area"], ascending=[False, True], ignore_index=True)


def _count_inside(shapes: NDArray[np.object_], locations: pd.DataFrame | None) -> NDArray[np.int64]:
    if locations is None or len(shapes) == 0:
        return np.zeros(len(shapes), dtype=np.int64)
    known = locations[["lng", "lat"]].dropna().to_numpy(dtype=np.float64)
    hit = shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(known), dtype=object))).query(
        shapes, predicate="intersects"
    )[0]
    return np.bincount(hit, minlength=len(shapes))


def find_ground(locations: pd.DataFrame, *, resolution: int = 7, least: int = 2) -> shapely.Geometry:
    """Return the ground where cases wait: all H3 cells that hold at least so many of them.

    Parameters
    ----------
    locations
        Waiting cases: ``lng``, ``lat`` (WGS 84); rows without a point are left out.
    resolution
        H3 resolution of the cells.
    least
        Fewer cases do not make ground: they may be errors of geocoding.
    """
    counts = find_cells(locations.dropna(subset=["lng", "lat"]), resolution).value_counts()
    cells = counts.index[counts >= least]
    return outline(cells) if len(cells) else shapely.Polygon()


def find_gaps(
    areas: gpd.GeoDataFrame, locations: pd.DataFrame, *, weight: str | None = None, resolution: int = 8
) -> gpd.GeoDataFrame:
    """List the cells whose waiting cases lie in no area, those with most first.

    Parameters
    ----------
    areas
        Table ``areas``.
    locations
        Waiting cases: ``lng``, ``lat``.
    weight
        Column that a case counts by; each counts once otherwise.
    resolution
        H3 resolution of the cells.

    Returns
    -------
    geopandas.GeoDataFrame
        ``cell``, ``n`` (cases), ``weight`` (their sum), ``area`` (the nearest one),
        ``distance_m`` to it, and the middle of the cases as ``geometry``.
    """
    known = locations.dropna(subset=["lng", "lat"])
    points = gpd.GeoSeries(gpd.points_from_xy(known["lng"], known["lat"]), crs="EPSG:4326")
    inside = np.zeros(len(known), dtype=bool)
    if len(areas):
        inside[
            shapely.STRtree(areas.geometry.to_numpy()).query(points.to_numpy(), predicate="intersects")[0]
        ] = True
    out = known.loc[~inside]
    frame = pd.DataFrame(
        {
            "cell": find_cells(out, resolution),
            "lng": out["lng"].astype(np.float64),
            "lat": out["lat"].astype(np.float64),
            "weight": 1.0 if weight is None else out[weight].astype(np.float64),
        }
    )
    gaps = frame.groupby("cell").agg(
        n=("weight", "size"), weight=("weight", "sum"), lng=("lng", "mean"), lat=("lat", "mean")
    )
    gaps = gaps.reset_index().sort_values(["weight", "cell"], ascending=[False, True], ignore_index=True)
    middle = gpd.GeoSeries(gpd.points_from_xy(gaps["lng"], gaps["lat"]), crs="EPSG:4326")
    near, metres = _nearest_area(areas, middle)
    gaps = gaps.assign(area=near, distance_m=metres)[["cell", "n", "weight", "area", "distance_m"]]
    return gpd.GeoDataFrame(gaps, geometry=middle)


def _nearest_area(
    areas: gpd.GeoDataFrame, points: gpd.GeoSeries
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    if areas.empty or points.empty:
        return np.full(len(points), None, dtype=object), np.full(len(points), np.inf)
    metric = points.estimate_utm_crs()
    tree = shapely.STRtree(areas.geometry.to_crs(metric).to_numpy())
    pair, metres = tree.query_nearest(
        points.to_crs(metric).to_numpy(), return_distance=True, all_matches=False
    )
    return areas["area"].to_numpy(dtype=object)[pair[1]], np.round(metres, 1)


def measure_load(
    areas: gpd.GeoDataFrame, assignments: pd.DataFrame, *, weight: pd.Series | None = None
) -> pd.DataFrame:
    """Sum what falls to each area.

    Parameters
    ----------
    areas
        Table ``areas``.
    assignments
        Table ``assignments``.
    weight
        Row-aligned weight of each assignment, for example ``p_delivered``.

    Returns
    -------
    pandas.DataFrame
        One row per area, in order: ``area``, ``n``, ``weight``, ``area_km2``, ``parts``
        (separate pieces of ground), ``n_per_km2``, ``load_share`` (of all cases) and
        ``load_ratio`` (1 where the load is the mean of all areas).
    """
    counted = pd.DataFrame({"area": assignments["area"], "weight": 1.0 if weight is None else weight})
    sums = counted.dropna(subset=["area"]).groupby("area")["weight"].agg(n="size", weight="sum")
    frame = (
        areas[["area"]]
        .merge(sums, left_on="area", right_index=True, how="left")
        .fillna({"n": 0, "weight": 0.0})
    )
    ground = areas.geometry.to_crs(EQUAL_AREA).area.to_numpy() / _SQUARE_M2
    total = max(float(frame["weight"].sum()), 1e-12)
    return pd.DataFrame(
        {
            "area": frame["area"].to_numpy(),
            "n": frame["n"].to_numpy(dtype=np.int64),
            "weight": frame["weight"].to_numpy(),
            "area_km2": ground,
            "parts": shapely.get_num_geometries(areas.geometry.to_numpy()),
            "n_per_km2": frame["n"].to_numpy() / np.maximum(ground, 1e-9),
            "load_share": frame["weight"].to_numpy() / total,
            "load_ratio": frame["weight"].to_numpy() / total * len(frame),
        }
    )


def find_flips(locations: pd.DataFrame, areas: gpd.GeoDataFrame, *, samples: int = 48) -> pd.Series:
    """Return for each location the probability that its true point lies in another area.

    The error is taken as circular normal with ``radius_m`` holding 90 in 100; it is summed
    over evenly spread points, so that the answer is the same every time.

    Parameters
    ----------
    locations
        ``lng``, ``lat``, ``radius_m``.
    areas
        Table ``areas``; where several hold a point, the first counts.
    samples
        Points per location.

    Returns
    -------
    pandas.Series
        ``p_flip``, NaN without a point; its mean is the share of assignments that would flip.
    """
    require(locations, ("lng", "lat", "radius_m"), where="locations")
    known = locations[["lng", "lat", "radius_m"]].notna().all(axis=1).to_numpy()
    lng, lat, radius = (
        locations.loc[known, name].to_numpy(dtype=np.float64) for name in ("lng", "lat", "radius_m")
    )
    number = np.arange(samples)
    away = np.sqrt(-2.0 * np.log(1.0 - (number + 0.5) / samples)) / _RADIUS_IN_SCALES
    turn = number * np.pi * (3.0 - np.sqrt(5.0))
    north = np.degrees(radius[:, None] * (away * np.sin(turn))[None, :] / EARTH_RADIUS_M)
    east = np.degrees(radius[:, None] * (away * np.cos(turn))[None, :] / EARTH_RADIUS_M)
    east /= np.cos(np.radians(lat))[:, None]
    here = _area_of(lng, lat, areas)
    there = _area_of((lng[:, None] + east).ravel(), (lat[:, None] + north).ravel(), areas).reshape(
        -1, samples
    )
    flips = np.full(len(locations), np.nan)
    flips[known] = (there != here[:, None]).mean(axis=1)
    return pd.Series(flips, index=locations.index, name="p_flip")


def _area_of(
    lng: NDArray[np.float64], lat: NDArray[np.float64], areas: gpd.GeoDataFrame
) -> NDArray[np.int64]:
    """Return the first area that holds each point, -1 for none."""
    owner = np.full(lng.size, -1)
    if len(areas):
        point, area = shapely.STRtree(areas.geometry.to_numpy()).query(
            shapely.points(lng, lat), predicate="intersects"
        )
        order = np.lexsort((-area, point))
        owner[point[order]] = area[order]
    return owner
