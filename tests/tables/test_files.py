"""Tables that are written can be opened without harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.tables import defuse, write_table

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u200b=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_never_starts_a_formula(text: str, tmp_path: Path) -> None:
    """Whatever a spreadsheet would run, in a cell or a header, gets an apostrophe before it."""
    path = write_table(pd.DataFrame({text: [text]}), tmp_path / "t.csv")
    back = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert back.columns[0].startswith("'")
    assert back.iloc[0, 0].startswith("'")


def test_numbers_and_plain_text_stay() -> None:
    """Negative numbers are numbers; text and missing values are left alone."""
    assert defuse(pd.Series([-1.5])).tolist() == [-1.5]
    assert defuse(pd.Series(["幸福路1-2号", None])).fillna("").tolist() == ["幸福路1-2号", ""]


@pytest.mark.parametrize("text", HOSTILE)
def test_workbooks_hold_text_as_text(text: str, tmp_path: Path) -> None:
    """In a workbook nothing becomes a formula, and nothing is changed."""
    path = write_table(pd.DataFrame({"address": [text, "https://x"]}), tmp_path / "t.xlsx")
    cell = openpyxl.load_workbook(path).active["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("_x000D_", "\r") == text


def test_labels_head_the_columns(tmp_path: Path) -> None:
    """With a language, labels of the dictionary stand above; the file starts with a byte order mark."""
    path = write_table(pd.DataFrame({"address": ["甲路1号"]}), tmp_path / "t.csv", lang="zh")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == "地址"


def test_long_text_is_cut_visibly(tmp_path: Path) -> None:
    """A cell that Excel would drop in silence is cut and says so."""
    path = write_table(pd.DataFrame({"address": ["长" * 40_000]}), tmp_path / "t.xlsx")
    assert openpyxl.load_workbook(path).active["A2"].value.endswith("…")


def test_same_frame_same_bytes(tmp_path: Path) -> None:
    """Two runs write the same workbook."""
    frame = pd.DataFrame({"n": [1, 2]})
    one, two = (write_table(frame, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_unknown_endings_are_refused(tmp_path: Path) -> None:
    """An ending that is no table format is refused, and nothing is left behind."""
    with pytest.raises(InputError, match=r"\.csv, \.xlsx, \.parquet"):
        write_table(pd.DataFrame(), tmp_path / "t.doc")
    assert not list(tmp_path.iterdir())
