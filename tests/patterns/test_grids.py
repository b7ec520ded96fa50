"""Cells as integers behave as the H3 library says."""

from __future__ import annotations

import h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.patterns.grids import cells_of_points, parents_of, read_cells, resolutions_of, write_cells

POINT = st.tuples(st.floats(73, 135), st.floats(18, 53))


@given(POINT, st.integers(0, 15), st.integers(0, 15))
def test_parents_are_those_of_the_library(point, fine, coarse):
    """The parent equals ``h3.cell_to_parent``, not the coarser cell of the point."""
    fine, coarse = max(fine, coarse), min(fine, coarse)
    cell = h3.latlng_to_cell(point[1], point[0], fine)
    assert write_cells(parents_of(read_cells([cell]), coarse)) == [h3.cell_to_parent(cell, coarse)]


@given(POINT, st.integers(0, 15))
def test_cells_survive_being_integers(point, resolution):
    """Text to integer and back is the same cell, of the same resolution."""
    cells = cells_of_points([point[0]], [point[1]], resolution)
    assert read_cells(write_cells(cells)).tolist() == cells.tolist()
    assert resolutions_of(cells).tolist() == [resolution]


@pytest.mark.parametrize("wrong", ["", "no cell", "8931aa42", "<b>", "f" * 40])
def test_what_is_no_cell_is_refused(wrong):
    """Anything that is not an H3 cell is named as such."""
    with pytest.raises(InputError, match="not an H3 cell"):
        read_cells([wrong])


def test_missing_cells_are_refused():
    """A missing cell is not some cell."""
    with pytest.raises(InputError, match="a cell is missing"):
        read_cells(["8831aa5051fffff", None])


def test_a_finer_parent_is_refused():
    """A cell has no parent at a finer resolution."""
    with pytest.raises(InputError, match="coarser than resolution 9"):
        parents_of(read_cells(["8831aa5051fffff"]), 9)
    assert parents_of(np.zeros(0, dtype=np.uint64), 9).size == 0
