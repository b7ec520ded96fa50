"""News of attempts: once is as good as twice, letters end, further tries are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cases import merge_attempts, read_attempts
from workbench.tables import table

if TYPE_CHECKING:
    from pathlib import Path


def _attempts(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["attempt_id", "attempted_at", "outcome"])
    frame["attempted_at"] = pd.to_datetime(frame["attempted_at"])
    return frame.reindex(columns=list(table("attempts").columns))


def test_a_letter_on_its_way_ends() -> None:
    """News of a letter replace its open state, keep its number, and never open it again."""
    begun = _attempts(("E1", "2026-01-05", "in_transit"), ("E2", "2026-01-05", "self"))
    ended = merge_attempts(begun, _attempts(("E1", "2026-01-07", "returned")))
    assert ended.ended == 1
    assert ended.rows[["attempt_id", "outcome"]].to_numpy().tolist() == [["E1", "returned"], ["E2", "self"]]
    late = merge_attempts(ended.rows, _attempts(("E1", "2026-01-07", "in_transit")))
    assert late.known == 1
    pd.testing.assert_frame_equal(late.rows, ended.rows)


def test_a_second_try_is_a_row_of_its_own() -> None:
    """The same number at another time is another try; another end at the same time is a correction."""
    first = _attempts(("E1", "2026-01-05 09:00", "returned"))
    second = merge_attempts(first, _attempts(("E1", "2026-01-06 09:30", "self")))
    assert second.rows["attempt_id"].tolist() == ["E1", "E1@20260106093000"]
    mended = merge_attempts(second.rows, _attempts(("E1", "2026-01-06 09:30", "adult_family")))
    assert mended.corrected == 1
    assert mended.rows["outcome"].tolist() == ["returned", "adult_family"]


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B-2", "C"]),
        st.sampled_from(["2026-01-05", "2026-01-06", "2026-01-07"]),
        st.sampled_from(["in_transit", "returned", "self"]),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(known=_ROWS, news=_ROWS)
def test_the_same_news_twice_change_nothing(
    known: list[tuple[str, str, str]], news: list[tuple[str, str, str]]
) -> None:
    """Numbers stay unique and a second reading of the same file adds no row."""
    base = merge_attempts(_attempts(), _attempts(*known)).rows
    file = _attempts(*dict.fromkeys((number, day, "self") for number, day, _ in news))
    once = merge_attempts(base, file).rows
    assert once["attempt_id"].is_unique
    twice = merge_attempts(once, file)
    assert twice.added == twice.ended == twice.corrected == 0
    pd.testing.assert_frame_equal(twice.rows, once)


def test_a_growing_file_is_read_again(tmp_path: Path) -> None:
    """A carrier's file that holds the old rows in another order, and new ones, adds only the new."""
    head, old = (
        "面单号,案件编号,寄送时间,状态码",
        ["E1,C1,2026-01-05 09:00,203", "E1,C1,2026-01-06 09:00,301"],
    )
    book = pd.DataFrame(columns=list(table("attempts").columns))
    counts = []
    for lines in (old, [old[1], old[0], "E2,C2,2026-01-06 10:00,1"], ["E2,C2,2026-01-08 10:00,301", *old]):
        (tmp_path / "r.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
        merged = merge_attempts(book, read_attempts(tmp_path / "r.csv").rows)
        book = merged.rows
        counts.append((merged.added, merged.ended, merged.known))
    assert counts == [(2, 0, 0), (1, 0, 2), (0, 1, 2)]
    assert book.groupby("case_id")["outcome"].apply(list).to_dict() == {
        "C1": ["refused", "self"],
        "C2": ["self"],
    }
