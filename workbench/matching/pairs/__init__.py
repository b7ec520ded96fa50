"""Two addresses side by side: the same place, partly the same, or not."""

from workbench.matching.pairs.judging import (
    PairJudge,
    PairThresholds,
    classify_pairs,
    read_pair_judge,
    read_pairs,
    score_pairs,
)

__all__ = [
    "PairJudge",
    "PairThresholds",
    "classify_pairs",
    "read_pair_judge",
    "read_pairs",
    "score_pairs",
]
