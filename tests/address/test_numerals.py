"""Chinese numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.address.numerals import numeral_value, use_digits

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿三", 23),
        ("一百零二", 102),
        ("一百二", 120),
        ("二〇三", 203),
        ("两百五十", 250),
        ("一千二百零三", 1203),
    ],
)
def test_values(numeral, value):
    """Positional numerals and numerals with units."""
    assert numeral_value(numeral) == value


@given(st.integers(10, 99))
def test_tens_are_read_back(number):
    """Every two-digit number written with 十 is read as itself."""
    tens, ones = divmod(number, 10)
    text = ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
    assert numeral_value(text) == number


@pytest.mark.parametrize("text", ["三号路", "一号公馆", "六号镇", "百花楼", "第一小学", "十里堡", "千层"])
def test_names_keep_their_numerals(text):
    """A numeral inside a name is no count."""
    assert use_digits(text) == text
