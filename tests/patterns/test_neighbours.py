"""Neighbour tables agree with the H3 grid."""

from __future__ import annotations

import h3
import numpy as np
import pytest

from workbench.errors import InputError
from workbench.patterns import link_neighbours

DISK = sorted(h3.grid_disk("8831aa5051fffff", 4))


def test_links_are_the_grid_neighbours_within_the_set():
    """Each cell is linked to itself and to those of its six neighbours that are in the set."""
    cells = DISK[::2]
    table = link_neighbours(cells).toarray()
    for row, cell in enumerate(cells):
        near = set(h3.grid_disk(cell, 1))
        assert {cells[at] for at in np.flatnonzero(table[row])} == near & set(cells)


def test_two_rings_are_wider():
    """Two rings link everything within two steps."""
    table = link_neighbours(DISK, rings=2)
    middle = DISK.index("8831aa5051fffff")
    assert table[[middle]].sum() == 19


def test_pentagons_have_five_neighbours():
    """A pentagon is no special case."""
    pentagon = min(h3.get_pentagons(5))
    table = link_neighbours(sorted(h3.grid_disk(pentagon, 2)))
    assert table.max() == 1
    assert 6 in np.asarray(table.sum(axis=1))


@pytest.mark.parametrize("wrong", [["8831aa5051fffff"] * 2, ["8831aa5051fffff", "8731aa505ffffff"]])
def test_doubles_and_mixed_resolutions_are_refused(wrong):
    """Such rows must be summed or brought to one resolution first."""
    with pytest.raises(InputError, match="different cells of one resolution"):
        link_neighbours(wrong)


def test_no_cells_have_no_links():
    """An empty set gives an empty table."""
    assert link_neighbours([]).shape == (0, 0)
