"""What changed between two periods, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from workbench.patterns.events import count_by
from workbench.patterns.intervals import adjust_p, difference_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def compare_periods(
    before: pd.DataFrame,
    after: pd.DataFrame,
    keys: Sequence[str],
    *,
    fdr_share: float = 0.05,
    least: int = 10,
) -> pd.DataFrame:
    """Compare a measure between two periods, group by group.

    Parameters
    ----------
    before, after
        Events of :func:`observe` in the earlier and the later period.
    keys
        Columns that make the groups, for example ``["cell"]`` or ``["adcode", "region"]``.
    fdr_share
        Share of false changes that is accepted among all.
    least
        Groups with fewer than this in either period get no verdict.

    Returns
    -------
    pandas.DataFrame
        One row per group of either period: counts of both (``n_before``, ``hits_before``, ``n_after``, ``hits_after``, persons),
        ``change_share`` (after less before) with Newcombe's 95 % interval ``low_change``, ``high_change``,
        ``q_value`` and ``direction`` (``up``, ``down``, ``same``, ``too_few``).
    """
    counted = count_by(before, keys).merge(
        count_by(after, keys), on=list(keys), how="outer", suffixes=("_before", "_after"), sort=True
    )
    counts = {name: counted[name].fillna(0).astype("int64") for name in counted.columns if name not in keys}
    counted = counted.assign(**counts)
    n_0, n_1 = counted["n_before"].to_numpy(float), counted["n_after"].to_numpy(float)
    hits_0, hits_1 = counted["hits_before"].to_numpy(float), counted["hits_after"].to_numpy(float)
    gap, low, high = difference_interval((hits_0, n_0), (hits_1, n_1))
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (hits_0 + hits_1) / (n_0 + n_1)
        z = gap / np.sqrt(pooled * (1 - pooled) * (1 / n_0 + 1 / n_1))
    enough = (n_0 >= least) & (n_1 >= least)
    q_value = adjust_p(np.where(enough, 2 * ndtr(-np.abs(np.nan_to_num(z))), np.nan))
    moved = np.where(gap > 0, "up", "down")
    direction = np.where(
        ~enough, "too_few", np.where(np.nan_to_num(q_value, nan=1.0) <= fdr_share, moved, "same")
    )
    return counted.assign(
        change_share=gap, low_change=low, high_change=high, q_value=q_value, direction=direction
    )
