"""No plan ever exceeds a cap, whoever made the earlier contacts."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.policy.caps import exceeds_cap
from workbench.policy.terms import Cap

START = pd.Timestamp("2026-01-01 09:00")
CAP = Cap("letters", ("letter", "courier"), most=2, days=30, basis="house")
contacts = st.lists(
    st.tuples(
        st.sampled_from(["B1", "B2"]),
        st.sampled_from(["letter", "courier", "visit"]),
        st.integers(0, 90 * 24),
    ),
    max_size=25,
)


def _frame(rows: list[tuple[str, str, int]], time: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["borrower", "channel", "hours"]).astype({"hours": "float64"})
    frame[time] = pd.to_datetime(
        pd.Series([START + pd.Timedelta(hours=row[2]) for row in rows], dtype="datetime64[us]")
    )
    return frame


def _over(
    plan: list[tuple[str, str, int]], past: list[tuple[str, str, int]] = (), cap: Cap = CAP
) -> list[bool]:
    frame = _frame(plan, "arrive_at")
    return exceeds_cap(
        frame, cap, _frame(list(past), "attempted_at"), pd.Series(data=True, index=frame.index)
    ).tolist()


@settings(deadline=None, max_examples=60)
@given(plan=contacts, past=contacts, most=st.integers(0, 3), days=st.integers(1, 40))
def test_no_span_holds_more_than_the_cap(plan, past, most, days) -> None:
    """Over all spans of so many days that hold an allowed contact there are at most so many contacts."""
    cap = Cap("c", ("letter", "courier"), most, days, "house")
    over = _over(plan, past, cap)
    for borrower in ("B1", "B2"):
        allowed = [
            row[2]
            for row, no in zip(plan, over, strict=True)
            if row[0] == borrower and row[1] != "visit" and not no
        ]
        before = [row[2] for row in past if row[0] == borrower and row[1] != "visit"]
        for at in allowed:
            for first in [*allowed, *before]:
                if first <= at < first + days * 24:
                    inside = [each for each in (*allowed, *before) if first <= each < first + days * 24]
                    assert len(inside) <= most


@settings(deadline=None, max_examples=60)
@given(plan=contacts, past=contacts)
def test_nothing_is_forbidden_without_need(plan, past) -> None:
    """A forbidden contact would, with the allowed ones, make some span too full."""
    over = _over(plan, past)
    kept = [row for row, no in zip(plan, over, strict=True) if not no and row[1] != "visit"]
    for row, no in zip(plan, over, strict=True):
        if no:
            hours = sorted(
                each[2] for each in [*kept, *past, row] if each[0] == row[0] and each[1] != "visit"
            )
            assert any(hours[i + 2] - hours[i] < 30 * 24 for i in range(len(hours) - 2))


def test_exactly_so_many_days_apart_is_allowed() -> None:
    """Contacts 30 times 24 hours apart do not share a span; an hour less and they do."""
    assert _over([("B1", "letter", 720)], [("B1", "letter", 0), ("B1", "courier", 0)]) == [False]
    assert _over([("B1", "letter", 719)], [("B1", "letter", 0), ("B1", "courier", 0)]) == [True]


def test_fixed_later_contacts_count_as_well() -> None:
    """A contact may not be squeezed in before two that are already fixed."""
    assert _over([("B1", "letter", 0)], [("B1", "letter", 10), ("B1", "letter", 20)]) == [True]


def test_forbidden_contacts_do_not_count() -> None:
    """Of five letters in a day the first two in time are allowed, in whatever order they stand."""
    assert _over([("B1", "letter", hour) for hour in (4, 3, 2, 1, 0)]) == [True, True, True, False, False]


def test_a_contact_without_time_or_borrower_is_forbidden() -> None:
    """What cannot be counted is not allowed."""
    frame = pd.DataFrame(
        {"borrower": ["B1", None], "channel": "letter", "arrive_at": [pd.NaT, pd.Timestamp("2026-01-01")]}
    )
    counted = pd.Series(data=True, index=frame.index)
    assert exceeds_cap(frame, CAP, _frame([], "attempted_at"), counted).tolist() == [True, True]


def test_attempts_without_time_are_an_error() -> None:
    """Earlier contacts without a time cannot be counted, and that is said."""
    past = pd.DataFrame({"borrower": ["B1"], "channel": ["letter"], "attempted_at": [pd.NaT]})
    frame = _frame([("B1", "letter", 0)], "arrive_at")
    with pytest.raises(InputError, match="cannot be checked"):
        exceeds_cap(frame, CAP, past, pd.Series(data=True, index=frame.index))
