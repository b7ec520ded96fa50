"""Hot and cold spots: Gi* over neighbours, false-discovery control, agreement of resolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from workbench.errors import InputError
from workbench.patterns.grids import parents_of, read_cells, resolutions_of
from workbench.patterns.intervals import adjust_p
from workbench.patterns.neighbours import link_neighbours
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]


def gi_star(values: ArrayLike, table: csr_array) -> Floats:
    """Return the analytic z of Getis and Ord's Gi* (Ord and Getis 1995, equation 7).

    Parameters
    ----------
    values
        One number per cell.
    table
        0/1 neighbour table that includes the cell itself, see :func:`link_neighbours`.

    Returns
    -------
    numpy.ndarray
        z scores; 0 where all cells are alike or all are neighbours.
    """
    x = np.asarray(values, dtype=np.float64)
    size = len(x)
    if table.shape != (size, size):
        raise InputError(
            f"gi_star: {size} values, but the neighbour table is {table.shape}. Expected one row per value."
        )
    if size < 2:  # noqa: PLR2004  one cell has nothing to differ from
        return np.zeros(size)
    mean, spread = x.mean(), x.std()
    near = np.asarray(table.sum(axis=1), dtype=np.float64).ravel()
    scale = spread * np.sqrt(near * (size - near) / (size - 1))
    # A constant field leaves rounding dust in the spread; it is no signal.
    usable = scale > 1e-12 * max(1.0, float(np.abs(x).max()))
    z: Floats = np.divide(table @ x - mean * near, scale, out=np.zeros(size), where=usable)
    return z


def standardise_rates(hits: ArrayLike, n: ArrayLike) -> Floats:
    """Bring rates of unequal denominators to one scale (Assunção and Reis 1999).

    Returns
    -------
    numpy.ndarray
        ``(raw - overall) / sd``, where the variance is the spread between cells plus ``overall / n``.
        The spread does not look at neighbours, so it makes no clusters of its own, as smoothed rates would.
    """
    hits, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if not (n > 0).all():
        raise InputError("standardise_rates: a denominator is 0. Drop the cells without cases first.")
    if not len(n):
        return np.zeros(0)
    overall = hits.sum() / n.sum()
    raw = hits / n
    between = (n * (raw - overall) ** 2).sum() / n.sum() - overall / (n.sum() / len(n))
    variance = between + overall / n
    variance = np.where(variance > 0, variance, overall / n)
    scaled: Floats = np.divide(raw - overall, np.sqrt(variance), out=np.zeros(len(n)), where=variance > 0)
    return scaled


def score_rates(hits: ArrayLike, n: ArrayLike, table: csr_array) -> Floats:
    """Return z of Gi* for rates: the surplus of hits in the neighbourhood over its standard deviation.

    Gi* takes all values as equally sure. Rates of unequal ``n`` are not, and the mean of seven rates of a few cases each
    is far from normal: on null cells it calls twice as many spots as promised. Here each cell's surplus over the overall
    rate is weighted by what it is worth, ``1 / (1 + (n - 1) rho)``, with ``rho`` the correlation of two cases of one
    cell (by moments, over all cells, spots included: so the score is a little cautious).

    Parameters
    ----------
    hits, n
        Numerator and denominator per cell.
    table
        0/1 neighbour table that includes the cell itself.
    """
    hits, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if not (n > 0).all():
        raise InputError("score_rates: a denominator is 0. Drop the cells without cases first.")
    if len(n) < 2:  # noqa: PLR2004  one cell has nothing to differ from
        return np.zeros(len(n))
    share = hits.sum() / n.sum()
    spread = share * (1.0 - share)
    surplus = hits - n * share
    alone = hits * (1.0 - share) ** 2 + (n - hits) * share**2
    rho = max(float((surplus**2 - alone).sum()) / max(float((n * n - n).sum()) * spread, 1e-300), 0.0)
    weight = 1.0 / (1.0 + (n - 1.0) * rho)
    variance = table @ (n * spread * weight)
    z: Floats = np.divide(
        table @ (surplus * weight), np.sqrt(variance), out=np.zeros(len(n)), where=variance > 0
    )
    return z


def mark_spots(cells: pd.DataFrame, *, fdr_share: float = 0.05, rings: int = 1) -> pd.DataFrame:
    """Add ``z``, ``q_value`` and ``spot`` to rates by cell.

    Parameters
    ----------
    cells
        Table ``cells`` of one measure and one resolution: ``cell``, ``n``, ``hits``; ``n`` > 0.
    fdr_share
        Share of false spots that is accepted among all spots.
    rings
        Neighbourhood in steps on the grid.
    """
    require(cells, ("cell", "n", "hits"), where="mark_spots")
    z = score_rates(cells["hits"], cells["n"], link_neighbours(cells["cell"], rings=rings))
    q_value = adjust_p(2.0 * ndtr(-np.abs(z)))
    found = q_value <= fdr_share
    spot = np.where(found & (z > 0), "hot", np.where(found & (z < 0), "cold", "none"))
    return cells.assign(z=z, q_value=q_value, spot=spot)


def mark_robust(marked: Sequence[pd.DataFrame], *, least: int = 2) -> list[pd.DataFrame]:
    """Add ``robust``: the same kind of spot lies there at ``least`` resolutions or more.

    Where a grid is drawn decides what is found on it (the modifiable areal unit problem);
    a spot that only one grid shows is not to be acted on.

    Parameters
    ----------
    marked
        One frame of :func:`mark_spots` per resolution, any order.
    least
        Resolutions that must agree, the cell's own included.
    """
    numbers = [read_cells(frame["cell"]) for frame in marked]
    levels = [int(resolutions_of(each)[0]) if len(each) else -1 for each in numbers]
    out = []
    for own, frame in enumerate(marked):
        votes = np.ones(len(frame), dtype=np.int64)
        for other in range(len(marked)):
            if other != own and len(numbers[other]) and len(numbers[own]):
                votes += _same_kind(
                    frame, numbers[own], levels[own], marked[other], numbers[other], levels[other]
                )
        out.append(frame.assign(robust=(votes >= least) & frame["spot"].ne("none").to_numpy()))
    return out


def _same_kind(
    frame: pd.DataFrame,
    cells: NDArray[np.uint64],
    level: int,
    other: pd.DataFrame,
    other_cells: NDArray[np.uint64],
    other_level: int,
) -> NDArray[np.bool_]:
    """Whether another resolution has a spot of the same kind over, or anywhere inside, each cell."""
    shared = min(level, other_level)
    mine, theirs = parents_of(cells, shared), parents_of(other_cells, shared)
    agrees = np.zeros(len(frame), dtype=bool)
    for kind in ("hot", "cold"):
        there = np.isin(mine, theirs[other["spot"].eq(kind).to_numpy()])
        agrees |= frame["spot"].eq(kind).to_numpy() & there
    return agrees
