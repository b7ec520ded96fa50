"""Remarks in two languages."""

from __future__ import annotations

from workbench.tables import Remark


def test_a_remark_is_its_english_text_and_knows_the_chinese_one():
    """Where nobody asks for a language it reads like any text."""
    remark = Remark("2 rows were left out.", "2 行未读取。")
    assert remark == "2 rows were left out."
    assert [remark.say("en"), remark.say("zh")] == ["2 rows were left out.", "2 行未读取。"]
