"""The bundled files are those of the manifest and say what the documentation says."""

import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbench import geodata
from workbench.errors import InputError, MissingError
from workbench.geodata import (
    NAMES,
    content_sha256,
    describe,
    find_faults,
    find_folder,
    manifest,
    read,
    read_table,
)


def test_files_have_the_hashes_and_rows_of_the_manifest():
    """No file was changed after it was made."""
    assert find_faults() == []


def test_a_changed_file_is_found(tmp_path):
    """A file with other rows, and one that is not there, are both named."""
    (tmp_path / "MANIFEST.toml").write_bytes((find_folder() / "MANIFEST.toml").read_bytes())
    pq.write_table(pa.table({"wrong": ["甲"]}), tmp_path / "lookalikes.parquet")
    faults = find_faults(tmp_path)
    assert len(faults) == len(NAMES)
    assert "lookalikes.parquet does not have the hash of the manifest." in faults


def test_the_bundle_is_small():
    """Wheels and clones stay light: 12 MB in all, 8 MB each."""
    sizes = [path.stat().st_size for path in find_folder().glob("*.parquet")]
    assert len(sizes) == len(NAMES)
    assert sum(sizes) < 12e6
    assert max(sizes) < 8e6


def test_manifest_and_reader_know_the_same_tables():
    """Each readable table has its origin, licence, attribution and date."""
    entries = manifest()["files"]
    assert [entry["name"] for entry in entries] == list(NAMES)
    assert all(
        entry["origin"] and entry["licence"] and entry["attribution"] and entry["date"] for entry in entries
    )


def test_tables_with_points_state_their_datum():
    """A point without a datum is worth nothing."""
    for entry in manifest()["files"]:
        assert (entry["datum"] == "wgs84") == ("lng" in read_table(entry["name"]).column_names)


def test_database_licences_stay_in_their_own_files():
    """What is under the ODbL mixes with nothing else."""
    licences = {entry["name"]: entry["licence"] for entry in manifest()["files"]}
    assert {name for name, licence in licences.items() if "ODbL" in licence} == {"postcodes", "osm_places"}
    assert licences["osm_places"] == licences["postcodes"] == "ODbL 1.0"


def test_description_covers_every_table():
    """``workbench gazetteer info`` prints this."""
    frame = describe()
    assert frame["name"].tolist() == list(NAMES)
    assert frame["ok"].all()
    assert (frame["rows"] == [read_table(name).num_rows for name in NAMES]).all()


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_those_of_the_documentation(name):
    """Every column of a table is named in the docstring's section on it."""
    section = re.split(rf"\n{name}(?: \(.*\))?\n", geodata.__doc__)[1]
    section = re.split(r"\n\w+(?: \(.*\))?\n    ", section)[0]
    assert all(f"``{column}``" in section for column in read_table(name).column_names)


def test_text_is_never_null():
    """An empty string says nothing; there is no second way."""
    for name in NAMES:
        table = read_table(name)
        texts = [table.column(each.name) for each in table.schema if pa.types.is_string(each.type)]
        assert sum(column.null_count for column in texts) == 0


def test_unknown_table_names_the_known_ones():
    """A slip of the pen is answered with the list."""
    with pytest.raises(InputError, match=r"no table 'towns'.*divisions, villages"):
        read("towns")


def test_missing_folder_says_how_to_make_it(tmp_path):
    """A folder without a manifest is no bundle."""
    with pytest.raises(MissingError, match="Name a folder that a bundle was written to"):
        manifest(tmp_path)


def test_readers_get_frames_of_their_own():
    """What one caller does to a frame no other caller sees."""
    mine = read("lookalikes")
    mine["wrong"] = "x"
    assert (read("lookalikes")["wrong"] != "x").all()


def test_wanted_columns_come_in_the_wanted_order():
    """Readers that need two columns do not pay for six."""
    assert read("villages", ["name", "code"]).columns.tolist() == ["name", "code"]


def test_content_hash_does_not_depend_on_the_writer(tmp_path):
    """Another compression, encoding or grouping of rows leaves the hash as it is."""
    table = read_table("postcodes")
    path = tmp_path / "again.parquet"
    pq.write_table(table, path, compression="snappy", row_group_size=100, use_dictionary=False)
    assert content_sha256(pq.read_table(path)) == content_sha256(table)


def test_content_hash_sees_one_changed_value():
    """One character elsewhere is another content."""
    frame = pd.DataFrame({"name": ["甲", "乙"], "lng": [1.0, float("nan")]})
    other = frame.assign(name=["甲", "丙"])
    assert content_sha256(pa.Table.from_pandas(frame)) != content_sha256(pa.Table.from_pandas(other))


def test_the_wheel_carries_the_bundle():
    """The folder that hatch puts into the wheel is the one that the reader looks for."""
    project = Path(geodata.__file__).resolve().parents[2] / "pyproject.toml"
    if not project.is_file():
        pytest.skip("an installed package has no pyproject.toml beside it")
    assert '"geodata" = "workbench/geodata/bundle"' in project.read_text(encoding="utf-8")
