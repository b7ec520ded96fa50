"""Files of every kind are read, and what is no table is refused with the reason, quickly and without a trace of its content."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbench.cases.gate import Rejects
from workbench.cases.sources import read_source
from workbench.cases.vocabulary import case_targets
from workbench.errors import InputError, MissingError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "案件编号,姓名,户籍地址\r\nC1,甲某,甲路1号\r\nC2,乙某,乙路2号\r\n"


def _read(path: Path, **more: object):
    rejects = Rejects()
    return read_source(path, known=case_targets(), rejects=rejects, **more), rejects.frame()


def _write(folder: Path, data: bytes | str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings_are_found_out(encoding: str, tmp_path: Path) -> None:
    """Whatever the encoding, the cells are the same."""
    source, rejects = _read(_write(tmp_path, TEXT.encode(encoding)))
    assert source.cells["户籍地址"].tolist() == ["甲路1号", "乙路2号"]
    assert rejects.empty


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_separators_are_found_out(separator: str, tmp_path: Path) -> None:
    """Whatever the separator, and with others inside values."""
    text = TEXT.replace(",", separator).replace("甲路1号", "甲路1号/2;3" if separator != ";" else "甲路1号,2")
    source, _ = _read(_write(tmp_path, text))
    assert list(source.cells.columns) == ["案件编号", "姓名", "户籍地址"]


def test_rows_are_numbered_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    """A line break within a value is no row, an empty line is one."""
    source, _ = _read(_write(tmp_path, '案件编号,姓名,户籍地址\n\nC1,甲,"甲路\n1号"\nC2,乙,乙路\n'))
    assert source.places["row"].tolist() == [3, 4]


def test_a_few_broken_bytes_do_not_cost_the_file(tmp_path: Path) -> None:
    """The damaged value is marked; the others are read in the encoding that fits best."""
    data = (TEXT * 50).encode().replace("乙路2号".encode(), b"\xff\xfe2", 1)
    source, _ = _read(_write(tmp_path, data))
    assert source.cells["户籍地址"].str.contains("\ufffd").sum() == 1
    assert source.cells["户籍地址"].iloc[0] == "甲路1号"


def test_nul_bytes_mark_the_value(tmp_path: Path) -> None:
    """A NUL inside a value is damage and nothing else breaks."""
    source, _ = _read(_write(tmp_path, TEXT.replace("甲路", "甲\x00路")))
    assert source.cells["户籍地址"].tolist() == ["甲\ufffd路1号", "乙路2号"]


def test_an_open_quotation_mark_costs_its_rows_only(tmp_path: Path) -> None:
    """Rows swallowed by a quotation mark are named in the rejects."""
    swallowed = "".join(f"D{i},丁,丁路{i}号\n" for i in range(30))
    text = f'{TEXT}C3,"丙,丙路\n{swallowed}C4,"丁,丁路\n{TEXT}'
    source, rejects = _read(_write(tmp_path, text))
    assert rejects["reason"].str.contains("quotation mark").any()
    assert "C1" in source.cells["案件编号"].tolist()


FOREIGN = {
    "pdf": (b"%PDF-1.7\n1 0 obj\n", "PDF"),
    "exe": (b"MZ\x90\x00" + b"\x00" * 200, "Windows program"),
    "elf": (b"\x7fELF" + b"\x01" * 50, "a program"),
    "rar": (b"Rar!\x1a\x07\x00", "RAR"),
    "gzip": (b"\x1f\x8b\x08\x00" + b"\x01" * 50, "gzip"),
    "png": (b"\x89PNG\r\n\x1a\n", "picture"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "old Excel format"),
    "locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    "html": ("<html><table><tr><td>案件编号</td></tr></table>".encode("gbk"), "web page"),
    "empty": (b"", "empty"),
    "blank": (b"\xef\xbb\xbf \r\n\r\n", "empty"),
    "zeros": (b"\x00" * 10_000, "empty"),
    "broken zip": (b"PK\x03\x04" + b"\x07" * 300, "damaged"),
    "noise": (bytes(range(128, 256)) * 400, "neither UTF-8 nor GB18030"),
    "header only": ("案件编号,姓名,户籍地址\n".encode(), "no row under it"),
    "no header": (b"1,2,3\n4,5,6\n", "no header row"),
    "one word": (b"hello", "no header row"),
    "broken parquet": (b"PAR1" + b"\x07" * 300 + b"PAR1", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_table_is_refused(name: str, tmp_path: Path) -> None:
    """A document, program, archive or picture named .csv is told apart and refused with what to do."""
    data, told = FOREIGN[name]
    with pytest.raises(InputError, match=told):
        _read(_write(tmp_path, data))


def test_missing_files_and_folders(tmp_path: Path) -> None:
    """No file and a folder are different mistakes."""
    with pytest.raises(MissingError, match="no such file"):
        _read(tmp_path / "gone.csv")
    with pytest.raises(InputError, match="folder"):
        _read(tmp_path)


@pytest.mark.parametrize(
    "line", [b"x" * 3_000_000, b"x," * 1_500_000, b'"' + b"x\n" * 1_500_000, b"," * 3_000_000]
)
def test_endless_lines_end_at_once(line: bytes, tmp_path: Path) -> None:
    """One line without an end, of fields or of an open quotation mark, is refused before it fills the memory."""
    with pytest.raises(InputError, match=r"longer than|fields can be read|quotation mark|no header row"):
        _read(_write(tmp_path, "案件编号,姓名,户籍地址\n".encode() + line))


def _workbook(
    path: Path, *rows: list[object], epoch: str = "1900", sheets: dict[str, list[list[object]]] | None = None
) -> Path:
    book = openpyxl.Workbook()
    if epoch == "1904":
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for name, content in (sheets or {}).items():
        other = book.create_sheet(name)
        for row in content:
            other.append(row)
    book.save(path)
    return path


def test_workbooks(tmp_path: Path) -> None:
    """Numbers, days and gaps of a sheet are read; its rows keep their numbers; a workbook may be called .csv."""
    rows = (
        ["案件编号", "姓名", "户籍地址", "委案日期"],
        [],
        [123, "甲", "甲路", pd.Timestamp("2024-01-31").to_pydatetime()],
    )
    source, _ = _read(_workbook(tmp_path / "a.csv", *rows))
    assert source.cells.iloc[0].tolist() == ["123", "甲", "甲路", "2024-01-31"]
    assert source.places["row"].tolist() == [3]


@pytest.mark.parametrize(("epoch", "year"), [("1900", 1900), ("1904", 1904)])
def test_the_date_system_is_kept(epoch: str, year: int, tmp_path: Path) -> None:
    """Serial days in cells without a date format need the workbook's date system."""
    source, _ = _read(
        _workbook(tmp_path / "a.xlsx", ["案件编号", "户籍地址", "委案日期"], ["C1", "路", 45322], epoch=epoch)
    )
    assert source.places["epoch"].tolist() == [year]


def test_several_sheets_become_one_table(tmp_path: Path) -> None:
    """Sheets with a known header are joined; another one is left out with a note; one can be named."""
    path = _workbook(
        tmp_path / "a.xlsx",
        ["案件编号", "户籍地址"],
        ["C1", "甲路"],
        sheets={"二月": [["户籍地址", "案件编号"], ["乙路", "C2"]], "说明": [["请勿外传"]]},
    )
    source, _ = _read(path)
    assert source.cells.to_dict("list") == {"案件编号": ["C1", "C2"], "户籍地址": ["甲路", "乙路"]}
    assert source.places["sheet"].tolist() == ["Sheet", "二月"]
    assert any("说明" in note for note in source.notes)
    assert len(_read(path, sheet="二月")[0].cells) == 1
    with pytest.raises(InputError, match="Nearest: 二月"):
        _read(path, sheet="三月二月")


def test_merged_headers_of_a_workbook(tmp_path: Path) -> None:
    """Merged cells over two header rows say which columns belong to the contact person."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["案件编号", "联系人1", None, "户籍地址"],
        [None, "姓名", "家庭地址", None],
        ["C1", "乙", "别人的路", "甲路"],
    ):
        sheet.append(row)
    for area in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    source, _ = _read(tmp_path / "a.xlsx")
    assert list(source.cells.columns) == ["案件编号", "联系人1/姓名", "联系人1/家庭地址", "户籍地址"]


def test_formulas_without_values_are_named(tmp_path: Path) -> None:
    """A formula that was never calculated is a reject with its row, not an empty cell."""
    _, rejects = _read(
        _workbook(tmp_path / "a.xlsx", ["案件编号", "户籍地址"], ["C1", "=A1&B1"], ["C2", "甲路"])
    )
    assert rejects[["row", "value"]].to_numpy().tolist() == [[2, "=A1&B1"]]


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return path


def test_archives_that_are_no_workbooks(tmp_path: Path) -> None:
    """A zip of something else, a bomb, and a workbook with damaged parts are refused."""
    with pytest.raises(InputError, match="without an Excel workbook"):
        _read(_zip(tmp_path / "a.csv", readme=b"x"))
    with pytest.raises(InputError, match="zip bomb"):
        _read(_zip(tmp_path / "b.xlsx", xl__workbook_xml=b"x", xl__worksheets__sheet1_xml=b"0" * 30_000_000))
    with pytest.raises(InputError, match="damaged"):
        _read(_zip(tmp_path / "c.xlsx", xl__workbook_xml=b"<not xml"))


def test_a_workbook_cut_short_is_damaged(tmp_path: Path) -> None:
    """Half a workbook is refused; so is one with a broken sheet."""
    data = _workbook(tmp_path / "a.xlsx", ["案件编号", "户籍地址"], ["C1", "路"]).read_bytes()
    with pytest.raises(InputError, match="damaged"):
        _read(_write(tmp_path, data[: len(data) // 2], "b.xlsx"))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "c.xlsx", "w") as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(
                member.filename, content[: len(content) // 2] if "sheet1" in member.filename else content
            )
    with pytest.raises(InputError, match="damaged"):
        _read(tmp_path / "c.xlsx")


def test_entities_do_not_explode(tmp_path: Path) -> None:
    """Nested XML entities in a sheet are refused, not expanded."""
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + "ha" * 50 + '">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(8)
    ) + '<!ENTITY z "x">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'  # fmt: skip
    _workbook(tmp_path / "a.xlsx", ["案件编号", "户籍地址"], ["C1", "路"])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for member in old.infolist():
            new.writestr(member.filename, laughs if "sheet1" in member.filename else old.read(member))
    with pytest.raises(InputError, match="damaged"):
        _read(tmp_path / "b.xlsx")


def test_rows_far_down_and_cells_far_right(tmp_path: Path) -> None:
    """A row number or a column beyond any sheet is refused instead of counted up to."""
    for row, cell in ((2_000_000_000, "A2000000000"), (3, "XFD3")):
        sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
        _workbook(tmp_path / "a.xlsx", ["案件编号", "户籍地址"], ["C1", "路"])
        with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
            for member in old.infolist():
                new.writestr(member.filename, sheet if "sheet1" in member.filename else old.read(member))
        with pytest.raises(InputError, match="at most"):
            _read(tmp_path / "b.xlsx")


def test_parquet(tmp_path: Path) -> None:
    """Typed columns become text without losing digits; missing values become nothing."""
    frame = pd.DataFrame(
        {
            "案件编号": [110101199003074477, 2],
            "户籍地址": ["甲路", None],
            "委案日期": pd.to_datetime(["2024-01-31", None]),
            "委案金额": [1.5, None],
        }
    )
    frame.to_parquet(tmp_path / "a.parquet")
    source, _ = _read(tmp_path / "a.parquet")
    assert source.cells.to_numpy().tolist() == [
        ["110101199003074477", "甲路", "2024-01-31", "1.5"],
        ["2", "", "", ""],
    ]
    assert source.places["row"].tolist() == [2, 3]


def test_nested_parquet_is_refused(tmp_path: Path) -> None:
    """Lists in cells are no table."""
    pq.write_table(pa.table({"案件编号": ["C1"], "户籍地址": [["a", "b"]]}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="lists or records"):
        _read(tmp_path / "a.parquet")


def test_sources_show_no_cells(tmp_path: Path) -> None:
    """Neither the source nor its parts show a cell in their representation."""
    source, _ = _read(_write(tmp_path, TEXT))
    assert "甲某" not in repr(source)
