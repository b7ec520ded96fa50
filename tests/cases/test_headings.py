"""Headers are found wherever they stand, and other people's columns are recognised above all."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.cases.grid import Sheet
from workbench.cases.headings import find_headed
from workbench.cases.vocabulary import case_targets
from workbench.errors import InputError


def _headed(*rows: list[str], merges=(), **more):
    cells = pd.DataFrame(list(rows), index=range(1, len(rows) + 1)).fillna("").astype("str")
    return find_headed(Sheet("", cells, merges=merges, **more), case_targets(), where="file")


def test_titles_above_the_header_are_skipped() -> None:
    """A title and an empty-looking row above do not matter; rows keep their numbers."""
    headed = _headed(
        ["某某银行委案清单", "", ""],
        ["制表人", "", "2026"],
        ["案件编号", "姓名", "户籍地址"],
        ["C1", "甲", "路"],
    )
    assert list(headed.rows.columns) == ["案件编号", "姓名", "户籍地址"]
    assert headed.rows.index.tolist() == [4]


def test_groups_over_two_rows_are_joined() -> None:
    """A group's title belongs to all its columns; a title over a known header adds nothing to it."""
    headed = _headed(
        ["案件编号", "基本信息", "", "地址", "", "联系人1", "", ""],
        ["", "姓名", "手机", "户籍", "家庭", "姓名", "手机", "地址"],
        ["C1", "甲", "13800138000", "a", "b", "乙", "13900139000", "c"],
    )
    assert list(headed.rows.columns) == [
        "案件编号", "姓名", "手机", "地址/户籍", "地址/家庭", "联系人1/姓名", "联系人1/手机", "联系人1/地址",
    ]  # fmt: skip


def test_merged_cells_say_how_far_a_group_goes() -> None:
    """Merged areas go before guessing: a column right of the group is not in it."""
    headed = _headed(
        ["案件编号", "联系人1", "", ""],
        ["", "姓名", "地址", "户籍地址"],
        ["C1", "乙", "c", "a"],
        merges=((1, 1, 1, 2),),
    )
    assert list(headed.rows.columns) == ["案件编号", "联系人1/姓名", "联系人1/地址", "户籍地址"]


def test_a_group_of_other_people_is_never_overlooked() -> None:
    """Where the lower row alone would do as a header, the group above still marks whose columns they are."""
    headed = _headed(
        ["本人信息", "", "", "联系人信息", "", ""],
        ["案件编号", "姓名", "家庭地址", "姓名", "手机", "家庭地址"],
        ["C1", "甲", "a", "乙", "139", "b"],
    )
    assert list(headed.rows.columns)[3:] == ["联系人信息/姓名", "联系人信息/手机", "联系人信息/家庭地址"]


def test_a_header_repeated_between_the_rows_is_no_case() -> None:
    """Printed pages repeat their header; those rows are named and left out."""
    header = ["案件编号", "姓名", "户籍地址"]
    headed = _headed(header, ["C1", "甲", "路"], header, ["C2", "乙", "街"])
    assert headed.rows.index.tolist() == [2, 4]
    assert headed.faults[0][0] == 3


def test_rows_of_another_width_are_faults() -> None:
    """In delimited text a row with a field too many or too few is not guessed at."""
    rows = [
        ["案件编号", "姓名", "户籍地址", ""],
        *[[f"C{i}", "甲", "路", ""] for i in range(8)],
        ["C8", "甲", "路", "号"],
        ["C9", "甲", "", ""],
    ]
    widths = pd.Series([3] * 9 + [4, 2], index=range(1, 12))
    headed = _headed(*rows, widths=widths)
    assert [row for row, _, _ in headed.faults] == [10, 11]
    assert len(headed.rows) == 8


def test_left_out_ends_of_rows_are_a_style() -> None:
    """Where many rows are short the sender leaves out empty fields, and nothing is wrong."""
    rows = [["案件编号", "姓名", "户籍地址"], ["C1", "甲", ""], ["C2", "乙", ""], ["C3", "丙", "路"]]
    assert len(_headed(*rows, widths=pd.Series([3, 2, 2, 3], index=range(1, 5))).rows) == 3


def test_headers_of_the_same_name_are_told_apart() -> None:
    """The second one gets a number."""
    headed = _headed(["案件编号", "户籍地址", "户籍地址"], ["C1", "a", "b"])
    assert list(headed.rows.columns) == ["案件编号", "户籍地址", "户籍地址#2"]


def test_no_header_is_an_error_without_quotation() -> None:
    """Rows without a header are refused, and none of their cells is in the message."""
    with pytest.raises(InputError, match="no header row") as caught:
        _headed(["C1", "王小明", "13800138000"], ["C2", "李小红", "13900139000"])
    assert "王小明" not in str(caught.value)
    assert "138" not in str(caught.value)
