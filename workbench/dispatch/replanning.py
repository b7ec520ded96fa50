"""Planning the rest of a day anew, with what is finished and what couriers carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.dispatch.plans import plan_routes
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from workbench.dispatch.plans import Plan
    from workbench.dispatch.solver import Progress
    from workbench.policy import Policy

_HOUR_S = 3600.0


@dataclass(frozen=True)
class _Standing:
    """Where the day stands for one courier."""

    lng: float
    lat: float
    worked_hours: float
    rested: bool


def replan_routes(
    plan: Plan,
    *,
    now: pd.Timestamp,
    finished: Collection[str],
    policy: Policy | None,
    attempts: pd.DataFrame | None = None,
    visits: pd.DataFrame | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """Plan what is left of a day.

    Couriers go on from their last finished stop. Those who have left carry their letters, so
    the borrowers of their rounds stay theirs (another address of such a borrower may be
    chosen); letters that nobody carries go to couriers who have not left yet. A borrower who
    was tried is not tried again.

    Parameters
    ----------
    plan
        The plan of the morning.
    now
        Local time of China, on the day of the plan.
    finished
        ``address_id`` of stops that were made, whatever came of them.
    policy, attempts, progress
        As in ``plan_routes``.
    visits
        Visits as they are now (new ones, other odds); those of the plan otherwise.

    Returns
    -------
    Plan
        The rest of the day; ``sequence`` starts at 1 again.

    Raises
    ------
    InputError
        If ``now`` is on another day or a finished address was not in the plan.
    """
    midnight = pd.Timestamp(plan.settings.day)
    if not midnight <= now < midnight + pd.Timedelta(days=1):
        raise InputError(
            f"replan: now is {now:%Y-%m-%d}, the plan is for {plan.settings.day}. Plan the new day instead."
        )
    unknown = sorted(set(finished) - set(plan.routes["address_id"]))
    if unknown:
        raise InputError(
            f"replan: {len(unknown)} finished addresses are not in the plan, the first is {unknown[0]!r}."
        )
    done = plan.routes["address_id"].isin(list(finished))
    current = plan.visits if visits is None else visits
    borrower_of = plan.visits.set_index("address_id")["borrower"]
    tried = set(borrower_of.loc[plan.routes.loc[done, "address_id"]])
    rest = current.loc[~current["borrower"].isin(tried)].reset_index(drop=True)
    standing = {
        str(name): _stand(plan, str(name), part, now)
        for name, part in plan.routes.loc[done].groupby("courier")
    }
    return plan_routes(
        _fix(rest, plan, borrower_of, set(standing)),
        _move(plan, standing, now),
        plan.stations,
        travel=plan.travel,
        policy=policy,
        attempts=attempts,
        settings=plan.settings,
        progress=progress,
    )


def _stand(plan: Plan, courier: str, made: pd.DataFrame, now: pd.Timestamp) -> _Standing:
    last = made.iloc[-1]
    round_ = plan.rounds.loc[plan.rounds["courier"].astype(str) == courier].iloc[0]
    rested = bool(pd.notna(round_["break_at"]) and round_["break_at"] < now)
    crew_break = plan.settings.break_minutes / 60.0 if rested else 0.0
    worked = (now - round_["starts_at"]).total_seconds() / _HOUR_S - crew_break
    return _Standing(float(last["lng"]), float(last["lat"]), max(worked, 0.0), rested)


def _fix(rest: pd.DataFrame, plan: Plan, borrower_of: pd.Series, away: set[str]) -> pd.DataFrame:
    """Tie the borrowers whose letters are on the way to who carries them, and the others to who is still there."""
    carried = plan.routes.loc[plan.routes["courier"].astype(str).isin(away), ["address_id", "courier"]]
    carrier = dict(zip(borrower_of.loc[carried["address_id"]], carried["courier"].astype(str), strict=True))
    holder = rest["borrower"].map(carrier)
    earlier = (
        rest["fixed_courier"] if "fixed_courier" in rest else pd.Series(None, index=rest.index, dtype=object)
    )
    return rest.assign(fixed_courier=holder.where(holder.notna(), earlier), carried=holder.notna())


def _move(plan: Plan, standing: dict[str, _Standing], now: pd.Timestamp) -> pd.DataFrame:
    """Return the couriers as they stand now."""
    moved = plan.couriers.reset_index(drop=True).copy()
    names = moved["courier"].astype(str)
    clock = f"{now:%H:%M}"
    for column in ("shift_from", "shift_hours", "break_minutes"):
        standard = getattr(plan.settings, column)
        moved[column] = moved[column].where(moved[column].notna(), standard) if column in moved else standard
    moved["shift_from"] = [max(str(each).zfill(5), clock) for each in moved["shift_from"]]
    moved["start_lng"] = [standing[name].lng if name in standing else np.nan for name in names]
    moved["start_lat"] = [standing[name].lat if name in standing else np.nan for name in names]
    worked = np.array([standing[name].worked_hours if name in standing else 0.0 for name in names])
    moved["shift_hours"] = (moved["shift_hours"].astype(np.float64) - worked).clip(lower=0.0)
    moved["break_minutes"] = [
        0.0 if name in standing and standing[name].rested else minutes
        for name, minutes in zip(names, moved["break_minutes"], strict=True)
    ]
    moved["carries_only"] = names.isin(standing.keys())
    return moved
