"""Cells as a lattice: corners against H3, whole coverage, odd cells."""

from __future__ import annotations

import h3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.maps.lattice import TOLERANCE_SHARE, build, corner_error_shares, offsets, parts, to_integers

CITIES = {"wuhan": (30.6, 114.3), "beijing": (39.9, 116.4), "shenzhen": (22.5, 114.0), "urumqi": (43.8, 87.6)}


def worst(cells: list[str]) -> float:
    """Return the largest error of a corner over cells on cubics, in edges."""
    resolution = h3.get_resolution(cells[0])
    lattice = build(to_integers(cells), resolution)
    found = [0.0]
    for group in lattice.groups:
        places = offsets(resolution, group.depth)[group.indices].astype(float)
        names = [h3.int_to_str(int(each)) for each in lattice.cells[group.rows]]
        found.append(float(corner_error_shares(group.cubic, places, names).max()))
    return max(found)


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("resolution", [5, 7, 9, 11])
def test_corners_of_chinese_cities(city, resolution):
    """Every corner is within a hundredth of an edge of where H3 puts it."""
    assert worst(h3.grid_disk(h3.latlng_to_cell(*CITIES[city], resolution), 12)) < TOLERANCE_SHARE


@settings(max_examples=25, deadline=None)
@given(st.floats(-80, 80), st.floats(-179, 179), st.integers(1, 12))
def test_corners_anywhere(lat, lng, resolution):
    """Anywhere on earth a group that stays on a cubic keeps its promise."""
    assert worst(h3.grid_disk(h3.latlng_to_cell(lat, lng, resolution), 3)) < TOLERANCE_SHARE


@settings(max_examples=25, deadline=None)
@given(st.floats(-80, 80), st.floats(-179, 179), st.integers(0, 12))
def test_no_cell_is_lost(lat, lng, resolution):
    """Every row is in exactly one group or among the odd ones."""
    cells = h3.grid_disk(h3.latlng_to_cell(lat, lng, resolution), 4)
    assert sorted(build(to_integers(cells), resolution).order()) == list(range(len(cells)))


def test_pentagons_become_polygons():
    """A pentagon has no (i, j): it is written with its own five corners (more across an edge)."""
    cells = h3.get_pentagons(5)
    lattice = build(to_integers(cells), 5)
    assert len(lattice.odd_rows) == 12
    assert {len(shape) for shape in lattice.odd_shapes} <= {5, 10}


def test_contiguous_cells_cost_next_to_nothing():
    """In a disk most steps are 1, so the numbers take about a byte each before compression."""
    cells = h3.grid_disk(h3.latlng_to_cell(30.6, 114.3, 9), 60)
    assert len(parts(build(to_integers(cells), 9))[4]) < 1.1 * len(cells)


@pytest.mark.parametrize("bad", ["", "北京", "ffff", "0", None, float("nan"), 3.5, -1])
def test_what_is_no_cell_is_refused(bad):
    """A wrong value is named as such before anything is drawn."""
    with pytest.raises(InputError, match="no H3 cell"):
        to_integers(["8831aa429bfffff", bad])


def test_cells_that_do_not_exist_are_refused():
    """A well-formed number below a parent that H3 does not know is no cell."""
    deleted = h3.str_to_int(h3.get_pentagons(0)[0]) & ~(0xF << 52) | (8 << 52)
    for level in range(1, 9):
        deleted = deleted & ~(7 << 3 * (15 - level)) | ((1 if level == 1 else 0) << 3 * (15 - level))
    with pytest.raises(InputError, match="does not exist in H3"):
        build(np.array([deleted], dtype=np.uint64), 8)
