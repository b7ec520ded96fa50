"""What a choice is worth: how many borrowers it should reach, what one more try adds and costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_Z = 1.96


def expected_reach(choices: pd.DataFrame, *, calibration_gap: float = 0.01) -> dict[str, float]:
    """Expect how many borrowers the chosen letters reach.

    Letters to different addresses of a borrower are taken as independent, which is optimistic for
    borrowers who do not want to be reached.

    Parameters
    ----------
    choices
        Output of ``choose``.
    calibration_gap
        How far the odds may be off on average; widens the interval beyond mere chance.

    Returns
    -------
    dict
        ``borrowers, letters, reached, low, high`` (95 %)``, share``.
    """
    require(choices, ["borrower", "address_id", "p_delivered"], where="reach: choices")
    sent = choices[choices["address_id"].notna()]
    missed = (1.0 - sent["p_delivered"]).groupby(sent["borrower"]).prod()
    reached = (1.0 - missed).to_numpy(float)
    total, chance = float(reached.sum()), float((reached * (1 - reached)).sum())
    half = _Z * float(np.sqrt(chance)) + calibration_gap * len(reached)
    everybody = int(choices["borrower"].nunique())
    return {
        "borrowers": float(everybody),
        "letters": float(len(sent)),
        "reached": total,
        "low": max(total - half, 0.0),
        "high": min(total + half, float(everybody)),
        "share": total / everybody if everybody else 0.0,
    }


def worth_of_tries(
    odds: pd.DataFrame, *, cost_yuan: float | Mapping[str, float], most: int = 5
) -> pd.DataFrame:
    """Compare one, two, three ... tries per borrower, best address first.

    Parameters
    ----------
    odds
        Table ``odds``.
    cost_yuan
        Cost of a letter, or of one by each ``channel`` of ``odds``. A later letter is only sent to those whom the earlier ones did
        not reach.
    most
        Largest number of tries.

    Returns
    -------
    pandas.DataFrame
        One row per number of tries: ``tries, letters, reached, reached_share, gained_share`` (over one try fewer)``, cost_yuan,
        cost_per_gained_yuan`` (of the last try; infinite where it gains nobody).
    """
    require(odds, ["borrower", "p_delivered"], where="reach: odds")
    cost = _costs(odds, cost_yuan)
    if (cost < 0).any() or most < 1:
        raise InputError(
            f"reach: cost_yuan = {cost_yuan}, most = {most}. Expected a cost of at least 0 and at least 1 try."
        )
    borrower = pd.factorize(odds["borrower"])[0]
    p = odds["p_delivered"].to_numpy(float)
    order = np.lexsort((-p, borrower))
    place = pd.Series(borrower[order]).groupby(borrower[order]).cumcount().to_numpy()
    count = int(borrower.max(initial=-1)) + 1
    missed, rows, spent = np.ones(count), [], 0.0
    for tries in range(1, most + 1):
        at = order[place == tries - 1]
        before = missed.copy()
        letters, price = float(before[borrower[at]].sum()), float(before[borrower[at]] @ cost[at])
        missed[borrower[at]] *= 1.0 - p[at]
        gained = float((before - missed).sum())
        spent += price
        each = price / gained if gained > 0 else np.inf
        reached = float((1 - missed).sum())
        rows.append((tries, letters, reached, reached / max(count, 1), gained / max(count, 1), spent, each))
    names = [
        "tries",
        "letters",
        "reached",
        "reached_share",
        "gained_share",
        "cost_yuan",
        "cost_per_gained_yuan",
    ]
    return pd.DataFrame(rows, columns=names)


def _costs(odds: pd.DataFrame, cost_yuan: float | Mapping[str, float]) -> Floats:
    """Cost of a letter to each address."""
    if not isinstance(cost_yuan, Mapping):
        return np.full(len(odds), cost_yuan, dtype=np.float64)
    require(odds, ["channel"], where="reach: odds")
    cost = odds["channel"].astype(object).map(dict(cost_yuan)).astype(float)
    if cost.isna().any():
        odd = odds.loc[cost.isna(), "channel"].iloc[0]
        raise InputError(f"reach: cost_yuan says nothing of the channel {odd!r}. Expected a cost of each.")
    return np.asarray(cost, dtype=np.float64)
