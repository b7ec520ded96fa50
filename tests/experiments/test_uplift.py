"""Uplift: a perfect, a useless and an upside-down ranking."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.errors import InputError
from workbench.experiments import qini_coefficient, qini_curve, uplift_by_decile

RNG = np.random.default_rng(0)
TRUE = RNG.uniform(-0.1, 0.3, 40_000)
TREATED = RNG.integers(0, 2, 40_000)
OUTCOME = (RNG.random(40_000) < 0.3 + TRUE * TREATED).astype(float)


def test_true_uplift_ranks_well_and_upside_down_badly():
    """The coefficient is positive for the truth, as negative for its reverse, about 0 for noise."""
    good = qini_coefficient(TRUE, TREATED, OUTCOME)
    assert good > 0.003
    assert qini_coefficient(-TRUE, TREATED, OUTCOME) == pytest.approx(-good, rel=0.02)
    assert abs(qini_coefficient(RNG.random(40_000), TREATED, OUTCOME)) < good / 4


def test_curve_ends_where_everybody_is_treated():
    """All rankings end at the same gain: the treated's outcomes less the control's, scaled."""
    ends = [qini_curve(score, TREATED, OUTCOME)["gain"].iloc[-1] for score in (TRUE, -TRUE)]
    control = OUTCOME[TREATED == 0].sum() * TREATED.sum() / (1 - TREATED).sum()
    assert ends == pytest.approx([OUTCOME[TREATED == 1].sum() - control] * 2)


def test_equal_scores_are_one_step():
    """A constant score says nothing: one step, coefficient 0."""
    assert len(qini_curve(np.zeros(40_000), TREATED, OUTCOME)) == 2
    assert qini_coefficient(np.zeros(40_000), TREATED, OUTCOME) == pytest.approx(0.0)


def test_uplift_by_decile_holds_the_truth():
    """In most deciles the interval holds the mean true uplift."""
    table = uplift_by_decile(TRUE, TREATED, OUTCOME)
    assert ((table["low"] < table["mean_score"]) & (table["mean_score"] < table["high"])).sum() >= 8


def test_no_control_no_uplift():
    """Without a randomised control the question has no answer."""
    with pytest.raises(InputError, match="randomised control"):
        qini_curve(TRUE, np.ones(40_000), OUTCOME)
