"""Still pictures: written whole, the same each time, refused where they could not be right."""

from __future__ import annotations

import pytest
import shapely
from matplotlib import font_manager

from workbench.errors import InputError, MissingError
from workbench.maps import DeliveryMap, RateCells, RateRegions, StationPoints, fonts, picture, sea_box, still


@pytest.fixture
def sheet(tables, ground) -> DeliveryMap:
    """Make a map in English, which needs no special font."""
    made = DeliveryMap(title="Rates $x_1$ {{ 7*7 }}", lang="en", ground=ground)
    made.add(RateCells(frame=tables["cells"]))
    made.add(RateRegions(frame=tables["regions"], shapes=tables["region_shapes"]))
    return made.add(StationPoints(frame=tables["stations"]))


@pytest.mark.parametrize(("ending", "head"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")])
@pytest.mark.parametrize("layer", [0, 1])
def test_pictures_are_written(sheet, tmp_path, ending, head, layer):
    """Each kind of file begins as it should, and nothing else is left in the folder."""
    path = picture(sheet, tmp_path / f"map.{ending}", layer=layer)
    assert path.read_bytes().startswith(head)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_same_map_same_picture(sheet, tmp_path):
    """A picture has no clock."""
    first, second = (picture(sheet, tmp_path / f"{each}.png").read_bytes() for each in "ab")
    assert first == second


def test_a_map_of_the_country_is_drawn_with_its_inset(tables, ground, tmp_path, monkeypatch):
    """A region beyond twenty degrees is shown on the whole country, in its projection, with a second frame."""
    boxes = []
    monkeypatch.setattr(still, "sea_box", lambda: boxes.append(sea_box()) or sea_box())
    far = tables["region_shapes"].assign(
        geometry=[shapely.box(80 + 25 * k, 40, 81 + 25 * k, 41) for k in range(len(tables["region_shapes"]))]
    )
    sheet = DeliveryMap(title="Rates", lang="en", ground=ground)
    sheet.add(RateRegions(frame=tables["regions"], shapes=far))
    picture(sheet, tmp_path / "map.png")
    assert len(boxes) == 1


def test_other_layers_have_no_rates(sheet, tmp_path):
    """Stations have no classes to draw."""
    with pytest.raises(InputError, match="has no rates"):
        picture(sheet, tmp_path / "map.png", layer=2)
    with pytest.raises(InputError, match="there is no number 9"):
        picture(sheet, tmp_path / "map.png", layer=9)
    with pytest.raises(InputError, match="no known ending"):
        picture(sheet, tmp_path / "map.gif")


def test_no_chinese_font_is_said(sheet, tmp_path, monkeypatch):
    """Empty boxes in place of words are never written."""
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    fonts.find_cjk_font.cache_clear()
    sheet.lang = "zh"
    with pytest.raises(MissingError, match="No font with Chinese characters"):
        picture(sheet, tmp_path / "map.png")
    fonts.find_cjk_font.cache_clear()
    assert not list(tmp_path.iterdir())
