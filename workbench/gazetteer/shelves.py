"""Shelves: neighbouring cities that are looked through at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from workbench.gazetteer.grams import mark_slots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_ROWS = 40_000  # a call costs as much as some ten thousand rows


class Shelf(NamedTuple):
    """The postings of neighbouring cities, their bigrams told apart (see ``grams.mark_cities``).

    ``rows`` bounds its rows in the gazetteer and ``sizes`` counts those of each city; ``names`` and ``said`` are the bigrams of names and of
    addresses, ``rarity`` that of the first. ``matrix`` is bigrams (those of names, then those of addresses) x places: what names
    share is real and what addresses share imaginary, so that one product tells both.
    """

    rows: tuple[int, int]
    sizes: NDArray[np.int64]
    names: NDArray[np.uint64]
    said: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    matrix: sparse.csr_matrix


def plan_shelves(block_bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first block of each shelf and one after the last."""
    firsts, n_blocks = [0], max(len(block_bounds) - 1, 0)
    for block in range(1, n_blocks):
        if block_bounds[block + 1] - block_bounds[firsts[-1]] > _ROWS:
            firsts.append(block)
    return np.asarray([*firsts, n_blocks])


def read_shelf(arrays: Mapping[str, NDArray[Any]], first: int, after: int) -> Shelf:
    """Read the shelf of some blocks.

    Parameters
    ----------
    arrays
        The arrays of a gazetteer.
    first, after
        Positions of the first block and one after the last.
    """
    rows = arrays["block_bounds"][first : after + 1]
    codes, weights, columns, lengths = [], [], [], []
    for field, unit in (("name", np.complex64(1)), ("said", np.complex64(1j))):
        words, posted = (arrays[f"{field}_{name}"][first : after + 1] for name in ("bounds", "posted"))
        at = slice(int(words[0]), int(words[-1]))
        entries = slice(int(posted[0]), int(posted[-1]))
        slots = np.repeat(np.arange(after - first, dtype=np.int32), np.diff(words))
        codes.append(mark_slots(arrays[f"{field}_vocabulary"][at], slots))
        weights.append(arrays[f"{field}_weights"][entries] * unit)
        # Rows are counted from the first of their city, here from the first of the shelf.
        offsets = np.repeat((rows[:-1] - rows[0]).astype(np.int32), np.diff(posted))
        columns.append(arrays[f"{field}_rows"][entries] + offsets)
        lengths.append(arrays[f"{field}_lengths"][at])
    bounds = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int32)
    data = (np.concatenate(weights), np.concatenate(columns), bounds)
    names, said = codes
    words = arrays["name_bounds"]
    return Shelf(
        (int(rows[0]), int(rows[-1])),
        np.diff(rows),
        names,
        said,
        arrays["name_idf"][int(words[first]) : int(words[after])],
        sparse.csr_matrix(data, shape=(len(bounds) - 1, int(rows[-1] - rows[0])), copy=False),
    )
