"""Records are kept so long, and not a day longer."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.policy import deletion_days, due_for_deletion, load_policy

POLICY = load_policy()
SINCE = pd.Series(pd.to_datetime(["2020-02-29", "2021-03-01", None]))


def test_due_on_the_very_day() -> None:
    """Five years after the last activity a case is due, the day before it is not; one without a day never is."""
    assert due_for_deletion(SINCE, POLICY, record="case", at=date(2026, 2, 28)).tolist() == [
        True,
        False,
        False,
    ]
    assert due_for_deletion(SINCE, POLICY, record="case", at=date(2026, 3, 1)).tolist() == [True, True, False]


def test_leap_days_and_imports() -> None:
    """29 February falls on 28 February; raw imports live 90 days."""
    assert deletion_days(SINCE, POLICY, record="case")[0] == pd.Timestamp("2025-02-28")
    assert deletion_days(SINCE, POLICY, record="raw_import")[1] == pd.Timestamp("2021-05-30")


@pytest.mark.parametrize(
    ("profile", "year"), [("cn-cba-2026", 2026), ("cn-gbt45251", 2023), ("us-regf", 2024)]
)
def test_profiles_differ(profile: str, year: int) -> None:
    """The two Chinese texts and the American one keep cases for different times."""
    assert deletion_days(SINCE, load_policy(profile), record="case")[1].year == year


def test_unknown_records_are_refused() -> None:
    """A record that has no term is an error."""
    with pytest.raises(InputError, match="case, audit, pia"):
        deletion_days(SINCE, POLICY, record="photo")
