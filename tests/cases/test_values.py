"""Amounts, days, numbers of documents and phones are read as people wrote them, or not at all."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cases.cells import to_text
from workbench.cases.days import parse_moment
from workbench.cases.documents import age_on, check_digit, read_document, read_phone
from workbench.cases.quantities import header_factor, parse_amount, parse_flag, parse_whole
from workbench.cases.texts import shape, tidy

GOOD_ID = "11010119900307447" + check_digit("11010119900307447")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("1,234.56", 1234.56), ("￥1,234.56元", 1234.56), ("１２３４．５", 1234.5), ("1.2万", 12000.0), ("1.2万元", 12000.0), ("3亿", 3e8),
        ("(300.00)", -300.0), ("-300", -300.0), ("RMB 500", 500.0), ("500元整", 500.0), ("5e3", 5000.0), ("0", 0.0), ("2千", 2000.0), ("1,23", None),
        ("见附件", None), ("1.2.3", None), ("12345678901234567890", None), ("--5", None), ("1万2", None), ("5%", None),
    ],
)  # fmt: skip
def test_amounts(text: str, yuan: float | None) -> None:
    """Units, signs, width and separators are understood; anything doubtful is not."""
    assert parse_amount(text) == yuan


def test_the_header_gives_the_unit() -> None:
    """万元 in the header multiplies; a unit beside the number goes first."""
    assert header_factor("委案金额（万元）") == 1e4
    assert parse_amount("1.5", factor=1e4) == 15000.0
    assert parse_amount("300元", factor=1e4) == 300.0


@given(st.integers(0, 10**11))
@settings(deadline=None)
def test_amounts_come_back(cents: int) -> None:
    """Whatever is printed with two decimals and commas is read back to the cent."""
    assert parse_amount(f"¥{cents / 100:,.2f}") == cents / 100


@pytest.mark.parametrize("text", ["2024-01-31", "2024/1/31", "2024.1.31", "20240131", "2024年1月31日", "２０２４－０１－３１", "45322", "2024-01-31T00:00:00Z", "2024-01-31 00:00:00"])  # fmt: skip
def test_days(text: str) -> None:
    """All forms of one day are that day."""
    assert parse_moment(text) == datetime(2024, 1, 31)  # noqa: DTZ001 - local time of China


def test_both_date_systems() -> None:
    """The same day has two serial numbers 1,462 days apart."""
    assert parse_moment("45322", epoch=1900) == parse_moment("43860", epoch=1904)


@pytest.mark.parametrize(
    "text",
    [
        "2024-13-01",
        "2023-02-29",
        "31/01/2024",
        "1/2/24",
        "2024",
        "99999999",
        "20241301",
        "昨天",
        "12",
        "2024-1-1 25:00",
    ],
)
def test_what_is_no_day(text: str) -> None:
    """Impossible and ambiguous days are not guessed at."""
    assert parse_moment(text) is None


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001
@settings(deadline=None)
def test_moments_come_back(moment: datetime) -> None:
    """A moment written in any form with a clock is read back to the second."""
    moment = moment.replace(microsecond=0)
    for form in (
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y%m%d%H%M%S",
        "%Y年%m月%d日 %H时%M分%S秒",
        "%Y-%m-%dT%H:%M:%S",
    ):
        assert parse_moment(moment.strftime(form)) == moment


def test_identity_numbers() -> None:
    """A right number is strong; spaces, small x, wrappers and a decimal do not matter; 15 digits become 18."""
    for text in (GOOD_ID, f" {GOOD_ID[:6]} {GOOD_ID[6:]}", f'="{GOOD_ID}"', f"{GOOD_ID}.0", f"'{GOOD_ID}\t"):
        document = read_document(text)
        assert (document.number, document.strong, document.fault) == (GOOD_ID, True, "")
    assert document.birthday == date(1990, 3, 7)
    assert document.region == "110101"
    assert read_document("110101900307447").number == GOOD_ID


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1.10101E+17", "last digits are lost"), ("1.10101199003071e+17", "last digits are lost"), ("110101199003074000", "zeros"),
        (GOOD_ID[:17] + ("1" if GOOD_ID[17] != "1" else "2"), "check digit"), ("110101199013074477", "day of birth"), ("abc", "no identity number"),
    ],
)  # fmt: skip
def test_broken_identity_numbers(text: str, told: str) -> None:
    """Lost digits leave no number; typing errors leave a weak one; both say so and give neither age nor region."""
    document = read_document(text)
    assert told in document.fault
    assert not document.strong
    assert document.birthday is None
    assert (document.number == "") is ("lost" in told or "zeros" in told)


@given(st.integers(0, 17), st.integers(1, 9))
@settings(deadline=None)
def test_one_wrong_digit_is_always_found(position: int, shift: int) -> None:
    """The check digit finds every single wrong digit."""
    digit = GOOD_ID[position]
    wrong = str((int(digit) + shift) % 10) if digit != "X" else str(shift)
    assert not read_document(GOOD_ID[:position] + wrong + GOOD_ID[position + 1 :]).strong


def test_ages() -> None:
    """A birthday counts on its day."""
    assert age_on(date(2000, 3, 1), date(2018, 2, 28)) == 17
    assert age_on(date(2000, 3, 1), date(2018, 3, 1)) == 18


@pytest.mark.parametrize(
    ("text", "phone"),
    [("138 0013 8000", "13800138000"), ("+86-138-0013-8000", "13800138000"), ("13800138000.0", "13800138000"), ("010-12345678", ""), ("010-62345678", "010-62345678"),
     ("13800138000/13900139000", "13800138000"), ("1.38E+10", ""), ("无", ""), ("１３８００１３８０００", "13800138000")],
)  # fmt: skip
def test_phones(text: str, phone: str) -> None:
    """The first mobile number counts, else a landline that can be one."""
    assert read_phone(text)[0] == phone


def test_counts_and_flags() -> None:
    """Days with their word, and yes in its forms."""
    assert [parse_whole(text) for text in ("90天", "９０", "90.0", "-3", "九十", "1,200")] == [
        90,
        90,
        90,
        None,
        None,
        1200,
    ]
    assert [parse_flag(text) for text in ("是", "Y", "1", "否", "", "无", "maybe")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        None,
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (3.0, "3"), (0.5, "0.5"), (110101199003071000, "1.10101199003071e+17"), (1.10101199003071e17, "1.10101199003071e+17"), (float("nan"), ""), (True, "1"),
     (datetime(2024, 1, 31), "2024-01-31"), (datetime(2024, 1, 31, 8, 5), "2024-01-31 08:05:00"), (date(2024, 1, 31), "2024-01-31"), (b"x", "x")],  # noqa: DTZ001
)  # fmt: skip
def test_typed_cells_become_text(value: object, text: str) -> None:
    """Typed cells lose nothing, and a number that lost digits looks like one."""
    assert to_text(value) == text


def test_tidy_text() -> None:
    """Invisible characters, control signs and bidirectional tricks go; the text stays."""
    assert tidy("\ufeff北京\u200b市\u202e 朝阳\x00区\n甲路 ") == "北京市 朝阳区 甲路"


@given(st.text())
@settings(deadline=None)
def test_shapes_tell_nobody(text: str) -> None:
    """The shape of a personal value holds no letter but x and no digit but 9."""
    assert not {letter for letter in shape(text) if letter.isalpha()} - {"x"}
    assert not {letter for letter in shape(text) if letter.isdecimal()} - {"9"}


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=200)
def test_nothing_that_is_typed_breaks_a_parser(text: str) -> None:
    """Every parser answers every text."""
    (
        parse_amount(text),
        parse_moment(text),
        parse_whole(text),
        parse_flag(text),
        read_document(text),
        read_phone(text),
    )
