"""Uplift: a perfect, a useless and an upside-down ranking."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.delivery import Features
from workbench.errors import InputError
from workbench.experiments import (
    area_under_uplift,
    predict_uplift,
    qini_coefficient,
    qini_curve,
    uplift_by_decile,
)

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


def test_area_is_half_the_effect_for_a_constant_score_and_more_for_the_truth():
    """A score that says nothing gives the triangle under the straight line."""
    effect = OUTCOME[TREATED == 1].mean() - OUTCOME[TREATED == 0].mean()
    plain = area_under_uplift(np.zeros(40_000), TREATED, OUTCOME)
    assert plain == pytest.approx(effect / 2, rel=0.01)
    assert area_under_uplift(TRUE, TREATED, OUTCOME) > 1.2 * plain


def test_predicted_uplift_finds_who_is_moved():
    """From a trial alone the prediction ranks nearly as well as the truth, and is as large on average."""
    people = pd.DataFrame({"trait": TRUE, "noise": RNG.random(40_000), "treated": TREATED, "repaid": OUTCOME})
    score = predict_uplift(people, Features(categories=(), numbers=("trait", "noise"), crossed=()))
    assert qini_coefficient(score, TREATED, OUTCOME) > 0.9 * qini_coefficient(TRUE, TREATED, OUTCOME)
    assert score.mean() == pytest.approx(TRUE.mean(), abs=0.01)


def test_predicted_uplift_of_noise_ranks_like_noise():
    """Where nobody is moved more than others the out-of-fold ranking is worth nothing."""
    people = pd.DataFrame(
        {"noise": RNG.random(40_000), "treated": TREATED, "repaid": RNG.random(40_000) < 0.3}
    )
    score = predict_uplift(people, Features(categories=(), numbers=("noise",), crossed=()))
    assert abs(qini_coefficient(score, TREATED, people["repaid"])) < 0.0015


def test_uplift_is_not_predicted_without_a_control():
    """One arm alone is refused with words."""
    people = pd.DataFrame({"treated": [1, 1], "repaid": [0, 1]})
    with pytest.raises(InputError, match="randomised control"):
        predict_uplift(people, Features())


@given(st.integers(0, 10_000), st.integers(4, 60))
def test_curve_depends_on_the_order_alone(seed, count):
    """Any rising transform of the score, and any order of the rows, leave the curve as it is; it starts at 0."""
    rng = np.random.default_rng(seed)
    score, outcome = rng.integers(0, 9, count).astype(float), rng.integers(0, 2, count)
    treated = np.append([0, 1], rng.integers(0, 2, count - 2))
    curve, order = qini_curve(score, treated, outcome), rng.permutation(count)
    assert curve.iloc[0].tolist() == [0, 0, 0]
    assert np.allclose(curve, qini_curve(np.exp(score), treated, outcome))
    assert np.allclose(curve, qini_curve(score[order], treated[order], outcome[order]))
