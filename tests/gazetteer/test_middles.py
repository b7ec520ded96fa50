"""Every division has a point and an honest radius."""

import numpy as np
import pytest
import shapely

from workbench.coordinates import distance_m
from workbench.gazetteer import middles
from workbench.gazetteer.middles import division_points
from workbench.geodata import read, regions


@pytest.fixture
def without_polygons(monkeypatch):
    """Take away the package with the polygons."""
    monkeypatch.setattr(middles, "regions", lambda level: None)
    middles._points.cache_clear()
    yield
    middles._points.cache_clear()


def test_every_division_has_a_point_and_a_radius():
    """In the order of the table, none left out."""
    points = division_points()
    assert points["code"].tolist() == read("divisions", ["code"])["code"].tolist()
    assert points[["lng", "lat"]].notna().all(axis=None)
    assert (points["radius_m"] > 0).all()


def test_points_of_counties_lie_in_them():
    """Nearly all: the middle of the townships of a crescent may lie outside it."""
    counties = regions("district").set_index("adcode")
    points = division_points().query("level == 'district'").set_index("code")
    both = points.index.intersection(counties.index)
    inside = shapely.contains_xy(
        counties.geometry[both].to_numpy(),
        points.loc[both, "lng"].to_numpy(),
        points.loc[both, "lat"].to_numpy(),
    )
    assert inside.mean() > 0.99


def test_radii_hold_most_of_the_known_townships():
    """Townships lie further out than homes, so fewer than 9 of 10."""
    towns = read("divisions").query("level == 'town' and point_source == 'geonames'")
    county = division_points().set_index("code").loc[towns["adcode"]]
    away = distance_m(towns["lng"], towns["lat"], county["lng"].to_numpy(), county["lat"].to_numpy())
    assert 0.6 < (away <= county["radius_m"].to_numpy()).mean() < 0.95


def test_a_township_without_a_point_borrows_the_county_s():
    """Point, radius and the name of the lender."""
    points = division_points().set_index("code")
    row = points[points["point_source"] == "district"].iloc[0]
    county = points.loc[row.name[:6]]
    assert (row["lng"], row["lat"], row["radius_m"]) == (county["lng"], county["lat"], county["radius_m"])


def test_finer_divisions_have_smaller_radii():
    """At the median, level by level."""
    middle = division_points().query("point_source == 'geonames'").groupby("level")["radius_m"].median()
    assert middle["town"] < middle["district"] < middle["city"]


def test_a_round_county_has_the_radius_of_its_share():
    """Half the ground of a disc lies within its radius over the root of two."""
    disc = shapely.Point(0.0, 0.0).buffer(0.1, quad_segs=64)
    zero = np.zeros(1)
    radius = middles._ground_radii(np.array([disc]), zero, zero, np.array([0.5]))
    assert np.isclose(radius, 0.1 * 111_195 / np.sqrt(2), rtol=0.05)


def test_without_polygons_bundled_points_remain(without_polygons):
    """Fewer points of their own, usual radii, still one for every division."""
    points = division_points()
    assert (points["point_source"] != "middle").all()
    assert points[["lng", "lat", "radius_m"]].notna().all(axis=None)


def test_callers_get_frames_of_their_own():
    """What one caller does to the points no other sees."""
    mine = division_points()
    mine["lng"] = 0.0
    assert (division_points()["lng"] > 70).all()
