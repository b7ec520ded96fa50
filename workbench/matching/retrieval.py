"""Places whose text shares rare bigrams with an address, the best few within its city."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from workbench.gazetteer import Gazetteer, Shelf, incidence, mark_cities, read_grams

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.matching.queries import Queries

    Floats = NDArray[np.float32]

_AT_ONCE = 512  # queries of one product: bounds its memory
_ROW, _VALUE = np.uint64(55), np.uint64(23)  # bits: 512 queries, 32 of a number, 8 million places of a shelf
_KEEP = 0.35  # hits below this share of a query's best hit are no candidates
_NOTHING = np.finfo(np.float32).tiny
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


def _rank_keys(row: NDArray[np.int64], value: Floats, column: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Return one number for row, falling value and column, which sorts faster than three: floats above zero sort as their bits do."""
    falling = np.uint64(0xFFFF_FFFF) - value.view(np.uint32)
    keys = (row.astype(np.uint64) << _ROW) | (falling << _VALUE) | column.astype(np.uint64)
    return np.asarray(keys, dtype=np.uint64)


def _best(
    value: Floats, column: NDArray[np.int32], bounds: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """Return the positions of the best values between each two bounds, of equals those of the lowest columns."""
    counts = np.diff(bounds)
    some = counts > 0
    least = np.zeros(len(counts), np.float32)
    least[some] = _KEEP * np.maximum.reduceat(value, bounds[:-1][some])
    at = np.flatnonzero(value >= np.repeat(np.maximum(least, _NOTHING), counts))
    row = np.searchsorted(bounds, at, "right") - 1
    many = np.bincount(row, minlength=len(counts))[row] > most
    few, at, row = at[~many], at[many], row[many]
    order = np.argsort(_rank_keys(row, value[at], column[at]))
    at, row = at[order], row[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row, "left")
    return np.concatenate([few, at[rank < most]])


def _search(
    gazetteer: Gazetteer,
    shelf: Shelf,
    slots: NDArray[np.int32],
    texts: list[str],
    asked: NDArray[np.int32],
) -> Hits:
    """Find the best rows by name and by both."""
    first, after = shelf.rows
    grams = mark_cities(read_grams(texts), slots)
    known = [incidence(grams, words, len(texts)) for words in (shelf.names, shelf.said)]
    both = sparse.csr_matrix(sparse.hstack(known, format="csr", dtype=np.complex64) @ shelf.matrix)
    bounds, column = both.indptr.astype(np.int64), both.indices
    name, said = both.data.real.copy(), both.data.imag.copy()
    by_name_near, by_both_near = name, name + said * _ADDRESS_WEIGHT
    if np.any(asked % 100 > 0):
        county = np.repeat(np.where(asked % 100 > 0, asked, 0), np.diff(bounds))
        elsewhere = (gazetteer.array("code")[first:after][column] != county) & (county > 0)
        near = np.where(elsewhere, np.float32(_ELSEWHERE), np.float32(1))
        by_name_near, by_both_near = name * near, by_both_near * near
    at = np.concatenate(
        [_best(by_name_near, column, bounds, BY_NAME), _best(by_both_near, column, bounds, BY_BOTH)]
    )
    query = np.searchsorted(bounds, at, "right") - 1
    _, once = np.unique(query * (after - first) + column[at], return_index=True)
    at, query = at[once], query[once]
    return Hits(query, column[at] + np.int64(first), name[at], said[at])


def search_text(gazetteer: Gazetteer, queries: Queries) -> Hits:
    """Find the rows of each query's city that share most with it, in order of query and row."""
    parts = []
    for shelf, members, slots in gazetteer.shelves(queries.block):
        for start in range(0, len(members), _AT_ONCE):
            some = members[start : start + _AT_ONCE]
            texts = [queries.text[at] for at in some.tolist()]
            hits = _search(gazetteer, shelf, slots[start : start + _AT_ONCE], texts, queries.code[some])
            parts.append(hits._replace(query=some[hits.query]))
    if not parts:
        none = np.zeros(0, np.int64)
        return Hits(none, none, none.astype(np.float32), none.astype(np.float32))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.lexsort((joined[1], joined[0]))
    return Hits(*(column[order] for column in joined))
