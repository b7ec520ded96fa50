"""How good odds are: ranking, calibration, and gaps between groups, all with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_BINS = 15
_EDGE = 1e-12
_LEAST_GROUP = 50


def area_under_curve(p: Floats, hits: Floats) -> float:
    """Area under the ROC curve: the probability that a hit is ranked above a miss; NaN with one class only."""
    good = hits.sum()
    bad = len(hits) - good
    if good == 0 or bad == 0:
        return float("nan")
    return float((rankdata(p)[hits == 1].sum() - good * (good + 1) / 2) / (good * bad))


def log_loss(p: Floats, hits: Floats) -> float:
    """Mean negative log likelihood."""
    safe = np.clip(p, _EDGE, 1 - _EDGE)
    return float(-(hits * np.log(safe) + (1 - hits) * np.log(1 - safe)).mean())


def calibration_error(p: Floats, hits: Floats) -> float:
    """Return the expected calibration error over 15 bins of equal counts."""
    order = np.argsort(p, kind="stable")
    gap = [abs(part.sum()) for part in np.array_split((hits - p)[order], min(_BINS, len(p)))]
    return float(sum(gap) / len(p))


_METRICS: dict[str, Callable[[Floats, Floats], float]] = {
    "auc": area_under_curve,
    "log_loss": log_loss,
    "calibration_error": calibration_error,
}


def evaluate(p: ArrayLike, hits: ArrayLike, *, rounds: int = 200, seed: int = 0) -> pd.DataFrame:
    """Measure odds against what happened.

    Parameters
    ----------
    p
        Odds that were given before.
    hits
        0 or 1; NaN rows are left out.
    rounds
        Bootstrap rounds of the 95 % intervals.
    seed
        Of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        One row each for ``auc``, ``log_loss``, ``calibration_error``, ``mean_odds`` and ``rate``: ``metric, value, low, high, n``. The
        calibration error of perfectly calibrated odds is not 0 but what chance leaves; it is given as ``calibration_noise``.
    """
    odds, truth = _known(p, hits)
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(truth), (rounds, len(truth))) if len(truth) * rounds <= 10**7 else None
    rows = []
    for name, measure in _METRICS.items():
        samples = [measure(odds[at], truth[at]) for at in (_draws(draws, len(truth), rounds, rng))]
        low, high = np.nanquantile(samples, [0.025, 0.975])
        rows.append((name, measure(odds, truth), low, high))
    noise = [calibration_error(odds, (rng.random(len(odds)) < odds).astype(float)) for _ in range(20)]
    rows.append(("calibration_noise", float(np.mean(noise)), float(np.min(noise)), float(np.max(noise))))
    spread = 1.96 * np.sqrt(truth.var() / len(truth))
    rows += [
        ("mean_odds", float(odds.mean()), np.nan, np.nan),
        ("rate", truth.mean(), truth.mean() - spread, truth.mean() + spread),
    ]
    out = pd.DataFrame(rows, columns=["metric", "value", "low", "high"])
    out["n"] = len(truth)
    return out


def _draws(
    draws: NDArray[np.int64] | None, count: int, rounds: int, rng: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Rows of each bootstrap round; with very many rows fewer rounds serve, the intervals are narrow."""
    if draws is not None:
        return list(draws)
    return [rng.integers(0, count, count) for _ in range(min(rounds, 30))]


def evaluate_by(
    p: ArrayLike, hits: ArrayLike, groups: pd.Series, *, least: int = _LEAST_GROUP
) -> pd.DataFrame:
    """Measure odds per group (kind, level, region, age group): where they are too high or too low.

    Returns
    -------
    pandas.DataFrame
        ``group, n, rate, mean_odds, gap`` (odds - rate)``, gap_low, gap_high`` (95 %)``, auc``; groups under ``least`` rows are left out.
    """
    odds, truth = np.asarray(p, dtype=np.float64), np.asarray(hits, dtype=np.float64)
    known = ~np.isnan(truth)
    rows = []
    for name, at in (
        groups.astype(object)[known].groupby(groups.astype(object)[known], sort=True).indices.items()
    ):
        a, b = odds[known][at], truth[known][at]
        if len(a) >= least:
            spread = 1.96 * np.sqrt((a * (1 - a)).sum()) / len(a)
            gap = float(a.mean() - b.mean())
            rows.append(
                (name, len(a), b.mean(), a.mean(), gap, gap - spread, gap + spread, area_under_curve(a, b))
            )
    return pd.DataFrame(
        rows, columns=["group", "n", "rate", "mean_odds", "gap", "gap_low", "gap_high", "auc"]
    )


def reliability(p: ArrayLike, hits: ArrayLike, *, bins: int = 10) -> pd.DataFrame:
    """Compare odds with rates in bins of equal counts: the table of a reliability plot.

    Returns
    -------
    pandas.DataFrame
        ``mean_odds, rate, low_share, high_share`` (Wilson's 95 % interval of the rate)``, n``, by rising odds.
    """
    odds, truth = _known(p, hits)
    parts = np.array_split(np.argsort(odds, kind="stable"), min(bins, len(odds)))
    rows = []
    for at in parts:
        n, rate = len(at), truth[at].mean()
        middle = (rate + 1.92 / n) / (1 + 3.84 / n)
        half = 1.96 * np.sqrt(rate * (1 - rate) / n + 0.96 / n**2) / (1 + 3.84 / n)
        rows.append((odds[at].mean(), rate, max(middle - half, 0.0), min(middle + half, 1.0), n))
    return pd.DataFrame(rows, columns=["mean_odds", "rate", "low_share", "high_share", "n"])


def _known(p: ArrayLike, hits: ArrayLike) -> tuple[Floats, Floats]:
    odds, truth = np.asarray(p, dtype=np.float64), np.asarray(hits, dtype=np.float64)
    if odds.shape != truth.shape:
        raise InputError(
            f"evaluation: {len(odds)} odds and {len(truth)} outcomes. Expected as many of both, row by row."
        )
    known = ~np.isnan(truth)
    if not known.any():
        raise InputError("evaluation: no outcome is known. Expected at least one row with 0 or 1.")
    return odds[known], truth[known]
