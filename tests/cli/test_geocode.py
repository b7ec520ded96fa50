"""``workbench geocode``: any table in, all its rows out; garbage is refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest

from workbench.cli import run_command
from workbench.geocoding import BATCH, COLUMNS, BatchGeocoder

ADDRESSES = [
    "北京市朝阳区望京西园三区305号楼",
    "",
    "=HYPERLINK(1)",
    "<b>海淀区</b>紫荆公寓",
    "{{7*7}}",
    "天津市和平区",
    "地" * 10_000,
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a CSV with easy, empty and hostile addresses."""
    frame = pd.DataFrame({"id": range(len(ADDRESSES)), "地址": ADDRESSES, "city": "北京市"})
    frame.to_csv(tmp_path / "in.csv", index=False, encoding="utf-8")
    return tmp_path / "in.csv"


def _read(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype=str)
    if path.suffix == ".xlsx":
        return pd.read_excel(path, dtype=str)
    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.DataFrame(gpd.read_file(path))


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".gpkg", ".geojson"])
def test_every_format_keeps_rows_and_columns(table: Path, tmp_path: Path, ending: str) -> None:
    """All rows come out in order with their own columns and the documented ones."""
    output = tmp_path / f"out{ending}"
    assert run_command("geocode", str(table), str(output)) == 0
    rows = _read(output)
    assert rows["id"].astype(int).tolist() == list(range(len(ADDRESSES)))
    assert {"地址", "city_input", *COLUMNS} <= set(rows.columns)


def test_points_lie_where_they_should(table: Path, tmp_path: Path) -> None:
    """A compound of the bundled places is found; nothing has no point."""
    assert run_command("geocode", str(table), str(tmp_path / "out.parquet"), "--address", "地址") == 0
    rows = pd.read_parquet(tmp_path / "out.parquet")
    assert rows["lng"][0] == pytest.approx(116.47, abs=0.03)
    assert rows["district"][0] == "朝阳区"
    assert rows["level"][1] == "none"
    assert rows["lng"].isna()[1]


def test_formulas_stay_text(table: Path, tmp_path: Path) -> None:
    """A formula in the input is no formula in the output."""
    assert run_command("geocode", str(table), str(tmp_path / "out.csv")) == 0
    assert ",=HYPERLINK" not in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_unknown_column_names_the_near_ones(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong column is answered with the columns that there are."""
    assert run_command("geocode", str(table), str(tmp_path / "out.csv"), "--address", "住址") == 2
    assert "地址" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def _zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
        archive.writestr("[Content_Types].xml", b"<x/>")
    return stream.getvalue()


GARBAGE = {
    "empty.csv": b"",
    "pdf.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "zip.csv": b"PK\x03\x04" + b"\x00" * 100,
    "binary.csv": bytes(range(256)) * 40,
    "header_only.csv": "地址,城市\n".encode(),
    "broken.xlsx": b"PK\x03\x04 not a workbook",
    "bomb.xlsx": _zip_bomb(),
    "broken.parquet": b"PAR1 nothing PAR1",
    "no_address.csv": b"a,b\n1,2\n",
    "nothing.txt": b"",
}


@pytest.mark.parametrize("name", sorted(GARBAGE))
def test_garbage_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Exit code 2, a message that names the file, no traceback, nothing written."""
    (tmp_path / name).write_bytes(GARBAGE[name])
    assert run_command("geocode", str(tmp_path / name), str(tmp_path / "out.csv")) == 2
    said = capsys.readouterr().err
    assert "error:" in said
    assert name in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is named."""
    assert run_command("geocode", str(tmp_path / "gone.csv"), str(tmp_path / "out.csv")) == 2
    assert "gone.csv" in capsys.readouterr().err


def test_input_is_not_overwritten(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The output may not be the input."""
    before = table.read_bytes()
    assert run_command("geocode", str(table), str(table)) == 2
    assert table.read_bytes() == before


def test_explain_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    """One address is explained in words."""
    assert run_command("explain", ADDRESSES[0]) == 0
    assert "朝阳区" in capsys.readouterr().out


def test_gazetteer_from_own_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Own places in BD-09 are found again in WGS 84."""
    places = pd.DataFrame(
        {"name": ["云麓雅苑"], "lng": [114.3153], "lat": [30.6035], "address": ["沿湖大道18号"]}
    )
    places.to_csv(tmp_path / "own.csv", index=False)
    own = str(tmp_path / "own.csv")
    assert run_command("gazetteer", "build", str(tmp_path / "g"), "--places", own) == 2
    assert "--datum" in capsys.readouterr().err
    assert run_command("gazetteer", "build", str(tmp_path / "g"), "--places", own, "--datum", "bd09") == 0
    pd.DataFrame({"address": ["武汉市云麓雅苑3栋"]}).to_csv(tmp_path / "in.csv", index=False)
    out = tmp_path / "out.parquet"
    assert run_command("geocode", str(tmp_path / "in.csv"), str(out), "--gazetteer", str(tmp_path / "g")) == 0
    row = pd.read_parquet(out).iloc[0]
    assert (row["place"], row["level"]) == ("云麓雅苑", "place")
    assert (row["lng"], row["lat"]) == (pytest.approx(114.3033, abs=0.002), pytest.approx(30.5999, abs=0.002))


def test_evaluation_compares_with_known_points(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows with a known point are compared; those without are left out and counted."""
    frame = pd.DataFrame(
        {"address": [ADDRESSES[0], "天津市和平区"], "lng": ["116.4715", ""], "lat": ["39.9971", ""]}
    )
    frame.to_csv(tmp_path / "truth.csv", index=False)
    assert run_command("evaluate", str(tmp_path / "truth.csv"), "--datum", "wgs84", "--sweep") == 0
    said = capsys.readouterr()
    assert "<=500 m" in said.out
    assert "1 rows without a true point" in said.err
    assert run_command("evaluate", str(tmp_path / "truth.csv"), "--datum", "wgs84", "--lng", "x") == 2
    assert "'x'" in capsys.readouterr().err


def _long_table(folder: Path) -> Path:
    rows = 2 * BATCH + 100
    frame = pd.DataFrame({"地址": [f"北京市朝阳区望京西园三区{at % 400}号楼" for at in range(rows)]})
    frame.to_csv(folder / "long.csv", index=False, encoding="utf-8")
    return folder / "long.csv"


def test_a_killed_job_goes_on_and_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after the first batch, the same command goes on behind it and leaves nothing but its output."""
    source = _long_table(tmp_path)
    assert run_command("geocode", str(source), str(tmp_path / "whole.csv"), "--engine", "single") == 0
    work, done = BatchGeocoder.__call__, []

    def die(self: BatchGeocoder, batch: pa.RecordBatch) -> pa.RecordBatch:
        if done:
            raise KeyboardInterrupt
        done.append(1)
        return work(self, batch)

    monkeypatch.setattr(BatchGeocoder, "__call__", die)
    assert run_command("geocode", str(source), str(tmp_path / "out.csv")) == 130
    assert not (tmp_path / "out.csv").exists()
    left = []
    monkeypatch.setattr(BatchGeocoder, "__call__", lambda self, batch: left.append(1) or work(self, batch))
    assert run_command("geocode", str(source), str(tmp_path / "out.csv")) == 0
    assert len(left) == 2
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"long.csv", "whole.csv", "out.csv"}


def test_corrections_win(table: Path, tmp_path: Path) -> None:
    """A table of points that people set stands above the gazetteer."""
    fixed = pd.DataFrame({"address": [ADDRESSES[0]], "lng": [116.5], "lat": [39.9]})
    fixed.to_csv(tmp_path / "fixed.csv", index=False)
    command = ("geocode", str(table), str(tmp_path / "out.csv"), "--corrections", str(tmp_path / "fixed.csv"))
    assert run_command(*command) == 0
    row = pd.read_csv(tmp_path / "out.csv").iloc[0]
    assert (row["lng"], row["lat"], row["place_source"]) == (116.5, 39.9, "override")


def test_an_explanation_speaks_english(capsys: pytest.CaptureFixture[str]) -> None:
    """With a county that the address lacks."""
    assert (
        run_command(
            "explain", "望京西园三区305号楼", "--district", "朝阳区", "--city", "北京市", "--lang", "en"
        )
        == 0
    )
    assert "outcome" in capsys.readouterr().out
