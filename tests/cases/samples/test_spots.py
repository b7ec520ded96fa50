"""Places that can stand in an address, and how sure their points are."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from workbench.cases.samples.spots import find_spots


def frame(rows: list[tuple[str, str, str, float, float]], **columns: object) -> pd.DataFrame:
    """Make places of rows (name, class, type, lng, lat), padded with enough others."""
    others = [
        (f"填{chr(0x4E00 + i)}花园", "building", "residential", 116.5 + i / 1000, 39.5) for i in range(40)
    ]
    table = pd.DataFrame([*rows, *others], columns=["name", "class", "type", "lng", "lat"])
    return table.assign(**({"province": "虚构省", "city": "示例市", "district": "甲子区"} | columns))


def spot(name: str, rows: list[tuple[str, str, str, float, float]]) -> pd.Series:
    """Return the spot of a name."""
    spots = find_spots(frame(rows), city="示例市").set_index("place")
    return spots.loc[name]


@pytest.mark.parametrize(
    ("name", "group", "kind", "role"),
    [
        ("银杏家园", "building", "apartments", "compound"),
        ("银杏家园3号楼", "building", "apartments", "building"),
        ("东湖胡同", "road", "residential", "lane"),
        ("长虹路", "road", "secondary", "road"),
        ("西岭大厦", "building", "office", "work"),
        ("北渚村", "transit", "bus_stop", "village"),
        ("地铁东湖站", "transit", "bus_stop", "landmark"),
    ],
)
def test_roles_follow_the_name_and_the_class(name, group, kind, role):
    """Each kind of place gets the role that an address gives it."""
    spots = find_spots(frame([(name, group, kind, 116.4, 39.9)]), city="示例市")
    assert role in spots.loc[spots["lng"].eq(116.4), "role"].tolist()


@pytest.mark.parametrize("name", ["示例高速", "人民公园", "示例幼儿园", "No.2", "楼", "东辅路"])
def test_places_that_are_no_addresses_are_left_out(name):
    """Motorways, parks, schools' gardens and nameless buildings are nobody's address."""
    spots = find_spots(
        frame([(name, "road" if name.endswith("路") else "building", "yes", 116.4, 39.9)]), city="示例市"
    )
    assert not spots["lng"].eq(116.4).any()


def test_names_far_apart_have_no_truth():
    """Two places of one name in a district, five kilometres apart, are both left out."""
    rows = [("云帆小区", "building", "yes", 116.40, 39.9), ("云帆小区", "building", "yes", 116.46, 39.9)]
    assert "云帆小区" not in find_spots(frame(rows), city="示例市")["place"].tolist()


def test_points_of_one_name_are_averaged_and_their_spread_is_kept():
    """Two points 170 m apart give their middle and a wider radius."""
    rows = [("云帆小区", "building", "yes", 116.400, 39.9), ("云帆小区", "building", "yes", 116.402, 39.9)]
    found = spot("云帆小区", rows)
    assert found["lng"] == pytest.approx(116.401)
    assert found["radius_m"] > spot("云帆小区", rows[:1])["radius_m"]


def test_a_stop_of_the_same_name_is_less_sure_than_the_compound():
    """A bus stop named after a compound stands outside it."""
    stop = spot("云帆小区", [("云帆小区东门", "transit", "bus_stop", 116.4, 39.9)])
    assert stop["radius_m"] > spot("云帆小区", [("云帆小区", "building", "yes", 116.4, 39.9)])["radius_m"]


def test_districts_come_from_the_polygons():
    """Places that say no district get that of the polygon that holds them; outside all, they are left out."""
    divisions = pd.DataFrame(
        {
            "code": ["990101"],
            "level": "district",
            "province": "虚构省",
            "city": "示例市",
            "district": "甲子区",
        }
    )
    regions = gpd.GeoDataFrame({"adcode": ["990101"]}, geometry=[box(116, 39, 117, 40)], crs=4326)
    table = frame([("云帆小区", "building", "yes", 119.0, 39.9)]).drop(
        columns=["province", "city", "district"]
    )
    spots = find_spots(table, city="示例市", divisions=divisions, regions=regions)
    assert spots["district"].eq("甲子区").all()
    assert "云帆小区" not in spots["place"].tolist()
