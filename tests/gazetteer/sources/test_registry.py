"""Every source keeps the same promises."""

import pytest

from workbench.gazetteer.sources import SOURCES
from workbench.geodata import read
from workbench.tables import table

CSV = "名称,地址,省,市,区,经度,纬度\n试验花园,试验路1号,北京市,北京市,朝阳区,116.45,39.92\n无点楼,,,,,,\n"


@pytest.fixture(params=list(SOURCES))
def places(request, tmp_path, make_extract):
    """Places of each source in turn."""
    source = SOURCES[request.param]
    if request.param == "table":
        path = tmp_path / "试验.csv"
        path.write_text(CSV, encoding="utf-8")
        return source.read(path, datum="wgs84")
    if request.param == "extract":
        return source.read(make_extract(tmp_path / "small.osm.pbf"))
    return source.read()


def test_columns_are_those_of_table_places(places):
    """In their order, nothing more."""
    assert tuple(places.rows.columns) == table("places").columns


def test_required_columns_are_filled(places):
    """Each place has a name, a point and a source."""
    assert len(places.rows)
    assert (places.rows["place"] != "").all()
    assert places.rows[["lng", "lat"]].notna().all(axis=None)
    assert (places.rows["place_source"] != "").all()


def test_points_lie_in_china(places):
    """Degrees, longitude first."""
    assert places.rows["lng"].between(73, 136).all()
    assert places.rows["lat"].between(3, 54).all()


def test_divisions_are_those_of_the_list(places):
    """Code and names agree with the table of divisions."""
    divisions = read("divisions").set_index("code")
    known = divisions.loc[places.rows["adcode"]]
    for name in ("province", "city", "district"):
        assert (known[name].to_numpy() == places.rows[name].to_numpy()).all()


def test_text_is_never_null(places):
    """An empty string says nothing."""
    assert places.rows.notna().all(axis=None)


def test_rejects_say_where_and_why(places):
    """Row, column, value, reason; the same for every source."""
    assert tuple(places.rejects.columns) == ("row", "column", "value", "reason")
    assert (places.rejects["reason"] != "").all()


@pytest.mark.parametrize("name", list(SOURCES))
def test_each_source_says_what_it_is(name):
    """The command line lists them."""
    source = SOURCES[name]
    assert source.meaning.endswith(".")
    assert source.suffixes or source.licence
