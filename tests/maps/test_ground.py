"""The map below: shared edges, the whole country, nothing without the boundaries' package."""

from __future__ import annotations

import pytest
import shapely

from workbench.maps import DeliveryMap, Ground, StationPoints
from workbench.maps import ground as ground_module
from workbench.maps.shapes import CHINA, pack_points, pack_shapes, tolerance_for


def test_no_boundaries_no_ground(monkeypatch):
    """Where the package is missing the page says so and is made all the same."""
    monkeypatch.setattr(ground_module, "simplified", lambda _: None)
    made = DeliveryMap(title="x", lang="en")
    assert made.data()["ground"] is None
    assert ["Boundaries", "not installed"] in made.data()["sheet"]["facts"]


def test_levels_of_a_narrow_and_a_wide_view(ground: Ground):
    """A city gets counties, a country gets cities."""
    narrow = [level["name"] for level in ground.write((116.0, 39.5, 117.0, 40.5))["levels"]]
    wide = [level["name"] for level in ground.write(CHINA)["levels"]]
    assert narrow == ["province", "district", "city_names", "city_edge", "province_edge"]
    assert wide == ["province", "city", "province_edge"]


def test_provinces_alone_are_enough(ground: Ground):
    """Finer levels may be missing."""
    assert [each["name"] for each in Ground(ground.provinces).write(CHINA)["levels"]] == ["province"]


def test_names_stand_inside(ground: Ground):
    """The point of a name lies within its shape."""
    level = ground.write(CHINA)["levels"][0]
    for point, shape in zip(level["points"], ground.provinces.geometry, strict=True):
        assert shape.contains(shapely.Point(point))


def test_english_maps_bear_both_names(ground: Ground):
    """Names and the units that they lie in have Latin letters behind them in English; Chinese maps are as they were."""
    named = Ground(
        ground.provinces,
        ground.cities,
        ground.districts.assign(name=["东城区", "和平区"], city=["北京市", "天津市"]),
    )
    for lang, name, city in (("zh", "东城区", "北京市"), ("en", "东城区 Dongcheng", "北京市 Beijing")):
        level = named.write((116.0, 39.5, 117.0, 40.5), lang)["levels"][1]
        assert (level["names"][0], level["within"][0]) == (name, city)


def test_a_national_map_shows_all_of_the_country(tables):
    """Cells in the far west and the far east bring the islands of the South China Sea into view."""
    stations = tables["stations"].iloc[:2].assign(lng=[76.0, 130.0], lat=[39.5, 46.0])
    assert DeliveryMap(title="x").add(StationPoints(frame=stations)).view() == CHINA


@pytest.mark.parametrize("shapes", [[], [None], [shapely.Point(1, 1), None], [shapely.Polygon()]])
def test_what_is_no_polygon_is_an_empty_feature(shapes):
    """Rows stay in step with their classes even where a shape is missing."""
    assert len(pack_shapes(shapes)["lengths"]) == 4


def test_points_are_kept_to_a_tenth_of_a_metre():
    """Equal points give equal bytes; a metre apart they differ."""
    assert pack_points([116.4], [39.9]) == pack_points([116.40000001], [39.9])
    assert pack_points([116.4], [39.9]) != pack_points([116.40001], [39.9])


def test_tolerance_has_limits():
    """From fine for a district to coarse for the country."""
    assert (
        tolerance_for(None)
        == tolerance_for((0, 0, 0.01, 0.01))
        < tolerance_for((0, 0, 2, 2))
        < tolerance_for(CHINA)
        == 0.01
    )
