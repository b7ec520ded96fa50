"""What areas leave open."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from grid_town import SOUTH, STEP, WEST, grid_graph, make_stations, spots
from shapely import box

from workbench.coverage import (
    RoadTimes,
    assign,
    draw_isochrones,
    draw_nearest,
    find_flips,
    find_gaps,
    find_ground,
    find_overlaps,
    measure_load,
    place_stations,
)
from workbench.errors import InputError

TRAVEL = RoadTimes(grid_graph())
MIDDLE = WEST + 3.5 * STEP
AREAS = gpd.GeoDataFrame(
    {"area": ["W", "E"], "station": ["S0", "S1"]},
    geometry=[
        box(WEST, SOUTH, MIDDLE + 0.5 * STEP, SOUTH + 4 * STEP),
        box(MIDDLE, SOUTH, WEST + 7 * STEP, SOUTH + 4 * STEP),
    ],
    crs="EPSG:4326",
)


def test_overlap_has_its_ground_and_its_cases():
    """Two rectangles share half a step by four; the cases in it are counted."""
    points = pd.DataFrame({"lng": [MIDDLE + 0.2 * STEP, WEST], "lat": [SOUTH + STEP, SOUTH + STEP]})
    (row,) = find_overlaps(AREAS, points).to_dict("records")
    assert row["area_km2"] == pytest.approx(0.178 * 1.776, rel=0.02)
    assert row["n"] == 1


def test_gaps_are_ordered_by_weight():
    """Cells without an area come with most waiting weight first and their nearest area."""
    points = pd.DataFrame(
        {
            "lng": [WEST + STEP, WEST + 6 * STEP],
            "lat": [SOUTH + 6 * STEP, SOUTH + 6 * STEP],
            "worth": [1.0, 5.0],
        }
    )
    gaps = find_gaps(AREAS, points, weight="worth")
    assert gaps["weight"].tolist() == [5.0, 1.0]
    assert gaps["area"].tolist() == ["E", "W"]
    assert gaps["distance_m"].between(800, 1000).all()


def test_load_sums_to_all():
    """Shares of load add up to one; an area without cases has none."""
    rows = spots(100, 1).assign(address_id=range(100), radius_m=10.0)
    load = measure_load(AREAS, assign(rows, AREAS, make_stations(), TRAVEL))
    assert load["load_share"].sum() == pytest.approx(1.0)
    assert (load["n"] > 0).all()


def test_flips_follow_the_radius():
    """On the border every second point flips, deep inside none, and more radius flips more."""
    halves = gpd.GeoDataFrame(
        {"area": ["W", "E"]}, geometry=[box(116, 36, MIDDLE, 37), box(MIDDLE, 36, 118, 37)], crs="EPSG:4326"
    )
    points = pd.DataFrame(
        {
            "lng": [MIDDLE - 1e-9, WEST - 0.5, MIDDLE - 0.001],
            "lat": [36.5] * 3,
            "radius_m": [100.0, 100.0, 300.0],
        }
    )
    flips = find_flips(points, halves)
    assert flips.iloc[0] == pytest.approx(0.5, abs=0.05)
    assert flips.iloc[1] == 0.0
    # The border is 89 m off: 0.64 of the scale 300 / 2.146.
    assert flips.iloc[2] == pytest.approx(0.262, abs=0.04)


def test_isochrones_nest_and_nearest_areas_do_not_overlap():
    """Ten minutes lie within twenty; ground divided by the nearest station has no overlap."""
    near, far = draw_isochrones(make_stations().head(1), TRAVEL, minutes=(3, 6)).geometry
    assert near.within(far.buffer(1e-4))
    areas = draw_nearest(make_stations(), spots(300, 2), TRAVEL, resolution=10)
    assert areas["area"].tolist() == ["S0", "S1"]
    assert find_overlaps(areas).empty


@pytest.mark.parametrize("objective", ["median", "coverage"])
def test_a_new_station_goes_where_it_is_lacking(objective):
    """With a station in one corner, the next one goes to the other side and improves the figures."""
    found = place_stations(
        make_stations().head(1), spots(40, 4), spots(200, 5), TRAVEL, objective=objective, within_minutes=5
    )
    assert found["lng"].iloc[1] > WEST + 2.5 * STEP or found["lat"].iloc[1] > SOUTH + 2.5 * STEP
    assert found["mean_minutes"].iloc[1] < found["mean_minutes"].iloc[0]
    assert found["covered_share"].iloc[1] > found["covered_share"].iloc[0]


def test_siting_is_near_the_optimum():
    """Greedy and swaps come within two per cent of the best pair of all."""
    demand, candidates = spots(120, 6), spots(14, 7)
    found = place_stations(make_stations().head(0), candidates, demand, TRAVEL, more=2)["mean_minutes"].iloc[
        -1
    ]
    minutes = TRAVEL.matrix(candidates, demand).seconds / 60.0
    best = min(np.minimum(minutes[i], minutes[j]).mean() for i in range(14) for j in range(i))
    assert found <= best * 1.02


def test_too_many_stations_are_refused():
    """More stations than candidates is an error."""
    with pytest.raises(InputError, match="cannot be chosen"):
        place_stations(make_stations(), spots(1, 1), spots(5, 1), TRAVEL, more=2)


def test_the_ground_is_where_cases_wait():
    """Cells with enough waiting cases make the ground; one case alone, or none with a point, does not."""
    near = pd.DataFrame({"lng": [116.40, 116.401, 117.5, np.nan], "lat": [39.90, 39.901, 39.0, np.nan]})
    ground = find_ground(near)
    assert ground.contains(shapely.Point(116.40, 39.90))
    assert not ground.contains(shapely.Point(117.5, 39.0))
    assert find_ground(near.tail(1)).is_empty
