"""Letters by month, as one more breakdown of the release: only months that are over are months."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from workbench.patterns import Period, observe

if TYPE_CHECKING:
    from datetime import date

    from workbench.patterns import Portfolio, Release
    from workbench.report.facts import Brief

PERIOD = "period"


def leave_begun(portfolio: Portfolio, brief: Brief) -> Portfolio:
    """Return the portfolio without the letters of the month that has just begun, if they are of too few borrowers.

    Everything less the months that are over would be about those few, so a month would have to be withheld, and in every later
    report again. The next report has them. A report on a period of the reader's choice has all letters of it.
    """
    letters = mark_months(observe("delivered", portfolio), brief.as_of, None)
    begun = letters[letters[PERIOD].isna() & letters["attempted_at"].notna()]
    hits = int(begun["hit"].sum())
    thin = begun["borrower"].nunique() < brief.control.least_persons
    thin |= any(0 < count <= brief.control.small_count for count in (hits, len(begun) - hits))
    if brief.period is not None or begun.empty or len(begun) == len(letters) or not thin:
        return portfolio
    attempts = portfolio.attempts
    before = pd.to_datetime(attempts["attempted_at"]) < begun["attempted_at"].min().to_period("M").start_time
    return replace(portfolio, attempts=attempts[before | attempts["attempted_at"].isna()])


def mark_months(events: pd.DataFrame, until: date | None, within: Period | None) -> pd.DataFrame:
    """Return events with the month in which they were tried, as ``2026-03``; cases have none.

    Parameters
    ----------
    events
        Frame of ``observe``.
    until
        Day to which the data reach; that of the last event if None. A month that is not over by then is none: its slow
        letters have no outcome yet, and a later report would show how few came after this one.
    within
        Period that is counted; a month of which it holds a part only is none.
    """
    if "attempted_at" not in events.columns:
        return events.assign(**{PERIOD: None})
    times = pd.to_datetime(events["attempted_at"])
    months = times.dt.to_period("M")
    first, last = months.dt.start_time.dt.normalize(), months.dt.end_time.dt.normalize()
    whole = last <= (pd.Timestamp(until) if until else times.max())
    if within is not None:
        whole &= (first >= pd.Timestamp(within.first)) & (last <= pd.Timestamp(within.last))
    return events.assign(**{PERIOD: times.dt.strftime("%Y-%m").astype(object).where(whole, None)})


def list_months(release: Release) -> tuple[Period, ...]:
    """Return the months of which a release shows figures."""
    shown = release.shown.get(PERIOD)
    if shown is None:
        return ()
    months = [pd.Period(name, "M") for name in sorted(shown.loc[shown["level"] >= 0, "group"].unique())]
    return tuple(Period(each.start_time.date(), each.end_time.date(), str(each)) for each in months)
