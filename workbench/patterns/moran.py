"""Local Moran of rates: which cells resemble their neighbours, and which stand out from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from workbench.errors import InputError
from workbench.patterns.intervals import adjust_p
from workbench.patterns.neighbours import link_neighbours
from workbench.patterns.spots import standardise_rates
from workbench.tables import require

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]


def local_moran(values: ArrayLike, table: csr_array) -> Floats:
    """Return Anselin's (1995) local Moran, row-standardised, the cell itself left out.

    Cells without a neighbour get 0.
    """
    x, means, _ = _prepare(values, table)
    return (len(x) - 1) * x * means / max(float(x @ x), 1e-300)


def _prepare(values: ArrayLike, table: csr_array) -> tuple[Floats, Floats, NDArray[np.int64]]:
    x = np.asarray(values, dtype=np.float64)
    if table.shape != (len(x), len(x)):
        raise InputError(f"local_moran: {len(x)} values, but the neighbour table is {table.shape}.")
    x = x - x.mean() if len(x) else x
    inside = table.diagonal()
    count = np.asarray(table.sum(axis=1)).ravel() - inside
    total = table @ x - inside * x
    means = np.divide(total, count, out=np.zeros(len(x)), where=count > 0)
    return x, means, count.astype(np.int64)


def mark_clusters(cells: pd.DataFrame, *, fdr_share: float = 0.05) -> pd.DataFrame:
    """Add ``moran``, ``q_value`` and ``cluster`` to rates by cell.

    The neighbours' mean is compared with that of as many cells drawn from all others, the cell's own value held; mean
    and variance of that draw are known, so nothing is permuted. Permuted p values cannot fall below one over their
    number, which false-discovery control over thousands of cells would need.

    Parameters
    ----------
    cells
        Table ``cells`` of one measure and one resolution: ``cell``, ``n``, ``hits``; ``n`` > 0.
    fdr_share
        Share of false findings that is accepted among all.

    Returns
    -------
    pandas.DataFrame
        ``cluster`` is ``high_high``, ``low_low``, ``high_low`` (a high cell among low ones), ``low_high`` or ``none``.
    """
    require(cells, ("cell", "n", "hits"), where="mark_clusters")
    table = link_neighbours(cells["cell"])
    x, means, count = _prepare(standardise_rates(cells["hits"], cells["n"]), table)
    q_value = adjust_p(2.0 * ndtr(-np.abs(score_neighbours(x, means, count))))
    names = np.array(["low_low", "low_high", "high_low", "high_high"])
    kind = names[2 * (x > 0).astype(int) + (means > 0).astype(int)]
    found = np.nan_to_num(q_value, nan=1.0) <= fdr_share
    moran = (len(x) - 1) * x * means / max(float(x @ x), 1e-300)
    return cells.assign(moran=moran, q_value=q_value, cluster=np.where(found, kind, "none"))


def score_neighbours(x: Floats, means: Floats, count: NDArray[np.int64]) -> Floats:
    """Return z of the neighbours' mean among draws without replacement from all other cells; NaN without neighbours."""
    others = len(x) - 1
    z = np.full(len(x), np.nan)
    if others < 2:  # noqa: PLR2004  one other cell is always the neighbour
        return z
    expected = (x.sum() - x) / others
    spread = np.maximum((x @ x - x * x) / others - expected**2, 0.0)
    drawn = np.maximum(count, 1)
    error = np.sqrt(spread / drawn * (others - drawn) / (others - 1))
    usable = (count > 0) & (error > 1e-12)  # noqa: PLR2004  rounding dust
    z[usable] = (means[usable] - expected[usable]) / error[usable]
    return z
