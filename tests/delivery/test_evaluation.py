"""Measures of odds against scikit-learn and against arithmetic; drift."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import log_loss as reference_loss
from sklearn.metrics import roc_auc_score

from workbench.delivery import check_drift, evaluate, evaluate_by, reliability
from workbench.delivery.drift import learn_profile
from workbench.delivery.evaluation import area_under_curve, calibration_error, log_loss
from workbench.errors import InputError

RNG = np.random.default_rng(0)
ODDS = RNG.uniform(0, 1, 5000).round(2)
HITS = (RNG.random(5000) < ODDS).astype(float)


def test_area_and_loss_are_those_of_scikit_learn():
    """Ties included, both figures agree with the reference."""
    assert area_under_curve(ODDS, HITS) == pytest.approx(roc_auc_score(HITS, ODDS))
    assert log_loss(ODDS, HITS) == pytest.approx(reference_loss(HITS, ODDS), rel=1e-6)


def test_right_odds_have_only_the_error_of_chance():
    """The calibration error of true odds lies within what chance leaves."""
    table = evaluate(ODDS, HITS, rounds=30).set_index("metric")
    assert table.loc["calibration_error", "value"] < 1.6 * table.loc["calibration_noise", "value"]


def test_shifted_odds_have_the_error_of_the_shift():
    """Odds that are 0.1 too high everywhere have an error of about 0.1."""
    p = np.clip(ODDS, 0.05, 0.85)
    hits = (np.random.default_rng(1).random(5000) < p).astype(float)
    assert calibration_error(p + 0.1, hits) == pytest.approx(0.1, abs=0.015)


def test_unknown_outcomes_do_not_count():
    """NaN rows are left out, not taken as misses."""
    hits = HITS.copy()
    hits[:100] = np.nan
    assert evaluate(ODDS, hits, rounds=2)["n"].iloc[0] == 4900


def test_gaps_by_group_show_where_odds_are_wrong():
    """A group whose odds are too high has a gap whose interval excludes nought."""
    groups = pd.Series(np.where(np.arange(5000) < 2500, "x", "y"))
    p = np.clip(np.where(groups.eq("y"), ODDS + 0.15, ODDS), 0, 1)
    table = evaluate_by(p, HITS, groups).set_index("group")
    assert table.loc["x", "gap_low"] < 0 < table.loc["x", "gap_high"]
    assert table.loc["y", "gap_low"] > 0


def test_reliability_intervals_cover_the_odds():
    """For true odds most bins' intervals hold the mean of the odds."""
    table = reliability(ODDS, HITS)
    assert (
        (table["low_share"] <= table["mean_odds"]) & (table["mean_odds"] <= table["high_share"])
    ).sum() >= 8


def test_lengths_must_agree():
    """Rows must belong together."""
    with pytest.raises(InputError, match="row by row"):
        evaluate(ODDS, HITS[:10])


def test_drift_names_the_column_that_moved():
    """A shifted number and a new word are seen; the rest is stable."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "years": rng.gamma(2, 1, 4000),
            "level": rng.choice(["door", "road"], 4000),
            "agrees": rng.integers(0, 3, 4000),
        }
    )
    profile = learn_profile(frame, ["years", "level", "agrees"])
    now = frame.assign(years=frame["years"] + 2, level="town")
    verdict = check_drift(profile, now).set_index("feature")["verdict"]
    assert verdict.to_dict() == {"years": "drifted", "level": "drifted", "agrees": "stable"}
    assert check_drift(profile, frame)["verdict"].eq("stable").all()
