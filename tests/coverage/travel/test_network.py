"""Travel times over roads."""

import pickle

import numpy as np
import pandas as pd
import pytest
from grid_town import SOUTH, STEP, WEST, grid_graph, grid_roads, spots
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coordinates import convert
from workbench.coverage import RoadTimes, Speeds, make_graph
from workbench.errors import InputError

GRAPH = grid_graph()
FAST, PLAIN = RoadTimes(GRAPH, engine="hierarchy"), RoadTimes(GRAPH, engine="scipy")


def test_both_engines_agree():
    """The contraction hierarchy finds scipy's travel times within a tenth of a second."""
    points = spots(40, 1)
    np.testing.assert_allclose(FAST.matrix(points).seconds, PLAIN.matrix(points).seconds, atol=0.1)
    np.testing.assert_allclose(FAST.matrix(points).metres, PLAIN.matrix(points).metres, atol=0.1)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_detours_are_never_shorter(seed):
    """Going over a third place takes at least as long as the way itself, access apart."""
    points = spots(6, seed)
    points = points.assign(lng=WEST + ((points["lng"] - WEST) / STEP).round() * STEP)
    points = points.assign(lat=SOUTH + ((points["lat"] - SOUTH) / STEP).round() * STEP)
    seconds = FAST.matrix(points).seconds
    over = (seconds[:, :, None] + seconds[None, :, :]).min(axis=1)
    assert (seconds <= over + 0.05).all()


def test_one_way_streets_are_longer_back():
    """Against a one-way street one rides around, but walks."""
    roads = grid_roads()
    first = roads.geometry.iloc[0]
    oneway = roads.loc[~roads.geometry.map(lambda line: line.equals_exact(first.reverse(), 1e-9))]
    ends = pd.DataFrame(first.coords, columns=["lng", "lat"])
    ride = RoadTimes(make_graph(oneway)).matrix(ends).seconds
    walk = RoadTimes(make_graph(oneway), Speeds("foot")).matrix(ends).seconds
    assert ride[1, 0] > 2.5 * ride[0, 1]
    assert walk[1, 0] == pytest.approx(walk[0, 1])


def test_far_and_missing_points_are_reported():
    """A point far from every road and one without coordinates have no way to anywhere."""
    points = pd.DataFrame({"lng": [WEST, WEST + 1.0, np.nan], "lat": [SOUTH, SOUTH, SOUTH]})
    assert FAST.snap(points)["far_from_road"].tolist() == [False, True, True]
    seconds = FAST.matrix(points).seconds
    assert np.isinf(seconds[0, 1:]).all()
    assert np.isinf(seconds[1:, 0]).all()


@pytest.mark.parametrize("travel", [FAST, PLAIN], ids=["hierarchy", "scipy"])
def test_legs_are_the_fastest_ways(travel):
    """A leg takes as long as the matrix says and its line is as long as its metres."""
    origins, targets = spots(12, 2), spots(12, 3)
    legs = travel.legs(origins, targets)
    np.testing.assert_allclose(legs["seconds"], travel.matrix(origins, targets).seconds.diagonal(), atol=0.1)
    length = legs.to_crs(legs.estimate_utm_crs()).length
    np.testing.assert_allclose(legs["metres"], length, rtol=0.01)


def test_points_in_another_datum_are_converted_at_the_door():
    """Points in GCJ-02 give the times of the same places in WGS 84 if the datum is stated."""
    points = spots(10, 4)
    lng, lat = convert(points["lng"], points["lat"], source="wgs84", target="gcj02")
    shifted = pd.DataFrame({"lng": lng, "lat": lat})
    stated = RoadTimes(GRAPH, datum="gcj02").matrix(shifted).seconds
    np.testing.assert_allclose(stated, FAST.matrix(points).seconds, atol=0.1)
    assert not np.allclose(FAST.matrix(shifted).seconds, stated, atol=30)


def test_exchanged_columns_are_refused():
    """Latitudes above 90 mean that the columns are exchanged."""
    with pytest.raises(InputError, match="exchanged"):
        FAST.matrix(pd.DataFrame({"lng": [36.6], "lat": [117.0]}))


def test_doors_do_not_open_on_trunk_roads():
    """A point beside a trunk road joins the street behind it."""
    roads = grid_roads()
    south = roads.geometry.map(lambda line: line.bounds[3] <= SOUTH + 1e-9)
    roads.loc[south, "highway"] = "trunk"
    snapped = RoadTimes(make_graph(roads)).snap(pd.DataFrame({"lng": [WEST + 0.5 * STEP], "lat": [SOUTH]}))
    assert snapped["access_m"].iloc[0] > 150


def test_reach_grows_with_time():
    """More minutes reach more places, none later than asked."""
    start = pd.DataFrame({"lng": [WEST + 3 * STEP], "lat": [SOUTH + 3 * STEP]})
    (near,), (far,) = FAST.reach(start, 120.0), FAST.reach(start, 240.0)
    assert 0 < len(near) < len(far)
    assert far["seconds"].max() <= 240.0


def test_travel_times_go_to_other_processes():
    """They can be pickled and answer the same."""
    points = spots(5, 5)
    copy = pickle.loads(pickle.dumps(FAST))
    np.testing.assert_array_equal(copy.matrix(points).seconds, FAST.matrix(points).seconds)


def test_motorways_are_closed_to_walkers():
    """A graph of motorways only cannot be walked."""
    with pytest.raises(InputError, match="may be used by 'foot'"):
        RoadTimes(make_graph(grid_roads().assign(highway="motorway")), Speeds("foot"))
