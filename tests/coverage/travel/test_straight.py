"""Travel times without roads."""

import numpy as np
import pandas as pd
import pytest
from grid_town import grid_graph, spots

from workbench.coverage import Circuity, RoadTimes, Speeds, StraightTimes, calibrate_speed, learn_circuity
from workbench.errors import InputError


def test_a_grid_has_the_circuity_of_a_grid():
    """Ways on a grid are about 4 / pi times as long as the crow flies."""
    learned = learn_circuity(RoadTimes(grid_graph()), spots(80, 1))
    assert 1.1 < learned.factor < 1.5
    assert "learned from" in str(learned)
    assert learned.error_share < 0.35


def test_straight_times_follow_the_circuity():
    """Seconds are great circle x factor / speed, metres great circle x factor."""
    points = pd.DataFrame({"lng": [117.0, 117.0], "lat": [36.0, 36.009]})
    seconds, metres = StraightTimes("car", Circuity(factor=1.5, kmh=36.0)).matrix(points)
    assert metres[0, 1] == pytest.approx(1501.1, abs=1.0)
    assert seconds[0, 1] == pytest.approx(150.1, abs=0.1)


def test_missing_points_are_unreachable():
    """A point without coordinates has no way to anywhere and is flagged."""
    points = pd.DataFrame({"lng": [117.0, np.nan], "lat": [36.0, 36.0]})
    assert np.isinf(StraightTimes().matrix(points).seconds[0, 1])
    assert StraightTimes().snap(points)["far_from_road"].tolist() == [False, True]


def test_unknown_mode_is_refused():
    """A mode outside the dictionary is named with those that exist."""
    with pytest.raises(InputError, match="foot, ebike, car"):
        StraightTimes("horse")


def test_calibration_finds_factor_and_stop_time():
    """Time stamps made with 1.4 x the model and 3 minutes per stop give both back."""
    travel = RoadTimes(grid_graph(), Speeds("ebike"))
    stops = spots(80, 7)
    legs = travel.legs(stops.iloc[:-1], stops.iloc[1:].reset_index(drop=True))["seconds"].to_numpy()
    at = pd.Timestamp("2026-01-05 09:00") + pd.to_timedelta(
        np.append(0, np.cumsum(1.4 * legs + 180.0)), unit="s"
    )
    learned = calibrate_speed(travel, stops.assign(courier="c", attempted_at=at))
    assert learned.factor == pytest.approx(1.4, abs=0.02)
    assert learned.stop_minutes == pytest.approx(3.0, abs=0.1)
    assert learned.error_share < learned.error_share_before
