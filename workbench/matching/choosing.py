"""The best candidate of each address, and what its rivals say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workbench.coordinates import distance_m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from workbench.matching.candidates import Candidates

_APART_M = 500.0  # a rival farther away is another answer, not the same one from another source


class Choice(NamedTuple):
    """One entry per address; ``best`` is the position among the candidates, -1 without any.

    ``rival`` is the score of the best candidate elsewhere, ``agree`` the share of all scores that lie near the best.
    """

    best: NDArray[np.int64]
    score: NDArray[np.float32]
    rival: NDArray[np.float32]
    agree: NDArray[np.float32]
    second: NDArray[np.int64]


def _top(query: NDArray[np.int64], score: NDArray[np.float32], n_queries: int) -> NDArray[np.int64]:
    """Return the position of the highest score of each query, the first of equals; -1 where there is none."""
    best = np.full(n_queries, -1, np.int64)
    order = np.lexsort((-np.arange(len(query)), score))
    best[query[order]] = order
    return best


def choose(candidates: Candidates, score: NDArray[np.float32], n_queries: int) -> Choice:
    """Choose the candidate with the highest score for each query."""
    query = candidates.query
    best = _top(query, score, n_queries)
    some = best >= 0
    mine = best[query]
    away = distance_m(candidates.lng, candidates.lat, candidates.lng[mine], candidates.lat[mine])
    apart = np.flatnonzero(away > _APART_M)
    second = _top(query[apart], score[apart], n_queries)
    found = second >= 0
    second[found] = apart[second[found]]
    weight = np.maximum(score, 0.0)
    total = np.bincount(query, weight, n_queries)
    near = np.bincount(query, np.where(away <= _APART_M, weight, 0.0), n_queries)
    zero = np.zeros(n_queries, np.float32)
    top, rival = zero.copy(), zero.copy()
    top[some], rival[found] = score[best[some]], score[second[found]]
    return Choice(best, top, rival, (near / np.maximum(total, 1e-6)).astype(np.float32), second)


def judge_columns(columns: Mapping[str, NDArray[Any]], choice: Choice) -> dict[str, NDArray[np.float32]]:
    """Return what the judge sees of each address that has a candidate: the winner's features and the contest."""
    won = choice.best[choice.best >= 0]
    out = {name: np.asarray(values[won], dtype=np.float32) for name, values in columns.items()}
    some = choice.best >= 0
    out |= {"score": choice.score[some], "rival": choice.rival[some], "agree": choice.agree[some]}
    out["margin"] = out["score"] - out["rival"]
    return out
