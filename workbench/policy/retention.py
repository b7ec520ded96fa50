"""When records are due for deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from workbench.policy.terms import Policy

RECORDS = ("case", "audit", "pia", "handover", "raw_import")


def deletion_days(since: pd.Series, policy: Policy, *, record: str) -> pd.Series:
    """Return the first day on which each record is due for deletion.

    Parameters
    ----------
    since
        Day of the last activity: of the case, the entry, the assessment, the hand-over, the import. Missing days stay missing.
    policy
        A loaded profile.
    record
        ``case``, ``audit``, ``pia``, ``handover`` or ``raw_import``.
    """
    terms = policy.retention
    days = pd.to_datetime(since).dt.normalize()
    if record == "raw_import":
        return days + pd.Timedelta(days=terms.raw_import_days)
    years = {
        "case": terms.case_years,
        "audit": terms.audit_years,
        "pia": terms.pia_years,
        "handover": terms.handover_years,
    }
    if record not in years:
        raise InputError(f"retention: there is no record {record!r}. Expected one of: {', '.join(RECORDS)}.")
    return _add_years(days, years[record])


def due_for_deletion(since: pd.Series, policy: Policy, *, record: str, at: date) -> pd.Series:
    """Tell which records are due on the day ``at``; a record without a day is never due, and should be looked at."""
    return deletion_days(since, policy, record=record) <= pd.Timestamp(at)


def _add_years(days: pd.Series, years: int) -> pd.Series:
    """Return the same day so many years later; 29 February becomes 28 February in other years."""
    return pd.Series(days + pd.DateOffset(years=years), index=days.index)
