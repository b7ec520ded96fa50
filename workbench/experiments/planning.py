"""How many borrowers a trial needs, and what chance alone can look like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

from workbench.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sample_size(
    p_control: float,
    p_treated: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    cluster_size: float = 1.0,
    correlation: float = 0.0,
) -> int:
    """Borrowers per arm to tell two rates apart (two-sided z test of two proportions, equal arms).

    Parameters
    ----------
    p_control, p_treated
        Rates under control and under treatment.
    alpha, power
        Error of the first kind, and probability of finding the difference.
    cluster_size, correlation
        Mean letters or cases per unit of randomisation and their correlation: multiplies by ``1 + (size - 1) * correlation``.

    Notes
    -----
    Fleiss' formula with the pooled variance under the null, as ``samplesize_proportions_2indep_onetail`` of statsmodels.
    """
    _check_shares(p_control=p_control, p_treated=p_treated, alpha=alpha, power=power)
    if p_control == p_treated:
        raise InputError(
            "planning: both rates are equal, so no number of borrowers tells them apart. Expected a difference."
        )
    middle = (p_control + p_treated) / 2
    null = math.sqrt(2 * middle * (1 - middle))
    other = math.sqrt(p_control * (1 - p_control) + p_treated * (1 - p_treated))
    reach = norm.ppf(1 - alpha / 2) * null + norm.ppf(power) * other
    design = 1.0 + (cluster_size - 1.0) * correlation
    size: int = math.ceil((reach / (p_treated - p_control)) ** 2 * design)
    return size


def least_effect(p_control: float, per_arm: int, *, alpha: float = 0.05, power: float = 0.8) -> float:
    """Smallest rise of a rate that ``per_arm`` borrowers can show, by bisection; NaN where none can."""
    _check_shares(p_control=p_control, alpha=alpha, power=power)
    low, high = 0.0, 1.0 - p_control - 1e-9
    if sample_size(p_control, p_control + high, alpha=alpha, power=power) > per_arm:
        return math.nan
    for _ in range(60):
        middle = (low + high) / 2
        enough = sample_size(p_control, p_control + max(middle, 1e-12), alpha=alpha, power=power) <= per_arm
        low, high = (low, middle) if enough else (middle, high)
    return high


def best_day_by_chance(
    per_arm: int,
    daily_rate: float,
    *,
    days: int = 30,
    lift_share: float = 0.91,
    rounds: int = 4000,
    seed: int = 0,
) -> float:
    """Probability that the best of ``days`` shows at least this lift although nothing works.

    Two equal arms are drawn again and again; per day the treated count is compared with the control's.
    """
    _check_shares(daily_rate=daily_rate)
    rng = np.random.default_rng(seed)
    counts: NDArray[np.int64] = rng.binomial(per_arm, daily_rate, (2, rounds, days))
    treated, control = counts.astype(np.float64)
    lift = np.divide(treated, control, out=np.where(treated > 0, np.inf, 1.0), where=control > 0) - 1.0
    return float((lift.max(axis=1) >= lift_share).mean())


def spend_alpha(shares: NDArray[np.float64] | list[float], *, alpha: float = 0.05) -> NDArray[np.float64]:
    """Thresholds for the p value at each of several looks at a running trial.

    The spending follows O'Brien and Fleming (Lan and DeMets, 1983); each look may use only what is newly spent, which keeps the
    error of the first kind below ``alpha`` whatever the looks' dependence (union bound; a little conservative).

    Parameters
    ----------
    shares
        Share of the planned borrowers seen at each look, rising, the last at most 1.
    alpha
        Error of the first kind over all looks.
    """
    seen = np.asarray(shares, dtype=np.float64)
    if not len(seen) or (np.diff(seen) <= 0).any() or seen[0] <= 0 or seen[-1] > 1:
        raise InputError(
            "planning: looks must come at rising shares above 0 and at most 1, such as 0.5, 1.0."
        )
    spent = 2.0 * (1.0 - norm.cdf(norm.ppf(1 - alpha / 2) / np.sqrt(seen)))
    return np.asarray(np.diff(np.concatenate([[0.0], spent])))


def _check_shares(**shares: float) -> None:
    for name, value in shares.items():
        if not 0.0 < value < 1.0:
            raise InputError(f"planning: {name} = {value}. Expected a share between 0 and 1.")
