"""H3 cells as 64-bit integers: text in and out, parents without leaving numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import h3.api.basic_int as h3
import numpy as np
import pandas as pd

from workbench.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Cells = NDArray[np.uint64]

FINEST = 15
_RESOLUTION_BIT = np.uint64(52)


def read_cells(values: ArrayLike) -> Cells:
    """Read H3 cells given as text or integers.

    Raises
    ------
    InputError
        If a value is missing or no H3 cell.
    """
    given = np.asarray(values)
    if given.dtype.kind in "ui":
        return given.astype(np.uint64)
    codes, texts = pd.factorize(pd.Series(given))
    if (codes < 0).any():
        raise InputError("cells: a cell is missing. Drop the rows without a cell first.")
    try:
        numbers = np.array([int(str(text), 16) for text in texts], dtype=np.uint64)
        valid = all(h3.is_valid_cell(int(number)) for number in numbers)
    except (ValueError, OverflowError):
        valid = False
    if not valid:
        raise InputError("cells: a value is not an H3 cell. Expected text such as '8831aa5051fffff'.")
    return numbers[codes]


def write_cells(cells: Cells) -> list[str]:
    """Write cells as the hexadecimal text of the tables."""
    return [f"{cell:x}" for cell in cells.tolist()]


def resolutions_of(cells: Cells) -> NDArray[np.int64]:
    """Return the resolution of each cell."""
    return ((cells >> _RESOLUTION_BIT) & np.uint64(15)).astype(np.int64)


def parents_of(cells: Cells, resolution: int) -> Cells:
    """Return the parents at ``resolution``, as ``h3.cell_to_parent`` does.

    Never the cell of the point at the coarser resolution: that is another cell for about
    6 points in 100, and sums over children would no longer be the parent's.

    Raises
    ------
    InputError
        If a cell is coarser than ``resolution``.
    """
    if not 0 <= resolution <= FINEST:
        raise InputError(f"resolution: {resolution} does not exist. Expected 0 to {FINEST}.")
    if len(cells) and int(resolutions_of(cells).min()) < resolution:
        raise InputError(
            f"cells: a cell is coarser than resolution {resolution}. "
            "Ask for a coarser resolution, or locate the addresses at a finer one."
        )
    kept = cells & ~(np.uint64(15) << _RESOLUTION_BIT)
    unused = np.uint64((1 << (3 * (FINEST - resolution))) - 1)
    return kept | (np.uint64(resolution) << _RESOLUTION_BIT) | unused


def cells_of_points(lng: ArrayLike, lat: ArrayLike, resolution: int) -> Cells:
    """Return the cells of points, degrees WGS 84."""
    pairs = zip(np.asarray(lng, float).tolist(), np.asarray(lat, float).tolist(), strict=True)
    return np.array([h3.latlng_to_cell(y, x, resolution) for x, y in pairs], dtype=np.uint64)
