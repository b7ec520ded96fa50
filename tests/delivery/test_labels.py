"""What outcomes say of address and person."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from workbench.delivery import label_attempts
from workbench.errors import InputError
from workbench.tables import OUTCOMES, RETURN_REASONS

NAN = math.nan


def label(outcome: str, reason: str | None = None) -> list[float]:
    """Labels of one attempt: present, accepts, delivered."""
    frame = pd.DataFrame({"outcome": [outcome], "return_reason": [reason]})
    return label_attempts(frame).iloc[0].tolist()


@pytest.mark.parametrize(
    ("outcome", "reason", "expected"),
    [
        ("self", None, [1, 1, 1]),
        ("locker", None, [1, 1, 1]),
        ("refused", "refused", [1, 0, 0]),
        ("refused", None, [1, 0, 0]),
        ("returned", "unclaimed", [1, 0, 0]),
        ("returned", "asked_later", [1, 0, 0]),
        ("returned", "address_wrong", [0, NAN, 0]),
        ("returned", "person_moved", [0, NAN, 0]),
        ("returned", None, [0, NAN, 0]),
        ("returned", "carrier_fault", [NAN, NAN, NAN]),
        ("in_transit", None, [NAN, NAN, NAN]),
        ("unknown", None, [NAN, NAN, NAN]),
    ],
)
def test_labels(outcome, reason, expected):
    """A refusal says that the address is right; a carrier's fault says nothing."""
    assert label(outcome, reason) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("reason", RETURN_REASONS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_pair_is_consistent(outcome, reason):
    """Delivered is present times accepts, wherever anything is known."""
    present, accepts, delivered = label(outcome, reason)
    if present == 1:
        assert delivered == accepts
    elif present == 0:
        assert delivered == 0
        assert math.isnan(accepts)
    else:
        assert math.isnan(delivered)


def test_unknown_words_are_refused():
    """An outcome of another vocabulary is named."""
    with pytest.raises(InputError, match="outcome '妥投'"):
        label("妥投")


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("reason", [None, *RETURN_REASONS])
def test_delivered_is_present_and_accepted_whatever_the_words(outcome, reason):
    """For every outcome and reason the three labels agree: delivered only who was present and accepted."""
    present, accepts, delivered = label(outcome, reason)
    assert math.isnan(accepts) == (present != 1)
    assert math.isnan(delivered) == math.isnan(present)
    if not math.isnan(present):
        assert delivered == (present == 1 and accepts == 1)
