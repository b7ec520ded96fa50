"""Cores of names and divisions at the head of addresses."""

from __future__ import annotations

import pytest

from workbench.gazetteer.names import read_names
from workbench.gazetteer.prefixes import strip_divisions


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("锦瑟小区", "锦瑟"),
        ("锦瑟(云岭路5号)", "锦瑟"),
        ("锦瑟小区2期", "锦瑟2期"),
        ("小区", "小区"),
        ("(北区)", "北区"),
    ],
)
def test_labels_and_brackets_are_no_core(name, core):
    """What every estate is called says nothing."""
    assert read_names([name]).core == [core]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("中原区云岭路5号", "云岭路5号"),
        ("郑州市中原区云岭路", "云岭路"),
        ("中原云岭路5号", "云岭路5号"),
        ("中原路5号", "中原路5号"),
        ("中原-金水-云岭路", "云岭路"),
        ("云岭路5号", "云岭路5号"),
    ],
)
def test_divisions_go_but_roads_named_after_them_stay(text, rest):
    """中原 is a county before 云岭路 and part of the road in 中原路."""
    rows = 2
    assert (
        strip_divisions([text, "x"], [1] * rows, ["河南省"] * rows, ["郑州市"] * rows, ["中原区", "金水区"])[
            0
        ]
        == rest
    )
