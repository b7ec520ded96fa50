"""Letters by month, as one more breakdown of the release: only months that are over are months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.patterns import Period

if TYPE_CHECKING:
    from datetime import date

    from workbench.patterns import Release

PERIOD = "period"


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
