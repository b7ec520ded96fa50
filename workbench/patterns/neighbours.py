"""Which cells of a set touch each other, as a sparse table."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import h3.api.basic_int as h3
import numpy as np
from scipy.sparse import csr_array

from workbench.errors import InputError
from workbench.patterns.grids import read_cells, resolutions_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def link_neighbours(cells: ArrayLike, *, rings: int = 1) -> csr_array:
    """Link every cell to the cells of the set within ``rings`` steps on the H3 grid, and to itself.

    Parameters
    ----------
    cells
        Different H3 cells of one resolution, text or integers.
    rings
        Steps on the grid that count as near.

    Returns
    -------
    scipy.sparse.csr_array
        Square, ones, in the order of ``cells``; the diagonal is included.

    Raises
    ------
    InputError
        If a cell occurs twice or resolutions are mixed.
    """
    numbers = read_cells(cells)
    size = len(numbers)
    order = np.argsort(numbers)
    ordered = numbers[order]
    if size and ((ordered[1:] == ordered[:-1]).any() or np.ptp(resolutions_of(numbers)) > 0):
        raise InputError(
            "neighbours: expected different cells of one resolution. Sum rows of the same cell first."
        )
    disks = [h3.grid_disk(cell, rings) for cell in numbers.tolist()]
    lengths = np.fromiter(map(len, disks), dtype=np.int64, count=size)
    near = np.fromiter(chain.from_iterable(disks), dtype=np.uint64, count=int(lengths.sum()))
    rows = np.repeat(np.arange(size), lengths)
    at = np.minimum(np.searchsorted(ordered, near), max(size - 1, 0))
    known = ordered[at] == near if size else np.zeros(0, dtype=bool)
    columns = order[at[known]]
    return csr_array((np.ones(len(columns)), (rows[known], columns)), shape=(size, size))
