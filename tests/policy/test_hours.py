"""Quiet hours hold to the second, at the place of the address."""

from __future__ import annotations

import dataclasses
from datetime import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.policy import load_policy
from workbench.policy.hours import in_quiet_hours

POLICY = load_policy()


def _quiet(at: str | pd.Timestamp | None, policy=POLICY, **more: object) -> bool:
    frame = pd.DataFrame([{"channel": "visit", "arrive_at": pd.Timestamp(at) if at else pd.NaT, **more}])
    return bool(in_quiet_hours(frame, policy).iloc[0])


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("21:59:59.999999", False),
        ("22:00:00", True),
        ("00:00", True),
        ("07:59:59", True),
        ("08:00:00", False),
    ],
)
def test_the_bounds_are_exact(clock: str, quiet) -> None:
    """22:00:00 is quiet, 21:59:59 is not; 07:59 is quiet, 08:00 is not."""
    assert _quiet(f"2026-03-02 {clock}") is quiet


@pytest.mark.parametrize(
    ("leave", "quiet"),
    [("22:00", False), ("22:00:00.000001", True), ("22:30", True)],
)
def test_a_visit_must_end_before_quiet_hours(leave: str, quiet) -> None:
    """A visit that starts in time and runs into quiet hours is forbidden; one that ends at 22:00 is not."""
    assert _quiet("2026-03-02 21:50", leave_at=pd.Timestamp(f"2026-03-02 {leave}")) is quiet


def test_a_visit_may_not_run_through_the_night() -> None:
    """Start and end by day do not hide a night in between."""
    assert _quiet("2026-03-02 21:00", leave_at=pd.Timestamp("2026-03-03 09:00"))
    assert _quiet("2026-03-02 10:00", leave_at=pd.Timestamp("2026-03-03 10:30"))


def test_letters_have_no_hour() -> None:
    """The post brings letters by day; a visit without a time is forbidden."""
    assert not _quiet("2026-03-02 23:00", channel="letter")
    assert _quiet(None)


def test_agreement_lifts_quiet_hours_only_where_the_profile_says_so() -> None:
    """An agreement counts by the profile, and never stands in for a missing time."""
    strict = dataclasses.replace(
        POLICY, quiet_hours=dataclasses.replace(POLICY.quiet_hours, agreement_lifts=False)
    )
    assert not _quiet("2026-03-02 23:00", agreed_hours=True)
    assert _quiet("2026-03-02 23:00", agreed_hours=False)
    assert _quiet("2026-03-02 23:00", agreed_hours=None)
    assert _quiet("2026-03-02 23:00", strict, agreed_hours=True)
    assert _quiet(None, agreed_hours=True)


def test_xinjiang_keeps_beijing_time_unless_told() -> None:
    """08:30 in Beijing is allowed everywhere; with Urumqi's zone stated it is 06:30 and forbidden."""
    assert not _quiet("2026-03-02 08:30")
    assert _quiet("2026-03-02 08:30", timezone="Asia/Urumqi")
    assert not _quiet("2026-03-02 23:30", timezone="Asia/Urumqi")


def test_times_with_a_zone_are_converted() -> None:
    """14:00 in London is 22:00 in China."""
    assert _quiet(pd.Timestamp("2026-01-05 14:00", tz="Europe/London"))
    assert not _quiet(pd.Timestamp("2026-01-05 13:59", tz="Europe/London"))


def test_addresses_without_a_zone_are_forbidden_where_zones_differ() -> None:
    """The US profile takes the zone from the address; an unknown one is no local time."""
    us = load_policy("us-regf")
    assert _quiet("2026-03-02 16:00", us)
    assert _quiet("2026-03-02 16:00", us, timezone="Mars/Base")
    assert not _quiet("2026-03-02 16:00", us, timezone="America/New_York")
    assert _quiet("2026-03-02 12:30", us, timezone="America/New_York")


@settings(deadline=None, max_examples=60)
@given(st.times(), st.times(), st.times())
def test_quiet_hours_within_a_day_or_over_midnight(start: time, end: time, at: time) -> None:
    """Whatever the hours: a moment is quiet exactly if it lies on the way from start to end around the clock."""
    start, end = (each.replace(second=0, microsecond=0, tzinfo=None) for each in (start, end))
    if start == end:
        return
    hours = dataclasses.replace(POLICY.quiet_hours, start=start, end=end)
    moment = pd.Timestamp.combine(pd.Timestamp("2026-03-02"), at)
    seconds = [each.hour * 3600 + each.minute * 60 for each in (start, end)]
    since = (at.hour * 3600 + at.minute * 60 + at.second - seconds[0]) % 86_400
    assert _quiet(moment, dataclasses.replace(POLICY, quiet_hours=hours)) is (
        since < (seconds[1] - seconds[0]) % 86_400
    )
