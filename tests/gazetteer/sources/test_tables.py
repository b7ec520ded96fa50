"""Place tables of the user."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.coordinates import convert, distance_m
from workbench.errors import ColumnError, InputError, MissingError
from workbench.gazetteer.sources import read_places
from workbench.gazetteer.sources import tables as module

ROWS = pd.DataFrame(
    {
        "name": ["试验花园", "样板大厦", "模范里"],
        "address": ["试验路1号", "样板街2号", ""],
        "city": ["北京市", "杭州", "杭州市"],
        "district": ["朝阳区", "江干区", "西湖区"],
        "lng": [116.45, 120.20, 120.12],
        "lat": [39.92, 30.26, 30.27],
    }
)


def write(path, frame=ROWS, encoding="utf-8"):
    """Write a table in the format of the suffix."""
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False, encoding=encoding, sep="\t" if path.suffix == ".tsv" else ",")
    return path


@pytest.mark.parametrize("file", ["a.csv", "a.tsv", "a.txt", "a.xlsx", "a.parquet"])
def test_every_format_gives_the_same_rows(file, tmp_path):
    """Text, workbook and Parquet."""
    rows = read_places(write(tmp_path / file), datum="wgs84", source="s").rows
    expected = read_places(write(tmp_path / "b.parquet"), datum="wgs84", source="s").rows
    pd.testing.assert_frame_equal(rows, expected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_names(encoding, tmp_path):
    """Excel in China writes GB18030; a mark at the start does no harm."""
    rows = read_places(write(tmp_path / "a.csv", encoding=encoding), datum="wgs84").rows
    assert rows["place"].tolist() == ROWS["name"].tolist()


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_points_come_out_as_wgs84(datum, tmp_path):
    """Whatever the datum of the file."""
    lng, lat = convert(ROWS["lng"], ROWS["lat"], source="wgs84", target=datum)
    rows = read_places(write(tmp_path / "a.csv", ROWS.assign(lng=lng, lat=lat)), datum=datum).rows
    assert distance_m(rows["lng"], rows["lat"], ROWS["lng"], ROWS["lat"]).max() < 0.1


def test_divisions_are_those_of_the_points(tmp_path):
    """A district that was merged since is called by its present name."""
    rows = read_places(write(tmp_path / "a.csv"), datum="wgs84").rows
    assert rows["district"].tolist() == ["朝阳区", "上城区", "西湖区"]
    assert rows["city"].tolist() == ["北京市", "杭州市", "杭州市"]


def test_headers_can_be_named(tmp_path):
    """A table of the firm's own making."""
    frame = ROWS.rename(columns={"name": "资产名", "lng": "东", "lat": "北"})
    rows = read_places(
        write(tmp_path / "a.csv", frame), datum="wgs84", name="资产名", lng="东", lat="北"
    ).rows
    assert rows["place"].tolist() == ROWS["name"].tolist()


def test_chinese_headers_are_known(tmp_path):
    """The usual ones need not be named."""
    frame = ROWS.rename(columns={"name": "小区名称", "lng": "经度", "lat": "纬度", "address": "详细地址"})
    rows = read_places(write(tmp_path / "a.csv", frame), datum="wgs84").rows
    assert rows["address"].tolist() == ROWS["address"].tolist()


def test_a_missing_header_names_the_nearest(tmp_path):
    """A slip of the pen in an option."""
    with pytest.raises(ColumnError, match=r"no column 'title name'.*Nearest: name"):
        read_places(write(tmp_path / "a.csv"), datum="wgs84", name="title name")


def test_a_table_without_points_is_refused(tmp_path):
    """Longitude and latitude have to be there."""
    with pytest.raises(ColumnError, match=r"column for lng"):
        read_places(write(tmp_path / "a.csv", ROWS.drop(columns=["lng", "lat"])), datum="wgs84")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "has no name"),
        ({"lng": "东经"}, "missing or no number"),
        ({"lat": ""}, "missing or no number"),
        ({"lng": "39.92", "lat": "116.45"}, "seem to be swapped"),
        ({"lng": "-73.9", "lat": "40.7"}, "does not lie in China"),
        ({"lng": "121.47", "lat": "31.23"}, "more than 5 km outside the city"),
    ],
)
def test_each_fault_is_refused_with_its_row(change, reason, tmp_path):
    """The other rows are read."""
    frame = ROWS.astype(str)
    for column, value in change.items():
        frame.loc[1, column] = value
    places = read_places(write(tmp_path / "a.csv", frame), datum="wgs84")
    assert places.rows["place"].tolist() == ["试验花园", "模范里"]
    assert places.rejects["row"].tolist() == [3]
    assert reason in places.rejects.loc[0, "reason"]


def test_torn_rows_are_refused_with_their_row(tmp_path):
    """One field too many; the rows after it keep their numbers."""
    path = tmp_path / "a.csv"
    path.write_text("name,lng,lat\n甲,116.4,39.9\n乙,116.4,39.9,9\n丙,x,39.9\n", encoding="utf-8")
    places = read_places(path, datum="wgs84")
    assert places.rows["place"].tolist() == ["甲"]
    assert places.rejects["row"].tolist() == [3, 4]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"name,lng,lat\n", "no row under the header"),
        ("a.csv", b"%PDF-1.7 something", "this is a PDF"),
        ("a.csv", b"\xff\xfe\xfa\x00\x81" * 9, "neither UTF-8 nor GB18030|no table that can be read"),
        ("a.csv", b"PK\x03\x04 a workbook", "an Excel workbook or ZIP archive"),
        ("a.parquet", b"PAR1 no", "no Parquet file"),
        ("a.xlsx", b"PK no", "the workbook cannot be read"),
        ("a.doc", b"x", "cannot be read from '.doc'"),
    ],
)
def test_garbage_is_refused_in_words(name, content, message, tmp_path):
    """Never a traceback of a library."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_places(path, datum="wgs84")


def test_a_missing_file_is_named(tmp_path):
    """The path stands in the message."""
    with pytest.raises(MissingError, match=r"none\.csv"):
        read_places(tmp_path / "none.csv", datum="wgs84")


def test_an_unknown_datum_names_the_known_ones(tmp_path):
    """There is no guess at a datum."""
    with pytest.raises(InputError, match="wgs84, gcj02, bd09"):
        read_places(write(tmp_path / "a.csv"), datum="amap")


def test_without_polygons_the_stated_division_counts(tmp_path, monkeypatch):
    """Names of the row before the nearest seat."""
    monkeypatch.setattr(module, "regions", lambda level: None)
    monkeypatch.setattr("workbench.gazetteer.regions._counties", lambda: None)
    rows = read_places(write(tmp_path / "a.csv"), datum="wgs84").rows
    assert rows["adcode"].tolist() == ["110105", "330102", "330106"]


@given(
    st.lists(
        st.tuples(st.text(max_size=8), st.floats(allow_nan=True), st.floats(allow_nan=True)),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_is_read_or_refused(tmp_path, cells):
    """Nothing is lost, whatever stands in the cells."""
    frame = pd.DataFrame(cells, columns=["name", "lng", "lat"])
    path = tmp_path / "any.parquet"
    frame.to_parquet(path)
    places = read_places(path, datum="gcj02")
    assert len(places.rows) + len(places.rejects) == len(frame)
    assert np.isfinite(places.rows[["lng", "lat"]].to_numpy(dtype=float)).all()
