"""Places whose text shares rare bigrams with an address, the best few within its city."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from workbench.gazetteer import Gazetteer, Grams, Postings, incidence, read_grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.matching.queries import Queries

_AT_ONCE = 512  # queries of one product: bounds its memory
_KEEP = 0.35  # hits below this share of a query's best hit are no candidates
_ADDRESS_WEIGHT = 0.7
_ELSEWHERE = 0.8  # weight of a place in another county than the one asked for
BY_NAME, BY_BOTH = 8, 12


class Hits(NamedTuple):
    """Pairs of query and row, with what they share.

    ``name`` and ``said`` are the shared rarity damped by the length of the place's name and address.
    """

    query: NDArray[np.int64]
    row: NDArray[np.int64]
    name: NDArray[np.float32]
    said: NDArray[np.float32]


def _product(grams: Grams, n_texts: int, postings: Postings) -> sparse.csr_matrix:
    asked = incidence(grams, postings.vocabulary, n_texts)
    product = sparse.csr_matrix(asked @ postings.matrix)
    product.sort_indices()
    return product


def _best(
    scores: sparse.csr_matrix, codes: NDArray[np.int32], asked: NDArray[np.int32], most: int
) -> NDArray[np.int64]:
    """Return the best columns of each row as ``row * columns + column``."""
    n_rows, n_columns = scores.shape
    counts = np.diff(scores.indptr)
    value = scores.data
    if np.any(asked % 100 > 0):
        county = np.repeat(asked, counts)
        elsewhere = (codes[scores.indices] != county) & (county % 100 > 0)
        value = np.where(elsewhere, value * _ELSEWHERE, value)
    top = np.zeros(n_rows, np.float32)
    some = counts > 0
    if some.any():
        top[some] = np.maximum.reduceat(value, scores.indptr[:-1][some])
    keep = np.flatnonzero(value >= np.repeat(_KEEP * top, counts))
    row = np.repeat(np.arange(n_rows), counts)[keep]
    column, value = scores.indices[keep].astype(np.int64), value[keep]
    order = np.lexsort((column, -value, row))
    row, column = row[order], column[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row, "left")
    return np.asarray(row[rank < most] * n_columns + column[rank < most], dtype=np.int64)


def _values(scores: sparse.csr_matrix, key: NDArray[np.int64]) -> NDArray[np.float32]:
    """Look single elements up in a matrix with sorted indices, 0 where there is none."""
    own = np.repeat(np.arange(scores.shape[0], dtype=np.int64), np.diff(scores.indptr)) * scores.shape[1]
    own += scores.indices
    if not len(own):
        return np.zeros(len(key), np.float32)
    at = np.searchsorted(own, key).clip(max=len(own) - 1)
    return np.where(own[at] == key, scores.data[at], 0).astype(np.float32)


def _search(gazetteer: Gazetteer, block: int, texts: list[str], asked: NDArray[np.int32]) -> Hits:
    first, after = gazetteer.span(block)
    codes = gazetteer.array("code")[first:after]
    grams = read_grams(texts)
    by_name = _product(grams, len(texts), gazetteer.postings("name", block))
    by_said = _product(grams, len(texts), gazetteer.postings("said", block))
    both = sparse.csr_matrix(by_name + by_said * _ADDRESS_WEIGHT)
    both.sort_indices()
    found = [_best(by_name, codes, asked, BY_NAME), _best(both, codes, asked, BY_BOTH)]
    key = np.unique(np.concatenate(found))
    query, row = np.divmod(key, after - first)
    return Hits(query, row + first, _values(by_name, key), _values(by_said, key))


def search_text(gazetteer: Gazetteer, queries: Queries) -> Hits:
    """Find the rows of each query's city that share most with it, in order of query and row."""
    position = gazetteer.find_blocks(queries.block)
    parts = []
    for block in np.unique(position[position >= 0]).tolist():
        members = np.flatnonzero(position == block)
        for start in range(0, len(members), _AT_ONCE):
            some = members[start : start + _AT_ONCE]
            hits = _search(gazetteer, block, [queries.text[at] for at in some], queries.code[some])
            parts.append(hits._replace(query=some[hits.query]))
    if not parts:
        none = np.zeros(0, np.int64)
        return Hits(none, none, none.astype(np.float32), none.astype(np.float32))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((joined[1], joined[0]))
    return Hits(*(column[order] for column in joined))
