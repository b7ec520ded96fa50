"""Which area, station and courier a location belongs to, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from workbench.coverage.isochrones import find_nearest
from workbench.tables import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.coverage.travel.times import TravelTimes


@dataclass(frozen=True, slots=True)
class AssignSettings:
    """How far the rules reach.

    Parameters
    ----------
    gap_metres
        A location outside all areas goes to the nearest area up to so far away.
    station_minutes
        Else to the nearest station up to so many minutes away.
    coarsest_radius_metres
        A location known less exactly than this is not assigned.
    """

    gap_metres: float = 500.0
    station_minutes: float = 45.0
    coarsest_radius_metres: float = 3000.0


def assign(
    locations: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    stations: pd.DataFrame,
    travel: TravelTimes,
    *,
    couriers: pd.DataFrame | None = None,
    settings: AssignSettings | None = None,
) -> pd.DataFrame:
    """Assign each location to an area, its station and its courier.

    The first rule that fits counts: ``inside`` one area; ``overlap``: inside several, the one
    whose station is nearest by travel time (without stations the smallest area); ``gap``:
    outside, the nearest area within reach; ``station``: the nearest station within reach.
    ``distance_m`` is what the rule looked at: the way to the area's border for ``inside`` and
    ``gap``, to the station for the others.

    Parameters
    ----------
    locations
        Table ``locations``: ``address_id``, ``lng``, ``lat``, and ``radius_m`` if known.
    areas
        Table ``areas``; may be empty.
    stations
        Table ``stations``; may be empty.
    travel
        Travel times from stations.
    couriers
        Table ``couriers``: names the courier of areas (and stations) that have exactly one.
    settings
        How far the rules reach.

    Returns
    -------
    pandas.DataFrame
        Table ``assignments``, row-aligned; what no rule fits carries ``unassigned_reason``.
    """
    settings = settings or AssignSettings()
    require(locations, ("address_id", "lng", "lat"), where="locations")
    require(areas, ("area", "geometry"), where="areas")
    areas = areas.reset_index(drop=True)
    size = len(locations)
    points = locations[["lng", "lat"]].astype(np.float64).reset_index(drop=True)
    known = points.notna().all(axis=1).to_numpy()
    radius = (
        locations["radius_m"].to_numpy(dtype=np.float64, na_value=np.nan)
        if "radius_m" in locations
        else np.zeros(size)
    )
    coarse = known & (radius > settings.coarsest_radius_metres)
    state = _State(np.full(size, -1), np.full(size, None, dtype=object), np.full(size, np.nan))
    todo = known & ~coarse
    if len(areas) and todo.any():
        _by_area(state, points, areas, stations, travel, todo, settings.gap_metres)
    station = _pick(areas, "station", state.area)
    rest = todo & (state.area < 0)
    if len(stations) and rest.any():
        near = find_nearest(stations, points.loc[rest], travel)
        fits = (near["seconds"] <= settings.station_minutes * 60.0).to_numpy()
        rows = np.flatnonzero(rest)[fits]
        station[rows], state.rule[rows] = near["station"].to_numpy()[fits], "station"
        state.distance[rows] = near["distance_m"].to_numpy()[fits]
    reason = pd.Series("out_of_area", index=range(size), dtype=object)
    reason = reason.mask(coarse, "radius_coarse").mask(~known, "no_point").mask(pd.notna(state.rule), None)
    area = _pick(areas, "area", state.area)
    return pd.DataFrame(
        {
            "address_id": locations["address_id"].to_numpy(),
            "area": area,
            "station": station,
            "courier": _courier_of(areas, state.area, area, station, couriers),
            "rule": state.rule,
            "distance_m": np.round(state.distance, 1),
            "unassigned_reason": reason.to_numpy(),
        },
        index=locations.index,
    )


@dataclass
class _State:
    """What is known so far, row by row: area (-1 for none), rule, distance."""

    area: NDArray[np.int64]
    rule: NDArray[np.object_]
    distance: NDArray[np.float64]


def _by_area(
    state: _State,
    points: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    stations: pd.DataFrame,
    travel: TravelTimes,
    todo: NDArray[np.bool_],
    gap_metres: float,
) -> None:
    """Apply the rules that look at areas."""
    rows = np.flatnonzero(todo)
    geometry = gpd.GeoSeries(
        gpd.points_from_xy(points["lng"].iloc[rows], points["lat"].iloc[rows]), crs="EPSG:4326"
    )
    metric = geometry.estimate_utm_crs()
    flat_points, flat_areas = geometry.to_crs(metric).to_numpy(), areas.geometry.to_crs(metric).to_numpy()
    tree = shapely.STRtree(flat_areas)
    hit, owner = tree.query(flat_points, predicate="intersects")
    times = np.bincount(hit, minlength=rows.size)
    pairs = pd.DataFrame({"row": hit, "area": owner})
    pairs["metres"] = shapely.distance(flat_points[hit], shapely.boundary(flat_areas)[owner])
    pairs["cost"] = np.asarray(shapely.area(flat_areas), dtype=np.float64)[owner]
    several = times[hit] > 1
    if several.any() and len(stations) and "station" in areas:
        pairs.loc[several, ["cost", "metres"]] = _from_station(
            pairs.loc[several], points.iloc[rows], areas, stations, travel
        )
    best = pairs.sort_values(["row", "cost", "area"]).drop_duplicates("row")
    at = rows[best["row"]]
    state.area[at], state.distance[at] = best["area"], best["metres"]
    state.rule[at] = np.where(times[best["row"]] > 1, "overlap", "inside")
    free = np.flatnonzero(times == 0)
    pair, metres = tree.query_nearest(
        flat_points[free], max_distance=gap_metres, return_distance=True, all_matches=False
    )
    at = rows[free[pair[0]]]
    state.area[at], state.distance[at], state.rule[at] = pair[1], metres, "gap"


def _from_station(
    pairs: pd.DataFrame,
    points: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    stations: pd.DataFrame,
    travel: TravelTimes,
) -> NDArray[np.float64]:
    """Return seconds and metres from the station of each pair's area to its point."""
    index = pd.Index(stations["station"].astype(str)).get_indexer(pd.Index(areas["station"].astype(str)))
    rows, row_of = np.unique(pairs["row"], return_inverse=True)
    seconds, metres = travel.matrix(stations[["lng", "lat"]], points.iloc[rows])
    station = index[pairs["area"].to_numpy()]
    cost = np.where(station >= 0, seconds[station, row_of], np.inf)
    return np.column_stack([cost, np.where(station >= 0, metres[station, row_of], np.nan)])


def _pick(areas: gpd.GeoDataFrame, column: str, area: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return a column of the areas for each row, None where there is no area or nothing is known."""
    picked = np.full(area.size, None, dtype=object)
    if len(areas) and column in areas:
        names = areas[column].astype(object).where(areas[column].notna(), None).to_numpy()
        picked[area >= 0] = names[area[area >= 0]]
    return picked


def _courier_of(
    areas: gpd.GeoDataFrame,
    index: NDArray[np.int64],
    area: NDArray[np.object_],
    station: NDArray[np.object_],
    couriers: pd.DataFrame | None,
) -> NDArray[np.object_]:
    """Name the courier of the area, or the only one of the area or of the station."""
    courier = _pick(areas, "courier", index)
    if couriers is None:
        return courier
    for column, key in (("area", area), ("station", station)):
        if column in couriers:
            lone = couriers.dropna(subset=[column]).drop_duplicates(column, keep=False)
            named = pd.Series(key, dtype=object).map(lone.set_index(column)["courier"]).to_numpy(dtype=object)
            free = pd.isna(courier) & pd.notna(named)
            courier[free] = named[free]
    return courier
