"""Funnel plots: which station, lender or branch differs by more than chance and common spread explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, ndtr, ndtri

from workbench.errors import InputError
from workbench.patterns.intervals import adjust_p
from workbench.tables import require

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_WINSOR_SHARE = 0.1


def estimate_dispersion(z: Floats) -> float:
    """Return the over-dispersion of z scores, 10 % of each tail pulled in (Spiegelhalter 2005); at least 1."""
    if len(z) < 3:  # noqa: PLR2004  two groups do not show a spread
        return 1.0
    low, high = np.quantile(z, [_WINSOR_SHARE, 1.0 - _WINSOR_SHARE])
    return max(float(np.mean(np.clip(z, low, high) ** 2)), 1.0)


def plot_funnel(
    events: pd.DataFrame, by: str, *, target_share: float | None = None, fdr_share: float = 0.05
) -> pd.DataFrame:
    """Compare groups with what chance allows at their size.

    Parameters
    ----------
    events
        Frame of :func:`observe`: ``hit``, ``borrower`` and the column ``by``.
    by
        ``station``, ``lender``, ``branch``, ``agency`` or another column of groups.
    target_share
        Centre of the funnel; the share of all events if not given.
    fdr_share
        Share of false alarms that is accepted among all.

    Returns
    -------
    pandas.DataFrame
        One row per group, sorted by name: ``by``, ``n``, ``hits``, ``persons``, ``raw_share``, ``target_share``, limits
        ``low_95_share``, ``high_95_share``, ``low_998_share``, ``high_998_share`` of the over-dispersed binomial,
        ``z``, ``q_value`` and ``standing`` (``above``, ``below``, ``within``).
    """
    require(events, (by, "hit", "borrower"), where="plot_funnel")
    grouped = events[events[by].notna()].groupby(by, observed=True)
    table = grouped.agg(n=("hit", "size"), hits=("hit", "sum"), persons=("borrower", "nunique")).reset_index()
    n, hits = table["n"].to_numpy(float), table["hits"].to_numpy(float)
    target = float(hits.sum() / max(n.sum(), 1.0)) if target_share is None else target_share
    if not 0.0 <= target <= 1.0:
        raise InputError(f"plot_funnel: target_share is {target}. Expected a share from 0 to 1.")
    # The spread is that of the groups about their own share: a target that all of them miss is no spread.
    spread = estimate_dispersion(_mid_p_z(hits, n, float(hits.sum() / max(n.sum(), 1.0))))
    z = _mid_p_z(hits, n, target) / np.sqrt(spread)
    q_value = adjust_p(2.0 * ndtr(-np.abs(z)))
    standing = np.where(q_value > fdr_share, "within", np.where(z > 0, "above", "below"))
    table = table.assign(raw_share=hits / np.maximum(n, 1.0), target_share=target)
    for name, tail in (("95", 0.975), ("998", 0.999)):
        half = float(ndtri(tail)) * np.sqrt(spread * target * (1.0 - target) / np.maximum(n, 1.0))
        table[f"low_{name}_share"] = np.maximum(target - half, 0.0)
        table[f"high_{name}_share"] = np.minimum(target + half, 1.0)
    return table.assign(z=z, q_value=q_value, standing=standing)


def _mid_p_z(hits: Floats, n: Floats, target: float) -> Floats:
    """Return the normal score of the binomial mid-p, exact for small groups where the square-root formula exaggerates."""
    if target in (0.0, 1.0):
        return np.zeros(len(n))
    at_most = np.where(hits >= n, 1.0, betainc(np.maximum(n - hits, 1e-9), hits + 1.0, 1.0 - target))
    below = np.where(hits <= 0, 0.0, betainc(n - hits + 1.0, np.maximum(hits, 1e-9), 1.0 - target))
    return np.asarray(ndtri(np.clip(0.5 * (at_most + below), 1e-12, 1.0 - 1e-12)), dtype=np.float64)
