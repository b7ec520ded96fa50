"""Still pictures: written whole, the same each time, refused where they could not be right."""

from __future__ import annotations

import pytest
from matplotlib import font_manager

from workbench.errors import InputError, MissingError
from workbench.maps import DeliveryMap, RateCells, RateRegions, StationPoints, fonts, picture


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
