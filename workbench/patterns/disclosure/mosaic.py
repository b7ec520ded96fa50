"""A mosaic of disjoint cells, each with enough persons: thin cells are merged into their parents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.patterns.disclosure.families import find_thin
from workbench.patterns.grids import parents_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.patterns.disclosure.families import Control, Rows

    Cells = NDArray[np.uint64]

NO_CELL = np.uint64(0)


def merge_cells(cells: Cells, rows: Rows, control: Control) -> Cells:
    """Assign every event to a cell of the mosaic.

    Parameters
    ----------
    cells
        Cell of each event at ``control.finest``, 0 where it has none.
    rows
        Measure, person and hit of each event; a cell must be thick enough in every measure that has
        events in it, so that all measures are shown on the same cells.
    control
        Thresholds.

    Returns
    -------
    numpy.ndarray
        Cell of the mosaic for each event, ``control.coarsest`` to ``control.finest``, or 0: not shown. No two of the
        cells overlap, so nothing can be found by subtracting one from another.
    """
    placed = cells != NO_CELL
    block = cells.copy()
    thin = placed & _is_thin(block, rows, control)
    dropped = np.zeros(len(cells), dtype=bool)
    for resolution in range(control.finest - 1, control.coarsest - 1, -1):
        if not thin.any():
            break
        parent = np.zeros(len(cells), dtype=np.uint64)
        parent[placed] = parents_of(cells[placed], resolution)
        merged = _choose_merges(parent, thin, dropped, control)
        dropped |= thin & ~merged
        dropped &= ~merged
        block = np.where(merged, parent, block)
        thin = merged & _is_thin(np.where(merged, block, NO_CELL), rows, control)
    return np.where(placed & ~thin & ~dropped, block, NO_CELL)


def _is_thin(block: Cells, rows: Rows, control: Control) -> NDArray[np.bool_]:
    unique, code = np.unique(block, return_inverse=True)
    thin = np.zeros(len(unique), dtype=bool)
    thin[find_thin(code.reshape(-1).astype(np.int64), rows, control)] = True
    found: NDArray[np.bool_] = thin[code.reshape(-1)] & (block != NO_CELL)
    return found


def _choose_merges(
    parent: Cells, thin: NDArray[np.bool_], dropped: NDArray[np.bool_], control: Control
) -> NDArray[np.bool_]:
    """Say for each event whether its parent is to replace its children: too much would be lost otherwise."""
    unique, code = np.unique(parent, return_inverse=True)
    code = code.reshape(-1)
    size = np.bincount(code, minlength=len(unique))
    lost = np.bincount(code, thin | dropped, minlength=len(unique))
    merge = (lost > control.drop_share * size) & (np.bincount(code, thin, minlength=len(unique)) > 0)
    merge &= unique != NO_CELL
    chosen: NDArray[np.bool_] = merge[code]
    return chosen
