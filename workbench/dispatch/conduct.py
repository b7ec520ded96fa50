"""What the contact policy says of a day's visits, before planning and before export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from workbench.errors import PolicyError
from workbench.policy import RULES, check, require_allowed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.plans import Plan
    from workbench.dispatch.settings import PlanSettings
    from workbench.policy import Policy

_DAY_S = 86_400
# Times and staff are not refused beforehand but planned: they bound every round.
_PLANNED = ("quiet_hours", "staff")


@dataclass(frozen=True)
class Conduct:
    """What a plan has to obey.

    Parameters
    ----------
    open_s, close_s
        By visit: seconds since midnight between which it may be made.
    least_staff
        People on a round.
    denied
        By visit: why it may not be made at all, in Chinese and English; None where it may.
    """

    open_s: NDArray[np.int64]
    close_s: NDArray[np.int64]
    least_staff: int
    denied: list[tuple[str, str] | None]


def read_conduct(
    visits: pd.DataFrame, policy: Policy | None, settings: PlanSettings, attempts: pd.DataFrame | None
) -> Conduct:
    """Ask the policy about every visit that might be planned.

    Parameters
    ----------
    visits
        With the columns that the rules of the policy read.
    policy
        None: nothing is asked.
    settings
        Channel and day.
    attempts
        Earlier contacts of all agencies, for the caps.
    """
    size = len(visits)
    if policy is None:
        return Conduct(np.zeros(size, dtype=np.int64), np.full(size, _DAY_S), 1, [None] * size)
    opens, closes = _hours(visits, policy, settings)
    staff = policy.visit_min_staff if settings.channel == "visit" else 1
    return Conduct(opens, closes, staff, _denied(visits, policy, settings, attempts))


def _hours(
    visits: pd.DataFrame, policy: Policy, settings: PlanSettings
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return between which seconds of the plan's day each address may be visited."""
    quiet = policy.quiet_hours
    opens, closes = np.zeros(len(visits), dtype=np.int64), np.full(len(visits), _DAY_S, dtype=np.int64)
    if settings.channel not in quiet.channels:
        return opens, closes
    start, end = (each.hour * 3600 + each.minute * 60 for each in (quiet.start, quiet.end))
    ahead = np.zeros(len(visits), dtype=np.int64)
    if "timezone" in visits:
        noon = datetime.combine(settings.day, time(12))
        here = _offset_s(noon, quiet.clock)
        zones = visits["timezone"].fillna(quiet.clock if quiet.zone == "address" else quiet.zone)
        ahead = zones.map({zone: _offset_s(noon, str(zone)) - here for zone in zones.unique()}).to_numpy(
            dtype=np.int64
        )
    opens = np.clip(end - ahead, 0, _DAY_S)
    closes = np.clip((start if start > end else _DAY_S) - ahead, 0, _DAY_S)
    if quiet.agreement_lifts and "agreed_hours" in visits:
        agreed = visits["agreed_hours"].fillna(value=False).astype(bool).to_numpy()
        opens, closes = np.where(agreed, 0, opens), np.where(agreed, _DAY_S, closes)
    return opens.astype(np.int64), closes.astype(np.int64)


def _offset_s(moment: datetime, zone: str) -> int:
    shift = moment.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    return 0 if shift is None else int(shift.total_seconds())


def _denied(
    visits: pd.DataFrame, policy: Policy, settings: PlanSettings, attempts: pd.DataFrame | None
) -> list[tuple[str, str] | None]:
    """Return why each visit may not be made, whatever the hour and the staff.

    Addresses of one borrower are asked one at a time, because only one of them will be
    visited; caps are asked at both ends of the day, because their windows roll.
    """
    rules = [rule for rule in RULES if rule not in _PLANNED] + [cap.id for cap in policy.caps]
    midnight = pd.Timestamp(settings.day)
    asked = visits.assign(channel=settings.channel)
    turn = visits.groupby("borrower", dropna=False).cumcount()
    reasons: list[tuple[str, str] | None] = [None] * len(visits)
    for number in range(int(turn.max()) + 1 if len(turn) else 0):
        part = asked.loc[turn == number]
        for moment in (midnight, midnight + pd.Timedelta(seconds=_DAY_S - 1)):
            verdicts = check(part.assign(arrive_at=moment), policy, attempts=attempts, rules=rules)
            bad = ~verdicts["allowed"]
            for row, zh, en in verdicts.loc[bad, ["reason_zh", "reason_en"]].itertuples():
                reasons[row] = (zh, en)
    return reasons


def forbid_violations(plan: Plan, policy: Policy | None, attempts: pd.DataFrame | None) -> None:
    """Raise if the rounds as they stand break the policy.

    Every rule is asked again, now with the planned times and the staff of each round.

    Raises
    ------
    PolicyError
        Naming the rules and how many letters break them, or if the rounds hold an address
        that was never asked about.
    """
    if policy is None or plan.routes.empty:
        return
    known = plan.visits.drop(
        columns=["arrive_at", "leave_at", "staff", "courier", "channel"], errors="ignore"
    )
    rounds = plan.routes[["address_id", "courier", "arrive_at", "leave_at"]]
    asked = rounds.merge(known, on="address_id", how="left", validate="one_to_one")
    if asked["borrower"].isna().any():
        raise PolicyError(
            f"export: {int(asked['borrower'].isna().sum())} letters of the rounds are not among the visits planned. "
            "Plan the day anew; nothing was written."
        )
    asked = asked.assign(channel=plan.settings.channel, staff=asked["courier"].astype(str).map(plan.staff))
    require_allowed(check(asked, policy, attempts=attempts), policy, where="export of rounds")
