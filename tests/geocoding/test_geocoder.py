"""The geocoder on a made-up gazetteer."""

from __future__ import annotations

import pickle
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_places import SOUTH, WEST, made_addresses, made_gazetteer

from workbench.coordinates import distance_m
from workbench.errors import ColumnError, InputError
from workbench.geocoding import CODE, COLUMNS, BatchGeocoder, Geocoder, LocalProcesses, geocode_with
from workbench.geocoding.geocoder import CHUNK
from workbench.tables import DECISIONS, LEVELS, STATUSES

HOSTILE = [
    "",
    " ",
    "{{7*7}}",
    "'; DROP TABLE places; --",
    "<script>alert(1)</script>",
    "=1+1",
    "\ud800路",
    "🏠" * 50,
    "路" * 10_000,
    "1" * 5_000,
    "\x00\x01",
    "(" * 300,
    "云岭路" * 100,
]


@pytest.fixture(scope="module")
def geocoder():
    """One geocoder for all tests."""
    return Geocoder(made_gazetteer())


def locate(geocoder, text, **hints):
    """Geocode one text in Zhengzhou."""
    frame = pd.DataFrame({"address": pd.Series([text], dtype=object), "city": ["郑州市"]})
    return geocoder.geocode(frame, city="city").iloc[0]


def test_the_columns_are_those_of_the_table(geocoder):
    """Exactly, in order, with the index of the input."""
    frame = made_addresses(20).set_index(pd.Index(range(100, 120)))
    before = frame.copy()
    located = geocoder.geocode(frame, city="city")
    assert tuple(located.columns) == COLUMNS
    assert located.index.equals(frame.index)
    pd.testing.assert_frame_equal(frame, before)


def test_most_noisy_addresses_are_placed_within_100_metres(geocoder):
    """Made-up places have little in common with each other."""
    frame = made_addresses(300)
    located = geocoder.geocode(frame, city="city")
    away = distance_m(located["lng"], located["lat"], frame["lng"], frame["lat"])
    assert (away < 100).mean() > 0.9


def test_values_are_those_of_the_dictionary(geocoder):
    """Levels, decisions, statuses, codes, shares."""
    located = geocoder.geocode(
        pd.DataFrame({"address": pd.Series([*made_addresses(100)["address"], *HOSTILE], dtype=object)})
    )
    assert set(located["level"]) <= set(LEVELS)
    assert set(located["decision"]) <= set(DECISIONS)
    assert set(located["status"]) <= set(STATUSES)
    assert located["code"].map(lambda code: re.fullmatch(CODE, code) is not None).all()
    assert located["confidence"].between(0, 1).all()
    answered = located["level"] != "none"
    assert located.loc[answered, ["lng", "lat", "radius_m"]].notna().all(axis=None)
    assert located.loc[~answered, ["lng", "lat", "radius_m"]].isna().all(axis=None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.none(),
            st.floats(),
            st.text(max_size=60),
            st.text("云岭路松涛街锦瑟花园号0123456789(),-东西北与", max_size=40),
        ),
        max_size=6,
    )
)
def test_any_rows_come_back(geocoder, texts):
    """No row is lost and none raises, whatever stands in it."""
    located = geocoder.geocode(
        pd.DataFrame({"address": pd.Series(texts, dtype=object), "city": "郑州市"}), city="city"
    )
    assert len(located) == len(texts)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_give_a_row(geocoder, text):
    """Control characters, half characters, templates, ten thousand characters."""
    assert locate(geocoder, text)["level"] in LEVELS


def test_rows_do_not_depend_on_their_neighbours(geocoder):
    """The same address gives the same row alone, in another order and across chunks."""
    frame = made_addresses(60)
    located = geocoder.geocode(frame, city="city")
    order = np.random.default_rng(1).permutation(len(frame))
    shuffled = geocoder.geocode(frame.iloc[order], city="city")
    pd.testing.assert_frame_equal(shuffled.sort_index(), located)
    many = pd.concat([frame] * (CHUNK // 60 + 2), ignore_index=True)
    long = geocoder.geocode(many, city="city")
    pd.testing.assert_frame_equal(long.tail(60).reset_index(drop=True), long.head(60))


def test_no_rows_give_no_rows(geocoder):
    """With all columns."""
    assert tuple(geocoder.geocode(pd.DataFrame({"address": []})).columns) == COLUMNS


def test_a_missing_column_is_named(geocoder):
    """With the nearest ones."""
    with pytest.raises(ColumnError, match="Nearest: address"):
        geocoder.geocode(pd.DataFrame({"address": []}), "adress")


def test_corrections_win(geocoder):
    """A review's point stands, whatever the gazetteer says; the address may be written in another way."""
    fixed = Geocoder(
        made_gazetteer(),
        overrides=pd.DataFrame({"address": ["郑州市金水区云岭路２号"], "lng": [113.9], "lat": [34.9]}),
    )
    row = locate(fixed, "郑州市金水区云岭路2号")
    assert (row["lng"], row["lat"], row["decision"], row["place_source"]) == (
        113.9,
        34.9,
        "accept",
        "override",
    )
    assert locate(fixed, "郑州市金水区云岭路6号")["place_source"] != "override"


def test_a_correction_without_a_point_is_refused():
    """The row is named."""
    with pytest.raises(InputError, match="row 0"):
        Geocoder(made_gazetteer(), overrides=pd.DataFrame({"address": ["x"], "lng": [200], "lat": [np.nan]}))


def test_a_city_that_is_not_said_is_inferred_from_a_road_that_only_one_city_has(geocoder):
    """And a road that nobody knows leaves the row without an answer."""
    frame = pd.DataFrame({"address": ["望溪大道30号", "没有这条大道30号"]})
    assert geocoder.geocode(frame)["level"].tolist()[0] in {"door", "door_near", "place"}
    assert geocoder.geocode(frame)["level"].tolist()[1] == "none"


def test_a_geocoder_travels_with_its_corrections():
    """Workers answer the same."""
    fixed = Geocoder(
        made_gazetteer(),
        resolution=7,
        overrides=pd.DataFrame({"address": ["云岭路2号"], "lng": [113.9], "lat": [34.9]}),
    )
    there = pickle.loads(pickle.dumps(fixed))
    frame = made_addresses(10)
    pd.testing.assert_frame_equal(there.geocode(frame), fixed.geocode(frame))


@pytest.mark.parametrize("engine", [None, LocalProcesses(2)], ids=["here", "processes"])
def test_engines_give_identical_rows(geocoder, engine):
    """Where it runs makes no difference."""
    frame = made_addresses(50).assign(address=lambda f: f["address"].where(f.index % 7 > 0, None))
    expected = geocoder.geocode(frame, city="city")
    located = geocode_with(engine, geocoder, frame, city="city")
    pd.testing.assert_frame_equal(located, expected, check_dtype=False)


def test_the_batch_function_is_pure(geocoder):
    """Twice the same batch, twice the same bytes."""
    batch = pa.RecordBatch.from_pandas(made_addresses(20)[["address", "city"]], preserve_index=False)
    function = BatchGeocoder(geocoder, {"address": "address", "city": "city"})
    assert function(batch).equals(function(batch))


def test_the_notice_says_that_a_calibration_is_missing(geocoder):
    """A new gazetteer gives conservative figures and says so."""
    assert "no calibration of its own" in geocoder.notice


def test_doors_lie_on_their_road(geocoder):
    """An unknown number between two known ones is interpolated and called so."""
    row = locate(geocoder, "郑州市金水区云岭路12号")
    assert row["level"] == "door_near"
    assert "NUMBER.notFound" in row["faults"]
    assert distance_m(row["lng"], row["lat"], WEST, SOUTH + 0.004) < 60
