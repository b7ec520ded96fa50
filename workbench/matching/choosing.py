"""The best candidate of each address, and what its rivals say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workbench.coordinates import distance_m

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from workbench.matching.candidates import Candidates

    Floats = NDArray[np.float64]

_CLOSE_M = 100.0
_BLEND_M = (
    200.0  # candidates this near the best are the same place seen by others: the answer lies among them
)
_APART_M = 500.0  # a rival farther away is another answer, not the same one from another source


class Choice(NamedTuple):
    """One entry per address; ``best`` is the position among the candidates, -1 without any.

    ``share`` is the candidate's part in the softmax of all scores of the address, ``rival`` that of the best candidate elsewhere
    (``second``, -1 without one), ``agree`` and ``close`` what lies within half a kilometre and within 100 m of the best; ``lng`` and
    ``lat`` (NaN without a candidate) are the mean of the candidates around the best, each by its share.
    """

    best: NDArray[np.int64]
    share: Floats
    rival: Floats
    agree: Floats
    close: Floats
    second: NDArray[np.int64]
    lng: Floats
    lat: Floats


def share_scores(query: NDArray[np.int64], score: NDArray[np.float32], n_queries: int) -> Floats:
    """Return the softmax of the scores of each query."""
    top = np.full(n_queries, -np.inf)
    np.maximum.at(top, query, score)
    out = np.exp(score - top[query])
    return np.asarray(out / np.bincount(query, out, n_queries)[query])


def _top(query: NDArray[np.int64], score: NDArray[np.float32], n_queries: int) -> NDArray[np.int64]:
    """Return the position of the highest score of each query, the first of equals; -1 where there is none."""
    best = np.full(n_queries, -1, np.int64)
    order = np.lexsort((-np.arange(len(query)), score))
    best[query[order]] = order
    return best


def choose(candidates: Candidates, score: NDArray[np.float32], n_queries: int) -> Choice:
    """Choose the candidate with the highest score for each query."""
    query = candidates.query
    share = share_scores(query, score, n_queries)
    best = _top(query, score, n_queries)
    some = best >= 0
    mine = best[query]
    away = distance_m(candidates.lng, candidates.lat, candidates.lng[mine], candidates.lat[mine])
    apart = np.flatnonzero(away > _APART_M)
    second = _top(query[apart], score[apart], n_queries)
    found = second >= 0
    second[found] = apart[second[found]]
    top, rival = np.zeros(n_queries), np.zeros(n_queries)
    top[some], rival[found] = share[best[some]], share[second[found]]

    def within(metres: float, values: Floats | float = 1.0) -> Floats:
        return np.asarray(np.bincount(query, np.where(away <= metres, share * values, 0.0), n_queries))

    total = np.where(some, within(_BLEND_M), np.nan)
    lng, lat = within(_BLEND_M, candidates.lng) / total, within(_BLEND_M, candidates.lat) / total
    return Choice(best, top, rival, within(_APART_M), within(_CLOSE_M), second, lng, lat)


def judge_columns(columns: Mapping[str, NDArray[Any]], choice: Choice) -> dict[str, NDArray[np.float32]]:
    """Return what the judge sees of each address that has a candidate: the winner's features and the contest."""
    won = choice.best[choice.best >= 0]
    out = {name: np.asarray(values[won], dtype=np.float32) for name, values in columns.items()}
    some = choice.best >= 0
    contest = {"share": choice.share, "rival": choice.rival, "agree": choice.agree, "close": choice.close}
    out |= {name: values[some].astype(np.float32) for name, values in contest.items()}
    return out


def area_reach_m(columns: Mapping[str, NDArray[Any]]) -> Floats:
    """Return the reach of the areas among candidates from their features, 1 for all others."""
    return np.asarray(np.exp(np.nan_to_num(np.asarray(columns["area_reach"], dtype=np.float64))).clip(1.0))
