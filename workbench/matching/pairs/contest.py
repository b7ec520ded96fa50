"""Features of a pair among its rivals: the other candidates of the same address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = dict[str, NDArray[np.float32]]

_COMPARED = (
    "full_ratio", "full_cosine", "full_left_share", "tight_ratio", "tight_cosine", "tight_left_share", "tight_right_share",
    "tight_left_only", "tight_right_only", "bigram_set", "sound_ratio", "numbers_shared", "left_last_inside", "right_last_inside",
    "place_ratio", "road_ratio",
)  # fmt: skip


def compare_rivals(columns: Columns, group: NDArray[np.int64]) -> Columns:
    """Compare each pair with the best and the mean of its group.

    Parameters
    ----------
    columns
        Features of the pairs alone.
    group
        Number of the group of each pair; a pair alone is a group of one and has no rivals.
    """
    frame = pd.DataFrame({name: columns[name] for name in _COMPARED})
    by_group = frame.groupby(group)
    best, mean = by_group.transform("max"), by_group.transform("mean")
    rank = by_group.rank(ascending=False, method="min")
    out: Columns = {}
    for name in _COMPARED:
        values = frame[name]
        out[f"{name}_behind"] = (best[name] - values).fillna(0.0).to_numpy(np.float32)
        out[f"{name}_above_mean"] = (values - mean[name]).fillna(0.0).to_numpy(np.float32)
        out[f"{name}_rank"] = rank[name].fillna(0.0).to_numpy(np.float32)
    size = np.bincount(group)[group] if len(group) else np.zeros(0)
    out["rivals"] = np.log(np.maximum(size, 1)).astype(np.float32)
    return out
