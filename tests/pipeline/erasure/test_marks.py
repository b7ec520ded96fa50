"""A person's marks are found, and those of others are not taken for them."""

from __future__ import annotations

import pytest

from workbench.pipeline.erasure.marks import Marks

MARKS = Marks(
    {"case_id": frozenset(("AJ0001", "12")), "borrower": frozenset(("B1B1B1",))},
    frozenset(("张三", "13800138000", "北京市甲路1号<西门>")),
)


@pytest.mark.parametrize(
    "text",
    [
        "AJ0001",
        '{"name": "\\u5f20\\u4e09"}',
        "<td>张三</td><td>李四</td>",
        "北京市甲路1号&lt;西门&gt;2单元",
        "电话13800138000。",
        "a,B1B1B1,c",
    ],
)
def test_marks_are_found_in_any_dress(text: str) -> None:
    """As plain text, in a page, in JSON, between other words."""
    assert MARKS.are_in(text)


@pytest.mark.parametrize("text", ["AJ00012", "张三丰", "小张三", "113800138000", "12", "北京市甲路1号", ""])
def test_other_people_are_not_taken_for_the_person(text: str) -> None:
    """A longer number, a longer name and a code too short to tell are of others."""
    assert not MARKS.are_in(text)


def test_marks_show_nothing() -> None:
    """Their representation names nobody."""
    assert "张三" not in repr(MARKS)


def test_without_marks_nothing_is_found() -> None:
    """Codes that are too short to be looked for in texts find nothing."""
    assert not Marks({"case_id": frozenset(("12",))}).are_in("12")
