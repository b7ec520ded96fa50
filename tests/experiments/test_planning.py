"""Sample sizes against statsmodels, and what chance can look like."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

from workbench.errors import InputError
from workbench.experiments import best_day_by_chance, least_effect, sample_size, spend_alpha


@pytest.mark.parametrize(
    ("control", "treated"),
    [(0.3, 0.75), (0.3, 0.33), (0.6, 0.63), (0.005, 0.0065), (0.01, 0.013), (0.05, 0.04)],
)
def test_sample_sizes_are_those_of_statsmodels(control, treated):
    """Both programs ask for the same number of borrowers per arm."""
    theirs = samplesize_proportions_2indep_onetail(treated - control, control, 0.8, alpha=0.05)
    assert sample_size(control, treated) == pytest.approx(theirs, abs=1.0)


def test_clusters_need_more():
    """Two cases per borrower with correlation one half need half as many again."""
    assert sample_size(0.3, 0.4, cluster_size=2, correlation=0.5) == pytest.approx(
        1.5 * sample_size(0.3, 0.4), rel=0.01
    )


def test_least_effect_inverts_the_sample_size():
    """What a number of borrowers can show needs just that number."""
    rise = least_effect(0.02, 10_000)
    assert sample_size(0.02, 0.02 + rise) == pytest.approx(10_000, rel=0.001)


def test_planned_power_is_reached():
    """Simulated trials of the planned size find the effect four times in five."""
    n, rng = sample_size(0.3, 0.36), np.random.default_rng(0)
    a, b = rng.binomial(n, 0.3, 4000) / n, rng.binomial(n, 0.36, 4000) / n
    z = (b - a) / np.sqrt((a + b) * (1 - (a + b) / 2) / n)
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("per_arm", "rate", "expected"),
    [(5_000, 0.001, 1.0), (20_000, 0.001, 0.56), (20_000, 0.002, 0.08), (100_000, 0.002, 0.0)],
)
def test_the_best_of_thirty_days_is_noise(per_arm, rate, expected):
    """A lift of 91 % on the best day comes by chance this often, though nothing works."""
    assert best_day_by_chance(per_arm, rate) == pytest.approx(expected, abs=0.04)


def test_looking_five_times_keeps_the_error():
    """A trial without effect that is looked at five times is called a success in at most 5 of 100."""
    shares = np.array([0.2, 0.4, 0.6, 0.8, 1.0])
    steps = np.random.default_rng(1).standard_normal((20_000, 5)) * np.sqrt(0.2)
    z = steps.cumsum(axis=1) / np.sqrt(shares)

    p = 2 * norm.sf(np.abs(z))
    assert (p < 0.05).any(axis=1).mean() > 0.12
    assert (p < spend_alpha(shares)).any(axis=1).mean() <= 0.05


def test_all_alpha_is_spent_at_the_end():
    """The thresholds add up to alpha."""
    assert spend_alpha([0.3, 0.7, 1.0]).sum() == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sample_size(0.3, 0.3), "equal"),
        (lambda: sample_size(0.0, 0.3), "p_control"),
        (lambda: spend_alpha([0.5, 0.4]), "rising"),
    ],
)
def test_wrong_settings_are_named(call, words):
    """The message says which setting is wrong."""
    with pytest.raises(InputError, match=words):
        call()
