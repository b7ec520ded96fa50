"""Thresholds: which answers are taken, which a person looks at, which are refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import ColumnError, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

_Z = 1.959_964  # normal quantile of a 95 % interval


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidence from which an answer is accepted, and from which it is worth a look.

    Parameters
    ----------
    accept
        At this confidence and above.
    review
        At this confidence and above, below ``accept``; less is rejected.
    """

    accept: float = 0.81
    review: float = 0.25

    def __post_init__(self) -> None:
        if not 0.0 <= self.review <= self.accept <= 1.0:
            raise InputError(
                f"thresholds: review {self.review} and accept {self.accept} must obey 0 <= review <= accept <= 1."
            )


def decide(confidence: ArrayLike, thresholds: Thresholds) -> NDArray[np.str_]:
    """Return ``accept``, ``review`` or ``reject`` for each confidence; NaN is rejected."""
    values = np.nan_to_num(np.asarray(confidence, dtype=np.float64), nan=-1.0)
    return np.where(
        values >= thresholds.accept, "accept", np.where(values >= thresholds.review, "review", "reject")
    )


def wilson(good: ArrayLike, n: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the 95 % interval of a share (Wilson, 1927); 0 to 1 where nothing was counted."""
    k, size = np.asarray(good, dtype=np.float64), np.asarray(n, dtype=np.float64)
    safe = np.maximum(size, 1.0)
    share, z2 = k / safe, _Z**2
    middle = (share + z2 / (2 * safe)) / (1 + z2 / safe)
    half = _Z / (1 + z2 / safe) * np.sqrt(share * (1 - share) / safe + z2 / (4 * safe**2))
    return np.where(size > 0, np.clip(middle - half, 0, 1), 0.0), np.where(
        size > 0, np.clip(middle + half, 0, 1), 1.0
    )


def sweep(
    frame: pd.DataFrame,
    *,
    right: str | None = None,
    steps: Sequence[float] | None = None,
    cost_wrong: float = 10.0,
    cost_review: float = 1.0,
) -> pd.DataFrame:
    """Show what each threshold would accept, with intervals and the cost that it would bring.

    Parameters
    ----------
    frame
        Column ``confidence``, and the column ``right``.
    right
        Column that says for labelled rows whether the answer was right (missing: not labelled). Without it the calibrated
        confidence stands for the truth, and the intervals are those of its mean.
    steps
        Thresholds; every 0.05 without.
    cost_wrong, cost_review
        Cost of a wrong point that was accepted, and of a look at one that was not.

    Returns
    -------
    pandas.DataFrame
        One row per threshold: ``accept``, ``n``, ``accepted_share``, ``precision``, ``precision_low``, ``precision_high``,
        ``recall`` (of the right ones), ``cost`` per row, ``basis`` (``labels`` or ``confidence``).
    """
    for column in ("confidence", *([right] if right else [])):
        if column not in frame.columns:
            raise ColumnError(column, frame.columns, where="sweep")
    used = frame if right is None else frame[frame[right].notna()]
    confidence = used["confidence"].to_numpy(np.float64)
    good = confidence if right is None else used[right].to_numpy(np.float64)
    at = np.asarray(steps if steps is not None else np.arange(0, 1.0001, 0.05), dtype=np.float64)
    taken = confidence[None, :] >= at[:, None]
    n, hit = taken.sum(axis=1), (taken * good[None, :]).sum(axis=1)
    low, high = wilson(hit, n)
    size = max(len(confidence), 1)
    return pd.DataFrame(
        {
            "accept": at,
            "n": n,
            "accepted_share": n / size,
            "precision": np.where(n > 0, hit / np.maximum(n, 1), np.nan),
            "precision_low": low,
            "precision_high": high,
            "recall": hit / max(good.sum(), 1e-9),
            "cost": ((n - hit) * cost_wrong + (size - n) * cost_review) / size,
            "basis": "confidence" if right is None else "labels",
        }
    )
