"""One point and radius for every division: what is known of an address when only the division is.

The seat of a county is where most of its people live, so a GeoNames point of the county's name comes before the
middle of its townships, and that before the middle of its polygon: over 574,724 residential compounds of 506 cities
the medians of the distance are 3.1, 6.0 and 6.8-9.3 km.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from workbench.coordinates import distance_m
from workbench.geodata import read, regions

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]
    Floats = NDArray[np.float64]

# Share of the polygon's ground within the radius that made the radius hold 90 % of the compounds in such regions.
_GROUND_SHARE = {
    ("district", "geonames"): 0.60,
    ("district", "towns"): 0.80,
    ("district", "middle"): 0.94,
    ("city", "geonames"): 0.50,
    ("city", "towns"): 0.50,
    ("city", "middle"): 0.90,
    ("province", "geonames"): 0.50,
    ("province", "towns"): 0.75,
    ("province", "middle"): 0.90,
}
_USUAL_RADIUS_M = {"province": 190_000.0, "city": 48_000.0, "district": 15_000.0, "town": 6_000.0}
_TOWN_REACH = (
    1.2  # radii of a disc of a township's share of the county; holds 9 of 10 communities of known township
)
_LATTICE = 16  # lattice points along each side of a polygon's box
_DEGREE_KM = 111.195
_LEVELS = ("province", "city", "district")


def division_points() -> pd.DataFrame:
    """Return a point and a radius for every division of the list.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``level``, ``lng``, ``lat`` (WGS 84), ``radius_m`` (holds about 90 of 100 homes of the division) and
        ``point_source``: ``geonames``, ``towns`` (the middle of its townships), ``middle`` (of its polygon), or the
        level above (``district``, ``city``, ``province``) that lends its own point and radius. In the order of table
        ``divisions``. Without the polygons there are fewer points and the radii are the usual ones of the level.
    """
    return _points().copy()


@lru_cache(maxsize=1)
def _points() -> pd.DataFrame:
    columns = ["code", "level", "parent", "adcode", "lng", "lat", "point_source"]
    frame = read("divisions", columns)
    frame["radius_m"] = np.where(frame["lng"].notna(), frame["level"].map(_USUAL_RADIUS_M), np.nan)
    for level in _LEVELS:
        frame = _measure(frame, level)
    frame = _reach_towns(frame)
    for _ in _LEVELS:
        frame = _borrow(frame)
    return frame[["code", "level", "lng", "lat", "radius_m", "point_source"]]


def _measure(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    """Middles of polygons where there is no point, and radii over the ground of each polygon."""
    polygons = regions(level)
    if polygons is None:
        return frame
    out = frame.set_index("code")
    codes = out.index[out["level"] == level]
    polygons = polygons[polygons["adcode"].isin(codes)]
    shapes = np.asarray(polygons.geometry.to_numpy())
    middle = shapely.centroid(shapes)
    bare = out.loc[polygons["adcode"], "lng"].isna().to_numpy()
    middle[bare] = np.where(
        shapely.contains(shapes[bare], middle[bare]), middle[bare], shapely.point_on_surface(shapes[bare])
    )
    without = polygons["adcode"].to_numpy()[bare]
    out.loc[without, "lng"], out.loc[without, "lat"] = (
        shapely.get_x(middle[bare]),
        shapely.get_y(middle[bare]),
    )
    out.loc[without, "point_source"] = "middle"
    known = out.loc[polygons["adcode"]]
    shares = np.array([_GROUND_SHARE[level, source] for source in known["point_source"]])
    radii = _ground_radii(shapes, known["lng"].to_numpy(), known["lat"].to_numpy(), shares)
    out.loc[known.index, "radius_m"] = radii
    if level == "district":
        out.loc[known.index, "km2"] = _areas_km2(shapes)
    return out.reset_index()


def _ground_radii(shapes: Shapes, lng: Floats, lat: Floats, share: Floats) -> Floats:
    """Distance from each point within which a share of its polygon's ground lies, in metres."""
    west, south, east, north = (side[:, np.newaxis] for side in shapely.bounds(shapes).T)
    step = (np.arange(_LATTICE) + 0.5) / _LATTICE
    x = west + np.repeat(step, _LATTICE) * (east - west)
    y = south + np.tile(step, _LATTICE) * (north - south)
    shapely.prepare(shapes)
    inside = shapely.contains_xy(shapes[:, np.newaxis], x, y)
    inside |= ~inside.any(
        axis=1, keepdims=True
    )  # of a thread of islands that the lattice misses, the box counts
    away = np.where(inside, distance_m(lng[:, np.newaxis], lat[:, np.newaxis], x, y), np.inf)
    place = np.ceil(share * inside.sum(axis=1)).astype(np.intp) - 1
    return np.take_along_axis(np.sort(away, axis=1), place[:, np.newaxis], axis=1)[:, 0]


def _areas_km2(shapes: Shapes) -> Floats:
    north = np.radians(shapely.get_y(shapely.centroid(shapes)))
    return np.asarray(shapely.area(shapes) * np.cos(north) * _DEGREE_KM**2)


def _reach_towns(frame: pd.DataFrame) -> pd.DataFrame:
    """Radii of the townships that have a point, from their share of the county's ground."""
    if "km2" not in frame:
        return frame
    out = frame.copy()
    towns = out["level"] == "town"
    county = out["adcode"].where(towns)
    ground = county.map(out.set_index("code")["km2"]) / county.map(county.value_counts())
    reach = 1000.0 * _TOWN_REACH * np.sqrt(ground / np.pi)
    known = towns & out["lng"].notna() & reach.notna()
    out.loc[known, "radius_m"] = reach[known]
    return out


def _borrow(frame: pd.DataFrame) -> pd.DataFrame:
    """Give divisions without a point the one of the division above."""
    out = frame.set_index("code")
    bare = out.index[out["lng"].isna() & (out["parent"] != "")]
    above = out.loc[bare, "parent"]
    lent = out["point_source"].where(out["point_source"].isin(_LEVELS), out["level"])
    for column in ("lng", "lat", "radius_m"):
        out.loc[bare, column] = above.map(out[column])
    out.loc[bare, "point_source"] = above.map(lent).where(out.loc[bare, "lng"].notna(), "")
    return out.reset_index()
