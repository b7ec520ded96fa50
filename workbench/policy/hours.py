"""Quiet hours, in local time at the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from datetime import time

    from workbench.policy.terms import Policy, QuietHours

_INSTANT = pd.Timedelta(microseconds=1)


def in_quiet_hours(frame: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which contacts fall into quiet hours, or have no time though their channel needs one.

    A contact starts at ``arrive_at`` and, if known, ends before ``leave_at``: both must lie outside. 22:00:00 is quiet, 08:00:00 is
    not. Times without a zone are in the profile's ``clock``; an address without a known zone is forbidden where the profile
    asks for zones.
    """
    hours = policy.quiet_hours
    concerned = frame["channel"].isin(hours.channels)
    arrive = _local(frame["arrive_at"], frame, hours)
    quiet = _is_quiet(arrive, hours) | arrive.isna()
    if "leave_at" in frame:
        leave = _local(frame["leave_at"], frame, hours)
        longer = leave > arrive
        quiet |= longer & _is_quiet(leave - _INSTANT, hours)
        quiet |= leave - arrive >= pd.Timedelta(days=1)
        quiet |= longer & _spans(arrive, leave, hours)
    if hours.agreement_lifts and "agreed_hours" in frame:
        agreed = frame["agreed_hours"].fillna(value=False).astype(bool)
        quiet &= ~agreed | arrive.isna()
    forbidden: pd.Series = concerned & quiet
    return forbidden


def _is_quiet(moments: pd.Series, hours: QuietHours) -> pd.Series:
    clock = moments.dt.hour * 3600 + moments.dt.minute * 60 + moments.dt.second
    start, end = _seconds(hours.start), _seconds(hours.end)
    late, early = clock >= start, clock < end
    quiet: pd.Series = late | early if start > end else late & early
    return quiet


def _spans(arrive: pd.Series, leave: pd.Series, hours: QuietHours) -> pd.Series:
    """Tell where the start of the quiet hours lies within the contact."""
    since = arrive.dt.hour * 3600 + arrive.dt.minute * 60 + arrive.dt.second
    until_quiet = (_seconds(hours.start) - since) % 86_400
    spans: pd.Series = (leave - arrive).dt.total_seconds() > until_quiet
    return spans


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60


def _local(moments: pd.Series, frame: pd.DataFrame, hours: QuietHours) -> pd.Series:
    """Return naive local times at the addresses."""
    moments = pd.to_datetime(moments)
    aware = (
        moments
        if moments.dt.tz is not None
        else moments.dt.tz_localize(hours.clock, ambiguous="NaT", nonexistent="NaT")
    )
    default = None if hours.zone == "address" else hours.zone
    if "timezone" in frame:
        zones = frame["timezone"].astype("object").where(frame["timezone"].notna(), default)
    elif default == hours.clock and moments.dt.tz is None:
        return moments
    else:
        zones = pd.Series(default, index=frame.index, dtype="object")
    parts = [_in_zone(aware[zones == zone], str(zone)) for zone in zones.dropna().unique()]
    empty = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    return empty if not parts else pd.concat(parts).reindex(frame.index)


def _in_zone(aware: pd.Series, zone: str) -> pd.Series:
    try:
        local: pd.Series = aware.dt.tz_convert(zone).dt.tz_localize(None)
    except (KeyError, ValueError, OSError):
        # An unknown zone is no known local time, and that forbids the contact.
        return pd.Series(pd.NaT, index=aware.index, dtype="datetime64[us]")
    return local
