"""Areas from deliveries."""

import numpy as np
import pandas as pd
import pytest
import shapely
from grid_town import make_stations, spots
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coverage import HistorySettings, derive_areas, find_overlaps
from workbench.errors import InputError

SETTINGS = HistorySettings(resolution=10)


def history(seed: int, wrong_share: float = 0.05, count: int = 1500) -> pd.DataFrame:
    """Return deliveries of two couriers west and east of a line, some by the wrong one."""
    points = spots(count, seed)
    true = np.where(points["lng"] < 117.014, "west", "east")
    draw = np.random.default_rng(seed)
    wrong = draw.random(count) < wrong_share
    return points.assign(courier=np.where(wrong, np.where(true == "west", "east", "west"), true), true=true)


def share_inside(seed: int) -> float:
    """Return how many of 400 held-out points lie in their true area, where 5 % of the deliveries were made by the wrong one."""
    areas = derive_areas(history(seed), settings=SETTINGS).set_index("area")["geometry"]
    test = history(seed + 5000, 0.0, 400)
    inside = [
        shapely.contains_xy(areas[true], x, y)
        for true, x, y in test[["true", "lng", "lat"]].itertuples(index=False)
    ]
    return float(np.mean(inside))


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_wrong_deliveries_move_no_border_far(seed):
    """About nine in ten points lie in their true area, whatever the draw; 400 points vary by chance."""
    assert share_inside(seed) > 0.88


def test_wrong_deliveries_hardly_move_borders_on_average():
    """Over ten towns chance evens out."""
    assert np.mean([share_inside(seed) for seed in range(10)]) > 0.92


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_areas_do_not_overlap(seed):
    """However mixed the deliveries, no ground belongs to two."""
    assert find_overlaps(derive_areas(history(seed, 0.3, 300), settings=SETTINGS)).empty


def test_the_order_of_rows_does_not_matter():
    """The same deliveries in another order give the same areas."""
    rows = history(1)
    one, two = derive_areas(rows, settings=SETTINGS), derive_areas(rows.iloc[::-1], settings=SETTINGS)
    assert one["geometry"].geom_equals(two["geometry"]).all()


def test_stations_and_undelivered_letters():
    """The station goes along; letters that were not delivered do not count."""
    rows = history(2, 0.0).assign(station=lambda each: each["courier"].map({"west": "S0", "east": "S1"}))
    lost = spots(200, 9).assign(courier="ghost", station="S9", outcome="returned")
    areas = derive_areas(pd.concat([rows.assign(outcome="self"), lost]), settings=SETTINGS)
    assert areas[["area", "station"]].to_numpy().tolist() == [["east", "S1"], ["west", "S0"]]


def test_no_usable_delivery_is_an_error():
    """Deliveries without points say what to do."""
    with pytest.raises(InputError, match="no delivery has a point"):
        derive_areas(pd.DataFrame({"lng": [np.nan], "lat": [1.0], "courier": ["a"]}))
    assert len(make_stations()) == 2
