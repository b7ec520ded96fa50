"""Exports: every format opens in a real reader and holds every stop once, in order."""

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlparse

import geopandas as gpd
import gpxpy
import numpy as np
import openpyxl
import pandas as pd
import pytest
from grid_town import NO_ATTEMPTS
from hostile_rounds import POLICY, make_plan, stops, write
from lxml import etree, html

from workbench.cases import read_attempts
from workbench.coordinates import convert
from workbench.dispatch import FORMATS, export_routes, make_manifest
from workbench.dispatch.exports.captions import LANGUAGES, RESULTS, caption
from workbench.errors import InputError, PolicyError
from workbench.tables import label


def test_csv_holds_every_letter_and_runs_nothing(tmp_path):
    """UTF-8 with a byte order mark; no cell starts a formula; phones keep their zero."""
    (path,) = write(tmp_path, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    found = pd.read_csv(path, dtype=str)
    assert found["站点"].drop_duplicates().tolist() == stops()
    assert not found.map(lambda cell: str(cell)[:1] in "=+-@").any().any()
    assert (found["电话"] == "013800000000").all()
    assert "secret" not in path.read_text(encoding="utf-8")


def test_excel_has_a_sheet_per_courier(tmp_path):
    """Summary first; text is text; stops in order; the header is frozen."""
    (path,) = write(tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["汇总", "c0", "c1"]
    found = []
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        names = [cell.value for cell in sheet[1]]
        found += [row[names.index("站点")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert list(dict.fromkeys(found)) == stops()


def test_geojson_follows_rfc_7946(tmp_path):
    """No crs member, longitude first, every stop once and in order, ways as lines."""
    (path,) = write(tmp_path, "geojson")
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert set(raw) == {"type", "features"}
    found = gpd.read_file(path)
    points = found.loc[found["feature"] == "stop"]
    assert points["stop"].tolist() == stops()
    assert points.geometry.x.between(116, 118).all()
    assert (found.loc[found["feature"] == "way"].geom_type == "LineString").all()


def test_gpx_is_valid_and_in_utc(tmp_path):
    """Gpxpy reads the stops in order; elements stand as the 1.1 schema orders them; times are UTC."""
    found = []
    for path in write(tmp_path, "gpx"):
        tree = gpxpy.parse(path.read_text(encoding="utf-8"))
        points = [point for route in tree.routes for point in route.points]
        found += [point.name for point in points]
        assert points[0].time.isoformat().endswith("+00:00")
        assert 0 <= points[0].time.hour < 10
        tags = [etree.QName(child).localname for child in etree.parse(path).getroot()]
        assert tags == sorted(tags, key=["metadata", "wpt", "rte", "trk"].index)
        inner = [etree.QName(child).localname for child in etree.parse(path).find(".//{*}rtept")]
        assert inner == ["time", "name", "cmt", "desc", "type"]
    assert found == stops()


def test_kml_is_in_schema_order(tmp_path):
    """GDAL reads it; ids are names; styles stand before folders; coordinates are longitude, latitude."""
    (path,) = write(tmp_path, "kml")
    root = etree.parse(path).getroot()
    assert root.tag == "{http://www.opengis.net/kml/2.2}kml"
    kinds = [etree.QName(child).localname for child in root[0]]
    assert kinds == sorted(kinds, key=["name", "Style", "Folder"].index)
    marks = [mark for mark in root.iter("{*}Placemark") if mark.find("{*}Point") is not None]
    assert [mark.find("{*}name").text for mark in marks] == stops()
    assert [etree.QName(child).localname for child in marks[0]] == [
        "name",
        "description",
        "TimeStamp",
        "Point",
    ]
    assert not gpd.read_file(path, layer="c0").empty


def test_sheets_are_inert_and_say_nothing_of_debt(tmp_path):
    """One page per courier: no script, no host, data escaped, all stops in order, no debt word."""
    found = []
    for path in write(tmp_path, "sheet"):
        text = path.read_text(encoding="utf-8")
        page = html.fromstring(text)
        assert page.xpath("//script|//link|//img|//iframe|//@onload") == []
        assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
        assert "<script>alert" not in text
        assert "49" not in page.xpath("string(//tbody/tr[1]/td[3])")
        assert not re.search("逾期|欠款|债|催收|贷款|法院|金额", page.text_content())
        found += page.xpath("//tbody/tr/td[1]/text()")
        assert page.xpath("//*[local-name()='svg']//*[local-name()='polyline']")
    counts = make_manifest(make_plan()).stops["sequence"].astype(str).tolist()
    assert found == counts


def test_papers_speak_english(tmp_path):
    """In English no Chinese is left but the addresses; an unknown language writes nothing."""
    for path in write(tmp_path, "sheet", "csv", "xlsx", "gpx", "kml", lang="en"):
        text = path.read_bytes()
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            cells = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
            text = " ".join(map(str, [*book.sheetnames, *cells])).encode()
        words = text.decode("utf-8-sig").replace("张", "").replace("三", "").replace("某路", "")
        assert not re.search(r"[\u4e00-\u9fff]", words), path.name
    assert "Route sheet" in next(tmp_path.glob("sheet_*")).read_text(encoding="utf-8")
    with pytest.raises(InputError, match="language 'fr'"):
        write(tmp_path / "none", "sheet", lang="fr")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_courier_ticks_is_read_back(tmp_path, lang):
    """The file that couriers fill in with the words of their sheet becomes attempts."""
    (path,) = write(tmp_path, "csv", lang=lang)
    back = pd.read_csv(path, dtype=str)
    said = [caption(each, lang) for each in RESULTS]
    back[caption("outcome", lang)] = [said[row % len(said)] for row in range(len(back))]
    back[caption("attempted_at", lang)] = back[label("arrive_at", lang=lang)]
    back.to_csv(path, index=False, encoding="utf-8-sig")
    read = read_attempts(path)
    assert read.rejects.empty
    ways = ("self", "adult_family", "refused", "returned", "returned", "returned")
    assert read.rows["outcome"].tolist() == [ways[row % len(ways)] for row in range(len(back))]
    assert set(read.rows["channel"]) == {"courier"}


def test_links_are_in_the_datum_of_each_app(tmp_path):
    """Amap gets GCJ-02 with longitude first, Baidu BD-09 with latitude first, geo WGS 84; at most three in between."""
    (path,) = write(tmp_path, "links")
    found = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert found["stop"].tolist() == stops()
    points = make_manifest(make_plan()).stops[["lng", "lat"]].to_numpy()
    amap = [parse_qs(urlparse(link).query)["to"][0].split(",")[:2] for link in found["amap"]]
    expected = np.column_stack(convert(points[:, 0], points[:, 1], source="wgs84", target="gcj02"))
    np.testing.assert_allclose(np.array(amap, dtype=float), expected, atol=1e-6)
    baidu = [
        parse_qs(urlparse(link).query)["destination"][0].split("|")[0].removeprefix("latlng:").split(",")
        for link in found["baidu"]
    ]
    expected = np.column_stack(convert(points[:, 0], points[:, 1], source="wgs84", target="bd09"))[:, ::-1]
    np.testing.assert_allclose(np.array(baidu, dtype=float), expected, atol=1e-6)
    geo = [link.removeprefix("geo:").split(",") for link in found["geo"]]
    np.testing.assert_allclose(np.array(geo, dtype=float), points[:, ::-1], atol=1e-6)
    between = [
        json.loads(unquote(link.split("viaPoints=")[1].split("&")[0]))["viaPoints"]
        for link in found["baidu_app"]
        if "viaPoints=" in link
    ]
    assert max(map(len, between)) <= 3
    assert "某路" not in path.read_text(encoding="utf-8")


def test_fleet_table_has_the_columns_of_the_apps(tmp_path):
    """Every stop once, in order, with coordinates and minutes."""
    (path,) = write(tmp_path, "fleet")
    found = pd.read_csv(path)
    assert found["Order ID"].tolist() == stops()
    assert {"Latitude", "Longitude", "Address", "Duration", "Assigned to"} <= set(found.columns)


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_the_same_every_time(tmp_path, name):
    """Writing twice gives equal bytes."""
    first, second = write(tmp_path / "1", name), write(tmp_path / "2", name)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_violation_cannot_be_exported(tmp_path):
    """Rounds moved into the night, flagged since, of strangers, or made alone by one of two are refused and nothing is written."""
    made = make_plan()
    night = made.routes.assign(arrive_at=lambda rows: rows["arrive_at"] + pd.Timedelta(hours=14))
    strangers = made.visits.loc[made.visits["address_id"] != made.routes["address_id"].iloc[0]]
    in_person = replace(made, settings=replace(made.settings, channel="visit"))
    for broken in (
        replace(made, routes=night),
        replace(made, visits=made.visits.assign(stop_flag="paid")),
        replace(made, visits=strangers),
        replace(in_person, staff=dict.fromkeys(made.staff, 1)),
    ):
        with pytest.raises(PolicyError, match="nothing was written"):
            export_routes(broken, tmp_path / "out", policy=POLICY, attempts=NO_ATTEMPTS)
    assert not (tmp_path / "out").exists()
    pairs = replace(in_person, staff=dict.fromkeys(made.staff, 2))
    assert export_routes(pairs, tmp_path / "out", formats=["csv"], policy=POLICY, attempts=NO_ATTEMPTS)


def test_contacts_made_since_count_before_export(tmp_path):
    """Borrowers whom another agency has contacted up to the cap since the plan was made are not handed out."""
    made = make_plan()
    most = next(cap for cap in POLICY.caps if "courier" in cap.channels).most
    since = pd.DataFrame({"borrower": list(made.visits["borrower"].unique()) * most})
    since = since.assign(channel="courier", attempted_at=pd.Timestamp("2026-01-04 10:00"), address_id="x")
    with pytest.raises(PolicyError, match="nothing was written"):
        export_routes(made, tmp_path / "out", policy=POLICY, attempts=since)


def test_columns_that_are_not_for_couriers_stay_inside(tmp_path):
    """Pseudonyms and amounts that slipped into the rounds are not exported."""
    leaky = replace(make_plan(), routes=make_plan().routes.assign(borrower="b", amount_yuan=1.0))
    assert not {"borrower", "amount_yuan"} & set(make_manifest(leaky).letters.columns)


def test_unknown_formats_are_named(tmp_path):
    """A wrong name is answered with those that exist."""
    with pytest.raises(InputError, match=r"'pdf'\. Expected one of: csv"):
        write(tmp_path, "pdf")
