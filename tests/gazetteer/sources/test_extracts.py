"""Places out of OpenStreetMap extracts."""

import builtins

import pytest

from workbench.coordinates import distance_m
from workbench.errors import ExtraError, InputError, MissingError
from workbench.gazetteer.sources import read_extract


@pytest.fixture
def rows(tmp_path, make_extract):
    """Rows of the small extract."""
    return read_extract(make_extract(tmp_path / "small.osm.pbf")).rows


def test_named_nodes_and_areas_are_places(rows):
    """A hospital's point, a compound's outline with its door plate; no hill, nothing at sea."""
    named = rows[rows["place_source"] == "osm_place"].set_index("place")
    assert sorted(named.index) == ["试验医院", "试验花园"]
    assert named.loc["试验花园", "address"] == "试验路9号"


def test_the_middle_of_an_area_is_its_own(rows):
    """The first node of a ring, which is also its last, counts once."""
    garden = rows.set_index("place").loc["试验花园"]
    assert (round(garden["lng"], 6), round(garden["lat"], 6)) == (116.461, 39.941)


def test_house_numbers_are_door_plates(rows):
    """Street and number make the name of a place that has none."""
    doors = rows[rows["place_source"] == "osm_door"]
    assert doors[["place", "address"]].to_numpy().tolist() == [["试验路88号", "试验路88号"]]


def test_roads_are_points_along_them(rows):
    """1.7 km make six points at equal steps on the line."""
    road = rows[rows["place"] == "试验大街"].sort_values("lng")
    assert len(road) == 6
    assert (road["lat"].sub(39.93).abs() < 1e-9).all()
    lng, lat = road["lng"].to_numpy(), road["lat"].to_numpy()
    assert 250 < distance_m(lng[:-1], lat[:-1], lng[1:], lat[1:]).max() < 300


def test_an_extract_of_nothing_is_refused(tmp_path, make_extract):
    """An ocean has no addresses."""
    path = make_extract(tmp_path / "sea.osm.pbf", {1: ({"name": "x", "amenity": "cafe"}, 150.0, 0.0)}, {})
    with pytest.raises(InputError, match="nothing in the extract has a name"):
        read_extract(path)


def test_a_damaged_extract_is_refused(tmp_path):
    """A text under that name."""
    path = tmp_path / "not.osm.pbf"
    path.write_text("no extract at all, only words that go on for a while", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        read_extract(path)


def test_another_suffix_is_refused(tmp_path):
    """Shape files are no extracts."""
    path = tmp_path / "roads.shp"
    path.write_bytes(b"x")
    with pytest.raises(InputError, match=r"Expected one of: \.osm\.pbf"):
        read_extract(path)


def test_a_missing_extract_is_named(tmp_path):
    """The path stands in the message."""
    with pytest.raises(MissingError, match=r"none\.osm\.pbf"):
        read_extract(tmp_path / "none.osm.pbf")


def test_without_osmium_the_extra_is_named(tmp_path, monkeypatch):
    """It says how to install it."""
    path = tmp_path / "small.osm.pbf"
    path.write_bytes(b"x")
    known = builtins.__import__

    def refuse(name, *rest, **more):
        if name == "osmium":
            raise ImportError(name)
        return known(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ExtraError, match=r"workbench\[roads\]"):
        read_extract(path)
