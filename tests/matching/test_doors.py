"""Doors, crossings and middles on the made-up roads."""

from __future__ import annotations

import numpy as np
import pytest
from made_places import SOUTH, WEST, made_gazetteer

from workbench.coordinates import distance_m
from workbench.matching import Source, read_queries
from workbench.matching.candidates import gather


def points(text, source, code=410105):
    """Return the candidates of one source for one text."""
    found = gather(made_gazetteer(), read_queries([text], np.asarray([code], np.int32))).candidates
    some = found.source == source
    return found.lng[some], found.lat[some]


@pytest.mark.parametrize(("number", "north"), [(2, 0.0), (12, 0.0040), (4, 0.0008), (58, 0.0224)])
def test_a_door_lies_between_its_neighbours(number, north):
    """Numbers rise by 4 every 0.0016 degrees; 12 lies in the middle of 10 and 14."""
    lng, lat = points(f"云岭路{number}号", Source.DOOR)
    assert distance_m(lng[0], lat[0], WEST, SOUTH + north) < 40


def test_beyond_the_last_number_the_door_stays_at_the_end():
    """Nothing is extrapolated."""
    _, lat = points("云岭路900号", Source.DOOR)
    assert lat[0] == pytest.approx(SOUTH + 0.0224, abs=1e-6)


def test_a_crossing_takes_the_offset_of_its_witness_off():
    """The place 100 m east of the crossing says where the crossing is."""
    lng, lat = points("云岭路与松涛街交叉口", Source.CROSSING)
    assert distance_m(lng[0], lat[0], WEST + 0.006, SOUTH + 0.03) == pytest.approx(100, abs=2)


def test_an_offset_moves_the_crossing():
    """往东100米 leads back to the witness."""
    lng, lat = points("云岭路与松涛街交叉口往东100米", Source.CROSSING)
    assert distance_m(lng[0], lat[0], WEST + 0.006, SOUTH + 0.03) < 2


def test_a_road_with_a_side_is_found_under_its_base():
    """稻香路 is known as 稻香北路 and 稻香南路 only."""
    lng, _ = points("稻香路30号", Source.DOOR, code=410100)
    assert len(lng) == 1


@pytest.mark.parametrize(
    ("code", "roads", "crossing"),
    [
        (410105, [True, True], [True]),
        (410102, [False, True], [False]),
        (410100, [True, True], [True]),
        (410122, [], []),
    ],
)
def test_points_from_roads_say_whether_they_lie_in_the_county(code, roads, crossing):
    """Where no county is asked for, all lie within; those of the next county are there for comparison, of one far off they are not."""
    found = gather(made_gazetteer(), read_queries(["云岭路与松涛街交叉口"], np.asarray([code], np.int32)))
    assert found.middles.same.tolist() == roads
    assert found.crossings.same.tolist() == crossing


def test_a_road_of_another_city_is_not_found():
    """The same road asked for in Luoyang has no points."""
    assert len(points("云岭路2号", Source.DOOR, code=410300)[0]) == 0
