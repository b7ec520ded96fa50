"""What another rule of choice would have reached, told from the log of the rule that ran.

Inverse propensity weighting (IPS), its self-normalised form (SNIPS), and the doubly robust estimator (DR: Dudik, Langford and Li,
2011). All need the probability with which each logged address was chosen; where it was only estimated afterwards, people who
chose by what they knew bias every one of them, and a warning says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_WEIGHT_MOST = 50.0
_EFFECTIVE_LEAST_SHARE = 0.05
_WEIGHT_GAP = 0.1
_UNSUPPORTED_MOST_SHARE = 0.05
_TINY = 0.01
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class RuleValue:
    """Value of a rule of choice.

    Parameters
    ----------
    estimates
        ``method, value, low, high`` (95 %, bootstrap over borrowers) for ``logged`` (what ran)``, model, ips, snips, dr``.
    warnings
        What makes the figures doubtful, in words; empty where nothing does.
    effective_letters
        Letters that the weighted log is worth.
    """

    estimates: pd.DataFrame
    warnings: tuple[str, ...]
    effective_letters: float


def value_of_rule(
    log: pd.DataFrame,
    actions: pd.DataFrame,
    *,
    estimated: bool = False,
    rounds: int = 500,
    seed: int = 0,
) -> RuleValue:
    """Estimate the share of borrowers that a rule's first letter would reach.

    Parameters
    ----------
    log
        One first letter per borrower: ``borrower, address_id, p_chosen, delivered`` (0 or 1).
    actions
        Every address that could have been chosen, of the same borrowers: ``borrower, address_id, p_rule`` (probability under the rule
        in question; sums to 1 per borrower)``, p_delivered`` (odds of a model fitted on OTHER letters).
    estimated
        Say so if ``p_chosen`` was not logged but estimated afterwards.
    rounds, seed
        Of the bootstrap.

    Raises
    ------
    InputError
        If probabilities are impossible, a borrower occurs twice in the log, or a logged address is not among the actions.
    """
    require(log, ["borrower", "address_id", "p_chosen", "delivered"], where="experiments: log")
    require(actions, ["borrower", "address_id", "p_rule", "p_delivered"], where="experiments: actions")
    table = _align(log, actions)
    weight = (table["p_rule"] / table["p_chosen"]).to_numpy(float)
    reward, guess = table["delivered"].to_numpy(float), table["p_delivered"].to_numpy(float)
    expected = table["expected"].to_numpy(float)
    terms = np.column_stack([reward, expected, weight * reward, weight, expected + weight * (reward - guess)])
    rng = np.random.default_rng(seed)
    draws = np.stack([_combine(_resampled_means(terms, rng)) for _ in range(rounds)])
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    methods = ["logged", "model", "ips", "snips", "dr"]
    value = _combine(terms.mean(axis=0))
    estimates = pd.DataFrame({"method": methods, "value": value, "low": low, "high": high})
    effective = float(weight.sum() ** 2 / max((weight**2).sum(), _TOLERANCE))
    return RuleValue(estimates, tuple(_warnings(table, weight, effective, estimated=estimated)), effective)


def _align(log: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Join each logged letter to its action and to the rule's expected odds."""
    if log["borrower"].duplicated().any():
        raise InputError(
            "experiments: a borrower occurs twice in the log. Expected first letters only, one per borrower."
        )
    if not log["p_chosen"].between(0, 1, inclusive="right").all():
        raise InputError(
            "experiments: p_chosen is missing or outside 0 to 1. Only letters whose choice was logged with its probability can tell; "
            "estimated ones must be passed with estimated=True."
        )
    sums = actions.groupby("borrower")["p_rule"].sum()
    if (sums - 1.0).abs().max() > _TOLERANCE:
        raise InputError(
            "experiments: p_rule does not sum to 1 for every borrower. See choice_probabilities."
        )
    expected = (
        (actions["p_rule"] * actions["p_delivered"]).groupby(actions["borrower"]).sum().rename("expected")
    )
    joined = log[["borrower", "address_id", "p_chosen", "delivered"]].merge(
        actions[["borrower", "address_id", "p_rule", "p_delivered"]],
        on=["borrower", "address_id"],
        how="left",
    )
    if joined["p_rule"].isna().any():
        raise InputError(
            "experiments: a logged address is not among the actions. Expected all addresses of each borrower."
        )
    return joined.merge(expected, left_on="borrower", right_index=True)


def _resampled_means(terms: Floats, rng: np.random.Generator) -> Floats:
    return np.asarray(terms[rng.integers(0, len(terms), len(terms))].mean(axis=0))


def _combine(means: Floats) -> Floats:
    """Turn the means of the terms into the five estimates."""
    logged, model, weighted, weight, robust = means
    return np.array([logged, model, weighted, weighted / max(weight, _TOLERANCE), robust])


def _warnings(table: pd.DataFrame, weight: Floats, effective: float, *, estimated: bool) -> list[str]:
    found = []
    if estimated:
        found.append(
            "The probabilities were estimated, not logged: if whoever chose knew more than the model, all values are biased "
            "(by up to 3 points in simulation). Log the probability and the seed of every choice."
        )
    if weight.max(initial=0.0) > _WEIGHT_MOST:
        found.append(
            f"Weights explode: the largest is {weight.max():.0f}. The log hardly ever chose what the rule chooses; explore more."
        )
    if effective < _EFFECTIVE_LEAST_SHARE * len(table):
        found.append(
            f"The log of {len(table)} letters is worth only {effective:.0f}: read the intervals, not the values."
        )
    if abs(weight.mean() - 1.0) > _WEIGHT_GAP:
        found.append(
            f"The weights average {weight.mean():.2f} instead of 1: parts of the rule's choices were never tried, or p_chosen is wrong."
        )
    rare = float((table["p_chosen"] < _TINY).mean())
    if rare > _UNSUPPORTED_MOST_SHARE:
        found.append(f"{rare:.0%} of the logged choices had a probability under {_TINY}: overlap is missing.")
    return found
