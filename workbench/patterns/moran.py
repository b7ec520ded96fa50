"""Local Moran of rates: which cells resemble their neighbours, and which stand out from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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

_CHUNK = 4096  # cells per block of permutations: 4096 x 6 x 499 numbers are 100 MB


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


def mark_clusters(
    cells: pd.DataFrame, *, permutations: int = 499, fdr_share: float = 0.05, seed: int = 0
) -> pd.DataFrame:
    """Add ``moran``, ``q_value`` and ``cluster`` to rates by cell.

    Parameters
    ----------
    cells
        Table ``cells`` of one measure and one resolution: ``cell``, ``n``, ``hits``; ``n`` > 0.
    permutations
        Conditional permutations of the neighbours' values; p values cannot fall below ``1 / (permutations + 1)``.
    fdr_share
        Share of false findings that is accepted among all.
    seed
        Seed of the permutations.

    Returns
    -------
    pandas.DataFrame
        ``cluster`` is ``high_high``, ``low_low``, ``high_low`` (a high cell among low ones), ``low_high`` or ``none``.
    """
    require(cells, ("cell", "n", "hits"), where="mark_clusters")
    table = link_neighbours(cells["cell"])
    x, means, count = _prepare(standardise_rates(cells["hits"], cells["n"]), table)
    p_value = _permuted_p(x, means, count, permutations=permutations, seed=seed)
    q_value = adjust_p(np.where(count > 0, p_value, np.nan))
    names = np.array(["low_low", "low_high", "high_low", "high_high"])
    kind = names[2 * (x > 0).astype(int) + (means > 0).astype(int)]
    found = np.nan_to_num(q_value, nan=1.0) <= fdr_share
    moran = (len(x) - 1) * x * means / max(float(x @ x), 1e-300)
    return cells.assign(moran=moran, q_value=q_value, cluster=np.where(found, kind, "none"))


def _permuted_p(
    x: Floats, means: Floats, count: NDArray[np.int64], *, permutations: int, seed: int
) -> Floats:
    """Two-sided pseudo p of the neighbours' mean, the cell's own value held."""
    if len(x) < 3 or permutations < 1:  # noqa: PLR2004  two cells have one neighbour each: nothing to permute
        return np.ones(len(x))
    random = np.random.default_rng(seed)
    widest = int(count.max())
    draws = random.integers(0, len(x) - 1, size=(permutations, max(widest, 1)))
    p_value = np.ones(len(x))
    for start in range(0, len(x), _CHUNK):
        own = np.arange(start, min(start + _CHUNK, len(x)))
        # A draw at or beyond the cell itself is moved up by one: the cell is never its own neighbour.
        picked = draws[:, None, :] + (draws[:, None, :] >= own[None, :, None])
        sums = np.cumsum(x[picked], axis=2)
        at = np.maximum(count[own], 1) - 1
        drawn = np.take_along_axis(sums, at[None, :, None], axis=2)[..., 0] / (at + 1)
        above = (drawn >= means[own]).sum(axis=0)
        tail = np.minimum(above, permutations - above)
        p_value[own] = np.minimum(2.0 * (tail + 1) / (permutations + 1), 1.0)
    return p_value
