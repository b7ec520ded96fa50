"""Intervals of shares and of differences of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def wilson_interval(hits: ArrayLike, n: ArrayLike, *, interval_share: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's score interval of shares (1927); NaN where ``n`` is 0."""
    hits, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    z = float(ndtri(0.5 + interval_share / 2.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / n
        centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n)
        half = z / (1.0 + z * z / n) * np.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n))
    # At 0 and n hits rounding leaves 1e-17 beside the exact end.
    low = np.where(hits <= 0, np.where(n > 0, 0.0, np.nan), centre - half)
    high = np.where((hits >= n) & (n > 0), 1.0, centre + half)
    return np.maximum(low, 0.0), np.minimum(high, 1.0)


def difference_interval(
    before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike], *, interval_share: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Return ``after - before`` and Newcombe's hybrid score interval (1998, method 10).

    Parameters
    ----------
    before, after
        Each ``(hits, n)``.
    interval_share
        Confidence of the interval.

    Returns
    -------
    tuple of numpy.ndarray
        Difference, low, high; NaN where a denominator is 0.
    """
    (hits_0, n_0), (hits_1, n_1) = (
        tuple(np.asarray(part, np.float64) for part in each) for each in (before, after)
    )
    low_0, high_0 = wilson_interval(hits_0, n_0, interval_share=interval_share)
    low_1, high_1 = wilson_interval(hits_1, n_1, interval_share=interval_share)
    with np.errstate(invalid="ignore", divide="ignore"):
        share_0, share_1 = hits_0 / n_0, hits_1 / n_1
    gap = share_1 - share_0
    low = gap - np.hypot(share_1 - low_1, high_0 - share_0)
    high = gap + np.hypot(high_1 - share_1, share_0 - low_0)
    return gap, low, high


def adjust_p(p_values: ArrayLike) -> Floats:
    """Return Benjamini and Hochberg's (1995) adjusted p values; NaN stays NaN and is not counted."""
    p = np.asarray(p_values, dtype=np.float64)
    out = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out
