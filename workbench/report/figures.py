"""Key figures as a lender may see them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from workbench.patterns import Control

_CHAINS = (
    # Numerators of which each contains the one before: their differences are counts of people, too.
    ("delivered_first_try", "delivered_within_2", "delivered_within_3"),
    ("self_per_letter", "effective_per_letter", "delivered_per_letter"),
)
# What costs are divided by, and the count among the key figures that contains it or is contained: the difference is the
# letters or borrowers of unknown cost.
_BESIDE = {
    "cost_per_letter": ("delivered_per_letter", "n"),
    "cost_per_delivered": ("delivered_per_letter", "hits"),
    "cost_per_reached": ("delivered_within_3", "hits"),
}
# Numerators that add up to the denominator: one withheld alone would be what is left.
_PARTS = ("delivered_per_letter", "refused_per_letter", "returned_per_letter")
_VALUES = ("kpi_value", "low_share", "high_share")


def withhold_costs(costs: pd.DataFrame, kpis: pd.DataFrame, control: Control) -> pd.DataFrame:
    """Blank costs that stand on too few, or on a few more or fewer than a key figure that is shown."""
    known = kpis[kpis["shown"]].set_index("kpi")
    beside = [_BESIDE[key] for key in costs["kpi"]]
    counts = np.array([known[name].get(key, np.nan) for key, name in beside], dtype=float)
    apart = (costs["hits"] - counts).abs().between(1, control.small_count)
    return withhold_figures(costs.assign(n=costs["n"].where(~apart, 0)), control)


def withhold_conduct(conduct: pd.DataFrame, control: Control) -> pd.DataFrame:
    """Blank figures that stand on too few, or of one denominator and a few apart: one may contain the other."""
    ordered = conduct.sort_values(["denominator", "hits"], kind="stable")
    gap = ordered.groupby("denominator")["hits"].diff(-1).abs()
    near = gap.between(1, control.small_count).reindex(conduct.index)
    return withhold_figures(conduct.assign(n=conduct["n"].where(~near, 0)), control)


def withhold_figures(kpis: pd.DataFrame, control: Control) -> pd.DataFrame:
    """Blank figures that stand on too few, or whose differences would.

    Parameters
    ----------
    kpis
        Table ``kpis`` of one period.
    control
        Thresholds.

    Returns
    -------
    pandas.DataFrame
        The table with ``shown``; values of rows that are not shown are NaN and their ``hits`` 0.
    """
    by_key = kpis.set_index("kpi")
    n, hits = by_key["n"], by_key["hits"]
    small = hits.between(1, control.small_count) | (n - hits).between(1, control.small_count)
    shown = (n >= control.least_persons) & ~small & by_key["kpi_value"].notna()
    for chain in _CHAINS:
        known = [key for key in chain if key in shown.index and shown[key]]
        for inner, outer in pairwise(known):
            if 1 <= hits[outer] - hits[inner] <= control.small_count:
                shown[inner] = False
    parts = [key for key in _PARTS if key in shown.index]
    hidden = [key for key in parts if not shown[key]]
    if len(hidden) == 1:
        rest = [key for key in parts if shown[key]]
        shown[min(rest, key=lambda key: hits[key])] = False
    flags = shown.to_numpy(bool)
    out = kpis.assign(shown=flags, hits=kpis["hits"].where(flags, 0))
    for name in _VALUES:
        out[name] = out[name].where(flags, np.nan)
    return out
