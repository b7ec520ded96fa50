"""Places of the gazetteer that can stand in an address: homes, workplaces, lanes, roads, landmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from workbench.errors import ColumnError, InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROLES = ("building", "compound", "village", "lane", "work", "road", "landmark")

_HAN = r"^[\u4e00-\u9fff0-9A-Z]{3,24}$"
_BUILDING = r"^(?P<stem>[\u4e00-\u9fff]{3,}[\u4e00-\u9fff0-9]*?)(?P<building>\d{1,3})(?:号楼|栋|幢|楼)$"
_GATE = r"(?:[东西南北中]{1,2}(?:门|口|站)?|站)$"
_COMPOUND = r"(?:小区|花园|家园|嘉园|公寓|新村|社区|[东西南北中][里区院]|[\u4e00-\u9fff][苑园])$"
_NOT_HOME = r"(?:公园|校园|产业园|科技园|工业园|创业园|植物园|动物园|幼儿园|陵园|墓园|果园|庄园|乐园|游乐园|软件园|医院|学院|法院|检察院|影院|剧院|研究院|敬老院|大观园|博览园|博物园|景园区|养殖园|采摘园|生态园|农业园|园博园|博物院)"
_VILLAGE = r"[\u4e00-\u9fff]{2,}村$"
_LANE = r"(?:胡同|巷|里|条|弄)$"
_ROAD = r"(?:路|街|道|大街|大道)$"
_NOT_ROAD = r"(?:高速|快速|辅路|联络线|匝道|步道|铁路|通道|跑道|隧道|栈道|绿道|河道|出口|入口)"
_WORK = r"(?:大厦|广场|商城|大学|学院|医院|公司|中学|小学|大楼|写字楼|酒店|宾馆|商场|研究院|研究所|厂|中心)$"
_STATION = r"^地铁.+站$|.+地铁站$"
_RADIUS_M = {
    "building": 40.0,
    "compound": 150.0,
    "village": 500.0,
    "lane": 150.0,
    "work": 60.0,
    "road": 500.0,
    "landmark": 60.0,
}
_SPREAD_MOST_M = {
    "building": 150.0,
    "compound": 450.0,
    "village": 800.0,
    "lane": 400.0,
    "work": 200.0,
    "road": 1e9,
    "landmark": 200.0,
}
_LEAST_NAME = 3
_STOP_AWAY_M = 120.0
_LEAST_SPOTS = 30


def find_spots(
    places: pd.DataFrame,
    *,
    city: str,
    divisions: pd.DataFrame | None = None,
    regions: gpd.GeoDataFrame | None = None,
) -> pd.DataFrame:
    """Choose the places of one city at which an address can truthfully be.

    Parameters
    ----------
    places
        Columns ``place`` or ``name``, ``lng``, ``lat`` (WGS 84); ``class`` and ``type`` help if they are there;
        ``province``, ``city``, ``district``, ``town`` are taken if they are there, ``adcode`` as well.
    city
        City, or municipality, of the portfolio.
    divisions, regions
        Needed where ``places`` say no district: names of the counties (``code, level, province, city, district``)
        and their polygons (``adcode``, WGS 84).

    Returns
    -------
    pandas.DataFrame
        ``spot_id, place, building, role, province, city, district, town, adcode, lng, lat, radius_m``; one row per
        name in a district. Names that stand far apart in one district are left out: their truth is unknown.

    Raises
    ------
    InputError
        If too few places of the city are left.
    """
    table = _named(places)
    table = _with_districts(table, divisions, regions)
    table = table[table["city"].eq(city) | table["province"].eq(city)]
    table = table[table["district"].ne("")]
    table["role"] = _roles(table)
    table = table[table["role"].ne("")]
    spots = _one_per_name(table)
    if len(spots) < _LEAST_SPOTS or not spots["role"].isin(["building", "compound", "village", "lane"]).any():
        raise InputError(
            f"samples: only {len(spots)} usable places in {city!r}. Expected homes and workplaces there; hand in more places or another city."
        )
    return spots


def _named(places: pd.DataFrame) -> pd.DataFrame:
    name = "place" if "place" in places.columns else "name"
    for needed in (name, "lng", "lat"):
        if needed not in places.columns:
            raise ColumnError(needed, places.columns, where="samples: places")
    table = pd.DataFrame(
        {
            "place": places[name].astype("string").fillna("").str.strip(),
            "lng": places["lng"],
            "lat": places["lat"],
        }
    )
    for extra in ("class", "type", "province", "city", "district", "town", "adcode"):
        table[extra] = places[extra].astype("string").fillna("") if extra in places.columns else ""
    usable = table["place"].str.match(_HAN) & table["lng"].notna() & table["lat"].notna()
    return table[usable].reset_index(drop=True)


def _with_districts(
    table: pd.DataFrame, divisions: pd.DataFrame | None, regions: gpd.GeoDataFrame | None
) -> pd.DataFrame:
    """Give each place its province, city and district by the county polygon that holds it."""
    if table["district"].ne("").any():
        return table
    if divisions is None or regions is None:
        raise InputError(
            "samples: the places say no district. Hand in places with province, city and district, "
            "or both the table of divisions and the county polygons."
        )
    points = gpd.GeoSeries(gpd.points_from_xy(table["lng"], table["lat"]), crs=regions.crs)
    at_point, at_region = regions.sindex.query(points, predicate="within")
    once = ~pd.Series(at_point).duplicated().to_numpy()
    out: pd.DataFrame = table.iloc[at_point[once]].copy()
    out["adcode"] = regions["adcode"].astype(str).to_numpy()[at_region[once]]
    counties = divisions[divisions["level"].eq("district")].drop_duplicates("code").set_index("code")
    out = out[out["adcode"].isin(counties.index)]
    for name in ("province", "city", "district"):
        out[name] = out["adcode"].map(counties[name]).fillna("")
    return out


def _roles(table: pd.DataFrame) -> NDArray[np.object_]:
    """Say what each place is good for, by its name and, where known, its class."""
    name, group, kind = table["place"], table["class"], table["type"]
    way = group.eq("road") | (group.eq("") & name.str.contains(_ROAD))
    not_home = name.str.contains(_NOT_HOME)
    highway = kind.isin(["motorway", "motorway_link", "path", "steps", "construction", "proposed", "track"])
    tests = {
        "landmark": name.str.contains(_STATION),
        "building": ~way & ~not_home & name.str.match(_BUILDING),
        "lane": (way | group.eq("")) & name.str.contains(_LANE) & ~highway,
        "work": ~way & ~group.eq("transit") & (name.str.contains(_WORK) | group.isin(["bank", "company"])),
        "village": ~way & name.str.contains(_VILLAGE) & ~name.str.contains("新村"),
        "compound": ~way
        & ~not_home
        & ~group.isin(["water", "waterway"])
        & name.str.replace(_GATE, "", regex=True).str.contains(_COMPOUND),
        "road": way & name.str.contains(_ROAD) & ~name.str.contains(_NOT_ROAD) & ~highway,
    }
    return np.select([test.to_numpy(bool) for test in tests.values()], list(tests), default="").astype(object)


def _one_per_name(table: pd.DataFrame) -> pd.DataFrame:
    """One row per name and district; the middle of its points, and how far they spread."""
    table = table.copy()
    parts = table["place"].str.extract(_BUILDING)
    building = table["role"].eq("building")
    table["building"] = parts["building"].where(building, "").fillna("")
    gate = table["role"].eq("compound") & table["class"].eq("transit")
    bare = table["place"].str.replace(_GATE, "", regex=True)
    table["place"] = parts["stem"].where(
        building, bare.where(gate & bare.str.len().ge(_LEAST_NAME), table["place"])
    )
    table["stop_only"] = table["class"].eq("transit") & table["role"].isin(["compound", "village"])
    keys = ["province", "city", "district", "role", "place", "building"]
    grouped = table.groupby(keys, sort=True)
    spots = grouped[["lng", "lat"]].mean()
    spread = (grouped[["lng", "lat"]].max() - grouped[["lng", "lat"]].min()).max(axis=1) * 50_000.0
    spots["radius_m"] = spread + spots.index.get_level_values("role").map(_RADIUS_M).to_numpy(float)
    # A stop carries the compound's name, but stands outside it.
    spots["radius_m"] += grouped["stop_only"].min().to_numpy() * _STOP_AWAY_M
    spots["town"] = grouped["town"].first()
    spots["adcode"] = grouped["adcode"].first()
    near = spread.to_numpy() <= spots.index.get_level_values("role").map(_SPREAD_MOST_M).to_numpy(float)
    spots = spots[near].reset_index()
    spots.insert(0, "spot_id", [f"S{number:06d}" for number in range(len(spots))])
    return spots
