"""Steps run again only when something changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.workspace import Ledger, fingerprint


def test_unchanged_step_is_current(tmp_path: Path) -> None:
    """A step whose files are as it made them need not run again."""
    made = tmp_path / "a.txt"
    made.write_text("x", encoding="utf-8")
    ledger = Ledger(tmp_path)
    ledger.enter("read", "f1", [made], {"rows": 1})
    assert ledger.is_current("read", "f1")
    assert not ledger.is_current("read", "f2")


def test_changed_or_lost_output_is_noticed(tmp_path: Path) -> None:
    """A table changed by hand, or lost, makes its step run again."""
    made = tmp_path / "a.txt"
    made.write_text("x", encoding="utf-8")
    ledger = Ledger(tmp_path)
    ledger.enter("read", "f1", [made], {})
    made.write_text("y", encoding="utf-8")
    assert not ledger.is_current("read", "f1")
    made.unlink()
    assert not ledger.is_current("read", "f1")


def test_broken_manifest_counts_as_empty(tmp_path: Path) -> None:
    """A manifest that cannot be read makes all steps run again."""
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    assert not Ledger(tmp_path).is_current("read", "f1")


def test_fingerprint_follows_contents(tmp_path: Path) -> None:
    """Content, settings and version change it; time does not."""
    file = tmp_path / "cases.csv"
    file.write_text("a", encoding="utf-8")
    first = fingerprint(version="1", settings={"seed": 1}, inputs={"cases": file})
    assert first == fingerprint(version="1", settings={"seed": 1}, inputs={"cases": file})
    assert first != fingerprint(version="2", settings={"seed": 1}, inputs={"cases": file})
    assert first != fingerprint(version="1", settings={"seed": 2}, inputs={"cases": file})
    file.write_text("b", encoding="utf-8")
    assert first != fingerprint(version="1", settings={"seed": 1}, inputs={"cases": file})


def _mark(**inputs: Path) -> str:
    return fingerprint(version="1", settings={}, inputs=inputs)


def test_fingerprint_knows_what_a_file_is_for(tmp_path: Path) -> None:
    """Two files of one name that change places are another job."""
    one, other = tmp_path / "a" / "x.csv", tmp_path / "b" / "x.csv"
    for file in (one, other):
        file.parent.mkdir()
        file.write_text(str(file.parent.name), encoding="utf-8")
    assert _mark(stations=one, couriers=other) != _mark(stations=other, couriers=one)


@pytest.mark.parametrize("changed", ["areas.dbf", "areas.prj", "areas.shp"])
def test_a_shapefile_is_all_its_files(tmp_path: Path, changed: str) -> None:
    """Names and datum of a shapefile stand in files beside it."""
    for suffix in ("shp", "dbf", "prj"):
        (tmp_path / f"areas.{suffix}").write_text(suffix, encoding="utf-8")
    before = _mark(areas=tmp_path / "areas.shp")
    (tmp_path / changed).write_text("other", encoding="utf-8")
    assert _mark(areas=tmp_path / "areas.shp") != before


@pytest.mark.parametrize("name", ["calibration.json", "deep/index.npy", "new.npy", "manifest.json"])
def test_a_folder_is_all_its_files(tmp_path: Path, name: str) -> None:
    """Whatever changes in a gazetteer's folder, its calibration too, is noticed, even if a manifest does not."""
    folder = tmp_path / "gazetteer"
    (folder / "deep").mkdir(parents=True)
    for each in ("calibration.json", "deep/index.npy", "manifest.json"):
        (folder / each).write_text(each, encoding="utf-8")
    before = _mark(gazetteer=folder)
    assert _mark(gazetteer=folder) == before
    (folder / name).write_text("other", encoding="utf-8")
    assert _mark(gazetteer=folder) != before
