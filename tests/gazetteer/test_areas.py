"""Middles and reach of towns and counties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.gazetteer import build, division_points, town_key

COUNTY, LNG, LAT = "411524", 115.40, 31.80


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Build a gazetteer of one county: two villages of one town, one place of another, many of a third."""
    places = [("孔楼村小区", 0.01), ("墩塘村幼儿园旁", 0.02), ("西街社区", 0.3), ("观庙镇家园", 0.1)]
    places += [(f"余集镇{n}号院", 0.0001 * n) for n in range(60)]
    frame = pd.DataFrame(places, columns=["place", "lng"])
    frame = frame.assign(place_source="made", address="", adcode=COUNTY, lng=frame["lng"] + LNG, lat=LAT)
    return build(tmp_path_factory.mktemp("areas") / "g", [frame])


def town(made, name):
    """Return longitude, reach and number of places of a town."""
    at = np.searchsorted(made.array("town_key"), town_key(np.array([int(COUNTY)], np.int32), [name]))[0]
    return [made.array(f"town_{column}")[at] for column in ("lng", "reach", "n")]


def test_a_town_without_a_point_lies_where_its_villages_are(made):
    """Places that name no town but a village that only it has; a village's name of several towns says nothing."""
    lng, _, n = town(made, "汪桥镇")
    assert lng == pytest.approx(LNG + 0.015)
    assert n == 2


def test_one_place_does_not_shrink_a_town_to_a_dot(made):
    """What one place spans is nothing: the usual reach stays; many places together show theirs."""
    assert town(made, "观庙镇")[1] > 4_000
    assert town(made, "余集镇")[1] < 2_500


def test_a_county_reaches_over_its_ground(made):
    """Places in its middle alone do not make a county of 2,000 square kilometres small."""
    assert made.array("area_reach")[np.searchsorted(made.array("area_key"), int(COUNTY))] > 15_000


def test_a_county_lies_at_its_seat(tmp_path):
    """Hundreds of known places in one corner do not draw it there; its reach holds them all the same."""
    points = division_points().set_index("code").loc[COUNTY]
    frame = pd.DataFrame(
        {
            "place": [f"家园{n}号院" for n in range(300)],
            "place_source": "made",
            "address": "",
            "adcode": COUNTY,
        }
    )
    frame = frame.assign(lng=points["lng"] + 0.5, lat=points["lat"])
    made = build(tmp_path / "g", [frame])
    at = np.searchsorted(made.array("area_key"), int(COUNTY))
    assert points["point_source"] == "geonames"
    assert made.array("area_lng")[at] == pytest.approx(points["lng"])
    assert made.array("area_reach")[at] > 40_000
    assert made.array("area_seat")[at]
