"""How good located addresses are, against points that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.errors import ColumnError, InputError
from workbench.matching.calibration import WITHIN_M
from workbench.matching.thresholds import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS_M = (100, 300, 500, 2_000, 5_000)
RIGHT_M = 500.0  # an accepted answer is right within this distance
_BINS = 10
_ALL = "all"


def expected_error(confidence: NDArray[np.float64], good: NDArray[np.bool_], bins: int = _BINS) -> float:
    """Return the expected calibration error: mean gap of confidence and share of right ones over equal-width bins."""
    if not len(confidence):
        return float("nan")
    at = np.minimum((confidence * bins).astype(int), bins - 1)
    n = np.bincount(at, minlength=bins)
    gap = np.abs(np.bincount(at, confidence, bins) - np.bincount(at, good, bins))
    return float(gap[n > 0].sum() / len(confidence))


def evaluate(located: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Compare located addresses with their true points, row by row.

    Parameters
    ----------
    located
        Rows of table ``locations``.
    truth
        ``lng``, ``lat`` (WGS 84) of the same rows in the same order.

    Returns
    -------
    pandas.DataFrame
        One row per level and one for ``all``: ``n``, ``answered_share``, shares of ALL rows within each distance
        (``within_100_m_share`` ...), ``median_m``, ``p90_m``, ``radius_holds_share`` of answered rows, ``ece`` of the confidence (within 300 m),
        ``accepted_share``, ``accepted_right_share`` (within 500 m) with its 95 % interval ``_low``, ``_high``.
    """
    for frame, name, columns in (
        (located, "located", ("lng", "lat", "level", "confidence", "radius_m", "decision")),
        (truth, "truth", ("lng", "lat")),
    ):
        for column in columns:
            if column not in frame.columns:
                raise ColumnError(column, frame.columns, where=f"evaluate: {name}")
    if len(located) != len(truth):
        raise InputError(
            f"evaluate: {len(located)} located rows and {len(truth)} of truth. Expected the same rows."
        )
    away = np.asarray(
        distance_m(
            *(frame[name].to_numpy(np.float64) for frame in (located, truth) for name in ("lng", "lat"))
        )
    )
    level = located["level"].to_numpy(str)
    rows = [_row(_ALL, np.ones(len(away), bool), located, away)]
    rows += [_row(str(one), level == one, located, away) for one in pd.unique(level)]
    return pd.DataFrame(rows).sort_values("n", ascending=False, kind="stable", ignore_index=True)


def _row(
    name: str, some: NDArray[np.bool_], located: pd.DataFrame, away_m: NDArray[np.float64]
) -> dict[str, object]:
    part, away = located[some], away_m[some]
    known = np.isfinite(away)
    radius, confidence = part["radius_m"].to_numpy(np.float64), part["confidence"].to_numpy(np.float64)
    taken = (part["decision"] == "accept").to_numpy(bool)
    right = int((away[taken] < RIGHT_M).sum())
    low, high = wilson(right, int(taken.sum()))
    n = max(len(away), 1)
    return {
        "level": name,
        "n": len(away),
        "answered_share": known.mean() if len(away) else float("nan"),
        **{f"within_{step}_m_share": float((away < step).sum() / n) for step in STEPS_M},
        "median_m": float(np.median(away[known])) if known.any() else float("nan"),
        "p90_m": float(np.quantile(away[known], 0.9)) if known.any() else float("nan"),
        "radius_holds_share": float((away[known] <= radius[known]).mean()) if known.any() else float("nan"),
        "ece": expected_error(confidence[known], away[known] < WITHIN_M),
        "accepted_share": float(taken.sum() / n),
        "accepted_right_share": right / max(int(taken.sum()), 1) if taken.any() else float("nan"),
        "accepted_right_low": float(low),
        "accepted_right_high": float(high),
    }
