"""H3 cells and the resolution that a radius supports."""

from __future__ import annotations

import h3
import numpy as np
import pytest

from workbench.errors import InputError
from workbench.geocoding import find_cells, fit_resolution


def test_cells_agree_with_the_text_interface_of_h3():
    """Hexadecimal, empty without a point."""
    assert find_cells([113.6, np.nan], [34.7, 34.7], 9) == [h3.latlng_to_cell(34.7, 113.6, 9), ""]


@pytest.mark.parametrize(("radius_m", "resolution"), [(30, 10), (150, 9), (500, 8), (5_000, 5), (np.nan, -1)])
def test_a_wider_radius_supports_coarser_cells_only(radius_m, resolution):
    """The edge of the cell is at least the radius."""
    assert fit_resolution([radius_m])[0] == resolution


def test_an_impossible_resolution_is_refused():
    """H3 has 0 to 15."""
    with pytest.raises(InputError, match="0 to 15"):
        find_cells([113.0], [34.0], 16)
