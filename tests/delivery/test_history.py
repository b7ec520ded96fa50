"""History: against counting by hand, whatever the letters."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from workbench.delivery.history import count_before, rate_of_place
from workbench.delivery.labels import label_attempts
from workbench.tables import OUTCOMES, RETURN_REASONS

DAYS = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.arange(6), unit="D")
LETTERS = st.lists(
    st.tuples(
        st.sampled_from(["x", "y", "z"]),
        st.integers(0, 5),
        st.sampled_from(OUTCOMES),
        st.sampled_from(["", *RETURN_REASONS]),
    ),
    max_size=12,
)


def as_table(letters: list[tuple[str, int, str, str]]) -> pd.DataFrame:
    """Lay out attempts at addresses x and y of borrower a, and z of borrower b, all in one building."""
    table = pd.DataFrame(letters, columns=["address_id", "day", "outcome", "return_reason"])
    table["attempted_at"] = DAYS.to_numpy()[table["day"].astype(int)]
    table["borrower"] = np.where(table["address_id"].eq("z"), "b", "a")
    return table.assign(place_id="p")


@given(LETTERS, LETTERS)
def test_counts_are_those_of_counting_by_hand(sent, asked):
    """Strictly earlier letters to the same address, each counted by how it ended."""
    past, now = as_table(sent), as_table(asked)
    labels, counts = label_attempts(past), count_before(past, now)
    for at, row in now.iterrows():
        before = past["address_id"].eq(row["address_id"]) & (past["attempted_at"] < row["attempted_at"])
        failed = before & labels["present"].eq(0)
        by_hand = [
            before.sum(),
            (before & labels["delivered"].eq(1)).sum(),
            (before & labels["accepts"].eq(0)).sum(),
            failed.sum(),
            (failed & past["return_reason"].eq("person_moved")).sum(),
        ]
        names = ["tries_before", "delivered_before", "declined_before", "failed_before", "moved_before"]
        assert counts.loc[at, names].tolist() == by_hand


@given(LETTERS, LETTERS)
def test_a_buildings_rate_is_that_of_others_before(sent, asked):
    """It is known exactly where a letter to somebody else had a known end before."""
    past, now = as_table(sent), as_table(asked)
    rate = rate_of_place(past, now)
    present = label_attempts(past)["present"]
    for at, row in now.iterrows():
        others = past["borrower"].ne(row["borrower"]) & (past["attempted_at"] < row["attempted_at"])
        assert np.isnan(rate[at]) == (not (others & present.notna()).any())
