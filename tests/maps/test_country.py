"""The country is whole on its sheet: true areas, and an inset that covers nothing."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from workbench.maps import INSET_HEIGHT_SHARE, country_box, project, project_shape, sea_box, shows_country
from workbench.maps.country import inset_width, needs_inset
from workbench.maps.shapes import simplify_together

ENDS = {"Xinjiang": (73.6, 39.4), "Mohe": (122.4, 53.5), "Fuyuan": (135.0, 48.4), "Sanya": (109.5, 18.2)}
INSET = {"Zengmu": (112.3, 4.0), "Huangyan": (117.8, 15.1), "Dongsha": (116.7, 20.7), "Xisha": (112.3, 16.8)}
KEPT = {
    "Hengchun": (120.8, 21.9),
    "Taitung": (121.5, 22.8),
    "Diaoyu": (123.5, 25.75),
    "Chiwei": (124.5, 25.9),
}


def holds(box, place) -> bool:
    """Say whether a place lies in a box of the sheet."""
    x, y = project(np.array([place]))[0]
    return bool(box[0] < x < box[2] and box[1] < y < box[3])


def cover(box):
    """Return the part of the main map that the inset covers."""
    _, south, east, north = box
    return east - inset_width(north - south), south, east, south + INSET_HEIGHT_SHARE * (north - south)


def test_both_maps_reach_the_ends():
    """The main map holds the ends of the land, the inset the islands."""
    assert all(holds(country_box(), each) for each in ENDS.values())
    assert all(holds(sea_box(), each) for each in INSET.values())


@pytest.mark.parametrize("place", [*KEPT.values(), *ENDS.values()])
def test_the_inset_covers_nothing(place):
    """Taiwan, the Diaoyu islands and Hainan stay to be seen on the main map."""
    assert holds(country_box(), place)
    assert not holds(cover(country_box()), place)


@pytest.mark.parametrize("corner", [(75.0, 38.0), (110.0, 20.0), (125.0, 50.0)])
def test_areas_are_true(corner):
    """A square degree keeps the area that it has on the sphere."""
    west, south = corner
    square = shapely.segmentize(shapely.box(west, south, west + 1, south + 1), 0.01)
    true = 6371.007**2 * np.radians(1) * (np.sin(np.radians(south + 1)) - np.sin(np.radians(south)))
    assert project_shape(square).area == pytest.approx(true, rel=1e-4)


def test_which_maps_need_the_inset():
    """Maps of the country, and regional ones with all of Hainan that end before the islands."""
    assert shows_country((80.0, 30.0, 120.0, 45.0))
    assert not shows_country((115.0, 39.0, 118.0, 41.0))
    assert needs_inset((107.0, 17.9, 114.0, 25.0))
    assert not needs_inset((109.5, 19.0, 114.0, 25.0))
    assert not needs_inset((107.0, 3.0, 114.0, 25.0))


def test_flat_rings_do_not_stop_the_map():
    """An island that rounding made a line is left out; the rest is simplified."""
    flat = [(2, 2), (2.1, 2.1), (2.1, 2.1), (2, 2)]
    shape = shapely.MultiPolygon(
        [shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [flat]), shapely.Polygon(flat)]
    )
    (simple,) = simplify_together([shape], 0.01)
    assert simple.area == pytest.approx(16.0)
