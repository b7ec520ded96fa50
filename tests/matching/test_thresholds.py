"""Thresholds, sweeps and intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from workbench.errors import InputError
from workbench.matching import Thresholds, decide, sweep, wilson
from workbench.workspace import Settings

LABELLED = pd.DataFrame({"confidence": [0.9, 0.8, 0.6, 0.2], "right": [True, True, False, False]})


def test_a_project_starts_with_the_same_thresholds():
    """What a project decides is what a table decides without one."""
    assert Thresholds(Settings().accept, Settings().review) == Thresholds()


def test_decisions_follow_the_thresholds():
    """Bounds belong to the better side; an unknown confidence is rejected."""
    assert decide([0.81, 0.80, 0.25, 0.1, np.nan], Thresholds()).tolist() == [
        "accept",
        "review",
        "review",
        "reject",
        "reject",
    ]


def test_thresholds_that_cross_are_refused():
    """Review cannot lie above accept."""
    with pytest.raises(InputError, match="review"):
        Thresholds(accept=0.2, review=0.5)


@given(st.integers(1, 500), st.data())
def test_wilson_agrees_with_statsmodels(n, data):
    """The interval is the textbook one."""
    k = data.draw(st.integers(0, n))
    expected = proportion_confint(k, n, method="wilson")
    assert np.allclose(np.stack(wilson(k, n)), expected, atol=1e-6)


def test_a_sweep_counts_by_hand():
    """At 0.7 two are accepted, both right; at 0.5 one of three is wrong."""
    table = sweep(LABELLED, right="right", steps=[0.5, 0.7], cost_wrong=10, cost_review=1)
    assert table["precision"].tolist() == pytest.approx([2 / 3, 1])
    assert table["recall"].tolist() == [1, 1]
    assert table["cost"].tolist() == pytest.approx([(10 + 1) / 4, 2 / 4])


def test_without_labels_confidence_stands_for_truth():
    """The basis is said."""
    table = sweep(LABELLED, steps=[0.7])
    assert table.loc[0, "precision"] == pytest.approx(0.85)
    assert table.loc[0, "basis"] == "confidence"


def test_a_sweep_says_which_column_is_missing():
    """The nearest names are named."""
    with pytest.raises(InputError, match="rigth"):
        sweep(LABELLED, right="rigth")
