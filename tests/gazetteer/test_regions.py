"""A point is given to the county it lies in."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.gazetteer import regions as module
from workbench.gazetteer.regions import locate
from workbench.geodata import read, regions


@pytest.fixture
def without_polygons(monkeypatch):
    """Take away the package with the polygons."""
    monkeypatch.setattr(module, "_counties", lambda: None)


def test_a_point_inside_each_county_is_given_to_it():
    """All 2,888 of them in one call."""
    counties = regions("district")
    inner = shapely.point_on_surface(counties.geometry.to_numpy())
    found = locate(shapely.get_x(inner), shapely.get_y(inner))
    assert (found["adcode"].to_numpy() == counties["adcode"].to_numpy()).all()
    assert (found["how"] == "inside").all()


@given(st.lists(st.tuples(st.floats(100, 118), st.floats(24, 40)), min_size=1, max_size=20))
@settings(max_examples=20, deadline=None)
def test_many_points_are_given_as_each_alone(points):
    """A point's county does not depend on the points beside it."""
    lng, lat = (np.array(values) for values in zip(*points, strict=True))
    together = locate(lng, lat)
    alone = pd.concat([locate(lng[[place]], lat[[place]]) for place in range(lng.size)], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_names_are_those_of_the_code():
    """Tiananmen lies in Dongcheng."""
    row = locate([116.3975], [39.9087]).iloc[0]
    assert row.tolist() == ["110101", "北京市", "北京市", "东城区", "inside"]


def test_towns_without_a_county_get_their_city():
    """Dongguan has no counties."""
    row = locate([113.75], [23.02]).iloc[0]
    assert (row["adcode"], row["city"], row["district"]) == ("441900", "东莞市", "")


def test_points_off_the_shore_belong_to_it():
    """A pier in the sea off Qingdao."""
    assert locate([120.316], [36.045]).loc[0, ["city", "how"]].tolist() == ["青岛市", "near"]


@pytest.mark.parametrize(
    ("lng", "lat"), [(139.7, 35.7), (125.0, 30.0), (np.nan, 39.9), (np.inf, 39.9), (0.0, 0.0)]
)
def test_points_elsewhere_are_nowhere(lng, lat):
    """Tokyo, the open sea, nothing."""
    assert locate([lng], [lat]).iloc[0].tolist() == [""] * 5


def test_no_points_give_no_rows():
    """An empty batch is a batch."""
    assert locate([], []).empty


def test_unequal_lengths_are_refused():
    """A point has two coordinates."""
    with pytest.raises(InputError, match="lng has 2 values and lat 1"):
        locate([116.0, 117.0], [39.0])


def test_without_polygons_the_nearest_seat_decides(without_polygons):
    """The county of the nearest known point, and it says so."""
    row = locate([116.3975], [39.9087]).iloc[0]
    assert (row["city"], row["how"]) == ("北京市", "seat")


def test_without_polygons_every_seat_finds_itself(without_polygons):
    """A point of the table is its own nearest."""
    seats = (
        read("divisions")
        .query("level == 'district' and point_source == 'geonames'")
        .drop_duplicates(["lng", "lat"])
    )
    found = locate(seats["lng"], seats["lat"])
    assert (found["city"].to_numpy() == seats["city"].to_numpy()).mean() > 0.99


def test_without_polygons_foreign_points_are_nowhere(without_polygons):
    """Tokyo is not given to Shanghai."""
    assert locate([139.7, np.nan], [35.7, 35.7])["how"].tolist() == ["", ""]
