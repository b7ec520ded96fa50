"""Effects of a trial as it was drawn: intention to treat, adjusted for what was known before, errors by cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import norm

from workbench.errors import InputError
from workbench.experiments.planning import spend_alpha
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workbench.experiments.designs import Plan

    Floats = NDArray[np.float64]


def estimate_effects(
    plan: Plan,
    assigned: pd.DataFrame,
    outcomes: pd.DataFrame,
    *,
    before: Sequence[str] = (),
    look: int | None = None,
    among: str | None = None,
    days: str = "window",
) -> pd.DataFrame:
    """Estimate what each arm did, against the control, over everybody who was drawn.

    Parameters
    ----------
    plan
        The registered plan.
    assigned
        Output of ``draw_arms``: everybody counts in the arm that was drawn, whatever was sent.
    outcomes
        ``borrower``, the plan's outcome, its guardrails where recorded, and ``before``; several rows per borrower are allowed
        (letters, cases) and count as one cluster. A borrower without a row had no outcome (0).
    before
        Columns known before the draw (past repayments): they take away noise as in CUPED (Deng et al., 2013).
    look
        Number of the look, from 0, if this is not the last one; the threshold is then that of the spent alpha.
    among, days
        Kept to be refused: an effect "of those reached" or "on the best day" is none.

    Returns
    -------
    pandas.DataFrame
        Per outcome and arm: ``outcome, arm, control_mean, effect, se, low, high, p_value, threshold, verdict, borrowers``. The verdict
        is ``effect`` if the p value is below the threshold, else ``not shown``; a guardrail says ``harm`` if it rose.

    Raises
    ------
    InputError
        If a subset or a picked day is asked for, or somebody has an outcome but was not drawn.
    """
    _refuse(among, days)
    require(outcomes, ["borrower", plan.outcome, *before], where=f"trial {plan.name!r}")
    strangers = ~outcomes["borrower"].isin(assigned["borrower"])
    if strangers.any():
        raise InputError(
            f"trial {plan.name!r}: {int(strangers.sum())} rows are of borrowers who were not drawn. Expected only drawn ones."
        )
    names = [plan.outcome, *(name for name in plan.guardrails if name in outcomes.columns)]
    table = assigned.merge(outcomes[["borrower", *names, *before]], on="borrower", how="left")
    table[names] = table[names].astype(float).fillna(0.0)
    threshold = float(spend_alpha(list(plan.looks), alpha=plan.alpha)[look if look is not None else -1])
    rows = []
    for name in names:
        for arm in plan.arms[1:]:
            pair = table[table["arm"].isin([plan.arms[0], arm])]
            rows.append(_row(name, arm, plan, pair, before, threshold))
    return pd.DataFrame(rows)


def _row(
    name: str, arm: str, plan: Plan, pair: pd.DataFrame, before: Sequence[str], threshold: float
) -> dict[str, object]:
    treated = np.where(pair["arm"].eq(arm), 1.0, 0.0)
    value = pair[name].to_numpy(float)
    earlier = pair[list(before)].astype(float)
    known = earlier.fillna(earlier.mean()).fillna(0.0).to_numpy(float)
    effect, error = regress(
        value, treated, known, pd.factorize(pair["stratum"])[0], pd.factorize(pair["borrower"])[0]
    )
    p_value = float(2 * norm.sf(abs(effect) / error)) if error > 0 else 1.0
    shown = p_value < threshold
    verdict = (
        ("effect" if shown else "not shown")
        if name == plan.outcome
        else ("harm" if shown and effect > 0 else "no harm shown")
    )
    reach = float(norm.ppf(1 - threshold / 2)) * error
    return {
        "outcome": name,
        "arm": arm,
        "control_mean": float(value[treated == 0].mean()),
        "effect": effect,
        "se": error,
        "low": effect - reach,
        "high": effect + reach,
        "p_value": p_value,
        "threshold": threshold,
        "verdict": verdict,
        "borrowers": int(pair["borrower"].nunique()),
    }


def regress(
    value: Floats, treated: Floats, known: Floats, stratum: NDArray[np.int64], cluster: NDArray[np.int64]
) -> tuple[float, float]:
    """Effect of the arm with strata taken out, adjusted for what was known, and its cluster-robust standard error.

    Ordinary least squares of outcome on arm, covariates and a constant per stratum; the sandwich sums residuals by cluster, with
    the usual correction for the number of clusters and columns.
    """
    size = np.bincount(stratum)

    def within(column: Floats) -> Floats:
        return np.asarray(column - (np.bincount(stratum, column) / size)[stratum])

    columns = [within(treated), *(within(known[:, at]) for at in range(known.shape[1]))]
    design = np.column_stack([column for column in columns if column.std() > 0] or [np.zeros(len(value))])
    if columns[0].std() == 0:
        raise InputError("trial: only one arm has borrowers. Expected both.")
    outcome = within(value)
    bread = np.linalg.pinv(design.T @ design)
    weights = bread @ (design.T @ outcome)
    residual = outcome - design @ weights
    count = int(cluster.max()) + 1
    scores = np.column_stack(
        [np.bincount(cluster, design[:, at] * residual, minlength=count) for at in range(design.shape[1])]
    )
    n, k = len(value), design.shape[1] + len(size)
    correction = count / max(count - 1, 1) * (n - 1) / max(n - k, 1)
    covariance = bread @ (scores.T @ scores) @ bread * correction
    return float(weights[0]), float(np.sqrt(covariance[0, 0]))


def _refuse(among: str | None, days: str) -> None:
    if among is not None:
        raise InputError(
            f"trial: an effect among {among!r} is refused. Who is reached differs from who is not: without any effect of the letter, those "
            "reached repay more (in simulation the figure is 1.3 times the true effect). Everybody who was drawn counts."
        )
    if days != "window":
        raise InputError(
            f"trial: the effect on {days!r} is refused. The best of 30 days shows +91 % with probability 0.56 although nothing works "
            "(20,000 per arm, 0.1 % a day); see best_day_by_chance. The registered window counts."
        )
