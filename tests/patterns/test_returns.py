"""Returns by reason."""

from __future__ import annotations

import pandas as pd

from workbench.patterns import FAULTS, tally_returns
from workbench.tables import RETURN_REASONS


def test_every_reason_has_a_fault():
    """The canonical reasons are sorted into kinds completely, and a refusal is conduct, not a bad address."""
    assert set(FAULTS) == set(RETURN_REASONS)
    assert FAULTS["refused"] == FAULTS["unclaimed"] == "behaviour"


def test_reasons_are_counted_over_all_letters():
    """Shares are of all letters; refusals need no reason, odd reasons are ``other``."""
    letters = pd.DataFrame(
        {
            "outcome": ["self", "refused", "returned", "returned", "returned"],
            "return_reason": [None, None, "address_wrong", "<b>", None],
            "borrower": ["a", "b", "c", "d", "d"],
        }
    )
    found = tally_returns(letters).set_index("return_reason")
    assert found["hits"].to_dict() == {"address_wrong": 1, "refused": 1, "other": 2}
    assert found.loc["other", "persons"] == 1
    assert found["n"].eq(5).all()


def test_no_returns_are_no_rows():
    """Nothing came back: an empty table with its columns."""
    found = tally_returns(pd.DataFrame({"outcome": ["self"]}))
    assert found.empty
    assert "raw_share" in found
