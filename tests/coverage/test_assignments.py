"""Assignment of locations."""

import geopandas as gpd
import numpy as np
import pandas as pd
from grid_town import SOUTH, STEP, WEST, grid_graph, make_stations, spots
from shapely import box

from workbench.coverage import AssignSettings, RoadTimes, assign
from workbench.tables import table

TRAVEL = RoadTimes(grid_graph())
MIDDLE = WEST + 3.5 * STEP
TOP = SOUTH + 7 * STEP


def make_areas(overlap: float = 0.0) -> gpd.GeoDataFrame:
    """Return a western and an eastern area."""
    shapes = [box(WEST, SOUTH, MIDDLE + overlap, TOP), box(MIDDLE, SOUTH, WEST + 6.5 * STEP, TOP)]
    frame = pd.DataFrame({"area": ["W", "E"], "station": ["S0", "S1"], "courier": [None, "cE"]})
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def located(points: list[tuple[float, float]], radius: float = 50.0) -> pd.DataFrame:
    """Return locations."""
    frame = pd.DataFrame(points, columns=["lng", "lat"])
    return frame.assign(address_id=[f"a{i}" for i in range(len(frame))], radius_m=radius)


def test_each_rule_in_turn():
    """Inside, just outside, near a station, far from all, and without a point."""
    points = [
        (WEST + STEP, SOUTH + STEP),
        (WEST + 6.55 * STEP, SOUTH + STEP),
        (WEST + 7.9 * STEP, SOUTH + 6 * STEP),
        (WEST + 1.0, SOUTH),
        (np.nan, SOUTH),
    ]
    found = assign(
        located(points), make_areas(), make_stations(), TRAVEL, settings=AssignSettings(gap_metres=100.0)
    )
    assert found["rule"].fillna("").tolist() == ["inside", "gap", "station", "", ""]
    assert found["area"].fillna("").tolist() == ["W", "E", "", "", ""]
    assert found["unassigned_reason"].dropna().tolist() == ["out_of_area", "no_point"]
    assert list(found.columns) == list(table("assignments").columns)


def test_in_an_overlap_the_nearer_station_wins():
    """A point in two areas goes to the one whose station is nearer by road."""
    points = [(MIDDLE + 0.2 * STEP, SOUTH + 1.0 * STEP), (MIDDLE + 0.9 * STEP, SOUTH + 6 * STEP)]
    found = assign(located(points), make_areas(STEP), make_stations(), TRAVEL)
    assert found["rule"].tolist() == ["overlap", "overlap"]
    assert found["area"].tolist() == ["W", "E"]


def test_the_lone_courier_of_an_area_is_named():
    """An area's own courier first, then the only one of the table; two leave it open."""
    points = [(WEST + STEP, SOUTH + STEP), (WEST + 5 * STEP, SOUTH + STEP)]
    one = pd.DataFrame({"courier": ["c7"], "area": ["W"]})
    two = pd.DataFrame({"courier": ["c7", "c8"], "area": ["W", "W"]})
    named = [
        assign(located(points), make_areas(), make_stations(), TRAVEL, couriers=each)["courier"]
        for each in (one, two)
    ]
    assert [name.fillna("").tolist() for name in named] == [["c7", "cE"], ["", "cE"]]


def test_vague_locations_are_not_assigned():
    """A location known to five kilometres belongs to nobody, and says so."""
    found = assign(located([(WEST, SOUTH)], radius=5000.0), make_areas(), make_stations(), TRAVEL)
    assert found["unassigned_reason"].tolist() == ["radius_coarse"]


def test_rows_stay_as_they_were():
    """Index and order are those of the locations, which are untouched."""
    rows = spots(50, 3).assign(address_id=range(50)).set_index(np.arange(100, 150))
    before = rows.copy()
    found = assign(rows, make_areas(), make_stations(), TRAVEL)
    assert found.index.equals(rows.index)
    pd.testing.assert_frame_equal(rows, before)
