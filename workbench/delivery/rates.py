"""Rates of H3 cells, shrunk over their parents, with intervals; and the same out of fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from workbench.delivery.nested import Shrunk, Tree, build_tree, shrink
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Cells = NDArray[np.uint64]

_RESOLUTION_BIT = np.uint64(52)
_DIGITS = 15
# The ground is no tree, and its variances are guesses. Measured cover of 95 % intervals without it: 0.945 on true trees, 0.92 on smooth
# fields; with it 0.965 and 0.95.
_WIDEN = 1.2
_LEAST_COUNTS = 0.25  # of the interval's beta: keeps a cell without any evidence wide but proper


def as_cells(cells: ArrayLike) -> Cells:
    """Read H3 cells given as text or as integers into ``uint64``.

    Raises
    ------
    InputError
        If a cell is missing or is no hexadecimal number.
    """
    values = np.asarray(cells)
    if values.dtype.kind in "ui":
        return values.astype(np.uint64)
    codes, unique = pd.factorize(values)
    try:
        numbers = np.array([int(each, 16) for each in unique], dtype=np.uint64)
    except (TypeError, ValueError):
        raise InputError(
            "rates: a cell is not an H3 index. Expected text such as '8831aa5051fffff' or integers."
        ) from None
    if (codes < 0).any():
        raise InputError("rates: a cell is missing. Drop rows without a cell first.")
    return numbers[codes]


def resolution_of(cells: Cells) -> int:
    """Return the one resolution of all cells; mixed ones raise ``InputError``."""
    found = np.unique((cells >> _RESOLUTION_BIT) & np.uint64(15))
    if len(found) > 1:
        raise InputError(
            f"rates: cells of resolutions {', '.join(map(str, found))} are mixed. Expected one; bring them to the coarsest with parents."
        )
    return int(found[0]) if len(found) else 0


def parents_of(cells: Cells, resolution: int) -> Cells:
    """Return the parents at a coarser resolution: the resolution bits set, finer digits filled with sevens."""
    keep = ~(np.uint64(15) << _RESOLUTION_BIT)
    filled = np.uint64((1 << (3 * (_DIGITS - resolution))) - 1)
    return (cells & keep) | (np.uint64(resolution) << _RESOLUTION_BIT) | filled


def hierarchical_rates(
    cells: ArrayLike, hits: ArrayLike, n: ArrayLike, *, coarsest: int = 5, interval_share: float = 0.95
) -> pd.DataFrame:
    """Smooth the rates of H3 cells towards their parents' up to resolution ``coarsest``.

    Parameters
    ----------
    cells
        H3 cells of one resolution, text or integers; rows of the same cell are summed. A cell
        with ``n`` = 0 is answered from its neighbourhood alone.
    hits, n
        Numerator and denominator of each row.
    coarsest
        Coarsest resolution that lends strength.
    interval_share
        Posterior probability inside the interval.

    Returns
    -------
    pandas.DataFrame
        One row per cell, in the order of first appearance: ``cell`` (as given), ``n``, ``hits``,
        ``raw_share`` (NaN where n = 0), ``smooth_share``, ``low_share``, ``high_share``.
    """
    given = pd.Series(np.asarray(cells))
    first = ~given.duplicated()
    numbers = as_cells(given.to_numpy())
    tree, shrunk = _shrink_cells(numbers, np.asarray(hits, float), np.asarray(n, float), coarsest)
    at = np.searchsorted(tree.labels[-1], numbers[first.to_numpy()])
    out = rates_frame(tree, shrunk, interval_share=interval_share).iloc[at].reset_index(drop=True)
    out.insert(0, "cell", given[first].to_numpy())
    return out


def nested_rates(
    groups: Sequence[ArrayLike], hits: ArrayLike, n: ArrayLike, *, interval_share: float = 0.95
) -> pd.DataFrame:
    """Smooth rates of any nested groups, such as province, city, county by ``adcode``.

    Parameters
    ----------
    groups
        Labels per row, coarsest level first.
    hits, n
        Numerator and denominator of each row.
    interval_share
        Posterior probability inside the interval.

    Returns
    -------
    pandas.DataFrame
        One row per group of the finest level, sorted: ``group``, ``n``, ``hits``, ``raw_share``, ``smooth_share``,
        ``low_share``, ``high_share``.
    """
    tree = build_tree([np.asarray(group) for group in groups], np.asarray(hits, float), np.asarray(n, float))
    out = rates_frame(tree, shrink(tree), interval_share=interval_share)
    out.insert(0, "group", tree.labels[-1])
    return out


def out_of_fold_rates(cells: Cells, hits: Floats, folds: NDArray[np.int64], *, coarsest: int = 5) -> Floats:
    """Return for each letter the smoothed rate of its cell without the letters of its own fold.

    A rate that contains the letter's own outcome tells a model what it should find out.
    """
    rates = np.empty(len(hits))
    names, code = np.unique(cells, return_inverse=True)
    for fold in np.unique(folds):
        held = folds == fold
        kept_hits = np.bincount(code[~held], hits[~held], minlength=len(names)).astype(np.float64)
        kept = np.bincount(code[~held], minlength=len(names))
        _, shrunk = _shrink_cells(names, kept_hits, kept.astype(np.float64), coarsest)
        # The tree's finest labels are these very names, sorted.
        rates[held] = shrunk.mean[-1][code[held]]
    return rates


def _shrink_cells(cells: Cells, hits: Floats, n: Floats, coarsest: int) -> tuple[Tree, Shrunk]:
    finest = resolution_of(cells)
    levels = range(min(coarsest, finest), finest + 1)
    tree = build_tree([parents_of(cells, level) for level in levels], hits, n)
    return tree, shrink(tree)


def rates_frame(tree: Tree, shrunk: Shrunk, *, interval_share: float) -> pd.DataFrame:
    """Lay out the finest level of a smoothed tree, intervals from the beta of equal mean and variance."""
    n, hits, mean = tree.n[-1], tree.hits[-1], shrunk.mean[-1]
    counts = np.maximum(mean * (1 - mean) / (_WIDEN * shrunk.variance[-1]) - 1.0, _LEAST_COUNTS)
    tail = (1.0 - interval_share) / 2.0
    raw = np.divide(hits, n, out=np.full(len(n), np.nan), where=n > 0)
    low, high = (betaincinv(mean * counts, (1 - mean) * counts, at) for at in (tail, 1.0 - tail))
    return pd.DataFrame(
        {
            "n": n.astype(np.int64),
            "hits": hits.astype(np.int64),
            "raw_share": raw,
            "smooth_share": mean,
            # A beta of hardly any counts near 0 or 1 is so skewed that its mean lies beyond the tail.
            "low_share": np.minimum(low, mean),
            "high_share": np.maximum(high, mean),
        }
    )
