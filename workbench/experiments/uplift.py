"""Whom a letter moves: uplift by rank, Qini curve and the area under the uplift curve, from a randomised trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def qini_curve(score: ArrayLike, treated: ArrayLike, outcome: ArrayLike) -> pd.DataFrame:
    """Gain of treating the best-ranked first.

    Parameters
    ----------
    score
        Predicted uplift; higher is treated first.
    treated
        1 in the treated arm, 0 in the control, drawn at random.
    outcome
        Outcome per borrower.

    Returns
    -------
    pandas.DataFrame
        ``share`` (of borrowers treated)``, gain`` (outcomes gained, control scaled to the treated: Radcliffe, 2007)``, random``
        (the straight line to the same end). Rows with equal scores are one step.
    """
    rank, arm, value = _columns(score, treated, outcome)
    order = np.argsort(-rank, kind="stable")
    last = np.append(np.diff(rank[order]) != 0, np.array([True]))
    arm, value = arm[order], value[order]
    n_treated, n_control = arm.cumsum(), (1 - arm).cumsum()
    won, lost = (value * arm).cumsum(), (value * (1 - arm)).cumsum()
    scale = np.divide(n_treated, n_control, out=np.zeros(len(arm)), where=n_control > 0)
    gain = (won - lost * scale)[last]
    share = (np.arange(1, len(arm) + 1) / len(arm))[last]
    share, gain = np.append(0.0, share), np.append(0.0, gain)
    return pd.DataFrame({"share": share, "gain": gain, "random": gain[-1] * share})


def qini_coefficient(score: ArrayLike, treated: ArrayLike, outcome: ArrayLike) -> float:
    """Area between the Qini curve and the line of a random order, per borrower; 0 for a useless ranking."""
    curve = qini_curve(score, treated, outcome)
    gap = (curve["gain"] - curve["random"]).to_numpy(float)
    return float(np.trapezoid(gap, curve["share"].to_numpy(float))) / len(np.asarray(outcome))


def area_under_uplift(score: ArrayLike, treated: ArrayLike, outcome: ArrayLike) -> float:
    """Area under the Qini curve itself, per treated borrower (AUUC): about half the mean effect for a random order, more for a good one."""
    curve = qini_curve(score, treated, outcome)
    area = np.trapezoid(curve["gain"].to_numpy(float), curve["share"].to_numpy(float))
    return float(area) / max(float(np.asarray(treated, dtype=np.float64).sum()), 1.0)


def uplift_by_decile(
    score: ArrayLike, treated: ArrayLike, outcome: ArrayLike, *, parts: int = 10
) -> pd.DataFrame:
    """Uplift in equal parts of the ranking, best first: ``decile, n, mean_score, uplift, low, high`` (95 %)."""
    rank, arm, value = _columns(score, treated, outcome)
    rows = []
    for at, part in enumerate(np.array_split(np.argsort(-rank, kind="stable"), parts), start=1):
        a, b = value[part][arm[part] == 1], value[part][arm[part] == 0]
        known = len(a) > 1 and len(b) > 1
        uplift = float(a.mean() - b.mean()) if known else np.nan
        half = 1.96 * float(np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))) if known else np.nan
        rows.append((at, len(part), rank[part].mean(), uplift, uplift - half, uplift + half))
    return pd.DataFrame(rows, columns=["decile", "n", "mean_score", "uplift", "low", "high"])


def _columns(score: ArrayLike, treated: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats, Floats]:
    rank, arm, value = (np.asarray(column, dtype=np.float64) for column in (score, treated, outcome))
    if not len(rank) == len(arm) == len(value):
        raise InputError(
            "uplift: score, treated and outcome differ in length. Expected one of each per borrower."
        )
    if not np.isin(arm, (0.0, 1.0)).all() or arm.min() == arm.max():
        raise InputError("uplift: treated must be 0 or 1 and hold both. Uplift needs a randomised control.")
    return rank, arm, value
