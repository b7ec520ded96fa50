"""Intervals equal those of statsmodels and cover what they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.patterns import adjust_p, difference_interval, wilson_interval

COUNTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(COUNTS)
def test_wilson_equals_statsmodels(counts):
    """Wilson's interval is that of statsmodels."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    low, high = proportion.proportion_confint(*counts, method="wilson")
    ours = wilson_interval(*counts)
    assert np.allclose(ours, (max(low, 0), min(high, 1)), atol=1e-12)


@settings(deadline=None)
@given(COUNTS, COUNTS)
def test_newcombe_equals_statsmodels(before, after):
    """The interval of a difference is Newcombe's of statsmodels."""
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    low, high = proportion.confint_proportions_2indep(*after, *before, method="newcomb")
    gap, ours_low, ours_high = difference_interval(before, after)
    assert np.allclose((ours_low, ours_high), (low, high), atol=1e-9)
    assert ours_low <= gap <= ours_high


def test_nothing_counted_has_no_interval():
    """Without a denominator there is no number."""
    assert np.isnan(wilson_interval([0], [0])).all()
    assert np.isnan(difference_interval(([0], [0]), ([1], [2]))).all()


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_adjusted_p_equals_statsmodels(p_values):
    """Benjamini and Hochberg's adjustment is that of statsmodels."""
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    assert np.allclose(adjust_p(p_values), multitest.multipletests(p_values, method="fdr_bh")[1])


def test_missing_p_values_are_not_counted():
    """NaN stays NaN and does not make the others larger."""
    assert np.array_equal(adjust_p([0.01, np.nan, 0.02]), [0.02, np.nan, 0.02], equal_nan=True)
