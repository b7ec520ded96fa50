"""A day's plan: rounds, what is left out and why, and the day in figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.dispatch.greedy import plan_greedily
from workbench.dispatch.insertion import fill_up
from workbench.dispatch.preparation import prepare
from workbench.dispatch.reasons import explain
from workbench.dispatch.rounds import list_rounds, list_routes
from workbench.dispatch.settings import PlanSettings
from workbench.dispatch.solver import solve
from workbench.dispatch.timetable import make_timetable
from workbench.dispatch.wordings import Reason
from workbench.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbench.coverage import TravelTimes
    from workbench.dispatch.job import Job, Tours
    from workbench.dispatch.preparation import Prepared
    from workbench.dispatch.solver import Progress
    from workbench.dispatch.timetable import Timetable
    from workbench.policy import Policy


@dataclass(frozen=True)
class Plan:
    """A day's plan.

    Parameters
    ----------
    routes
        Table ``routes``: one row per letter, in order.
    left_out
        Table ``left_out``: every other address with its reason and what would have to change.
    rounds
        Table ``rounds``: one row per courier.
    settings
        What was asked.
    travel
        Travel times that it was planned with, by mode.
    stations, couriers
        As given.
    visits
        All visits as read, for the check before export.
    staff
        People on the round of each courier.
    audit
        What was checked by which policy, for the audit trail; no personal values.
    """

    routes: pd.DataFrame
    left_out: pd.DataFrame
    rounds: pd.DataFrame
    settings: PlanSettings
    travel: dict[str, TravelTimes]
    stations: pd.DataFrame
    couriers: pd.DataFrame
    visits: pd.DataFrame
    staff: dict[str, int]
    audit: dict[str, str | int]

    @property
    def summary(self) -> dict[str, float]:
        """The day in a few figures."""
        return {
            "couriers": float((self.rounds["stops"] > 0).sum()),
            "stops": float(self.rounds["stops"].sum()),
            "letters": float(self.rounds["letters"].sum()),
            "expected_deliveries": round(float(self.rounds["expected_deliveries"].sum()), 2),
            "work_hours": round(float(self.rounds["work_hours"].sum()), 2),
            "travel_km": round(float(self.rounds["travel_km"].sum()), 2),
            "left_out": float(len(self.left_out)),
            "crossings": float(self.rounds["crossings"].fillna(0).sum() / 2.0),
        }

    def __repr__(self) -> str:
        """Say the figures."""
        figures = ", ".join(f"{name} {value:g}" for name, value in self.summary.items())
        return f"Plan({figures})"


def plan_routes(
    visits: pd.DataFrame,
    couriers: pd.DataFrame,
    stations: pd.DataFrame,
    *,
    travel: TravelTimes | Mapping[str, TravelTimes],
    policy: Policy | None,
    attempts: pd.DataFrame | None = None,
    settings: PlanSettings | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """Plan a day's rounds.

    The plan earns the most expected value (``p_delivered`` times ``worth_minutes``) less
    working time, or less time on the way (``PlanSettings.cost_of``). At most one address of a
    borrower is visited; no shift, window, capacity, assignment or rule of the policy is broken.

    Any routing problem in a matrix fits: ``coverage.MatrixTimes`` takes the matrix, a depot is a
    station, a vehicle a courier, a group of alternatives a borrower, a prize ``worth_minutes``
    with ``p_delivered`` 1, and what must be visited is ``required``.

    Parameters
    ----------
    visits
        One row per candidate address: ``address_id``, ``borrower``, ``lng``, ``lat`` (WGS 84),
        ``p_delivered``; what else is used says ``dispatch.visits.read_visits``.
    couriers
        Table ``couriers``.
    stations
        Table ``stations``.
    travel
        Travel times, or one by mode where couriers move differently.
    policy
        Contact policy; None only where there is none to obey (benchmarks). The visits then need
        the columns that its rules read: ``kind``, ``lawful_source``, ``stop_flag``, ``no_automation``.
    attempts
        Earlier contacts of all agencies (table ``attempts``), for the policy's caps.
    settings
        What is asked.
    progress
        Called a few times a second during the search.

    Returns
    -------
    Plan
        Rounds, left-out addresses with reasons, figures. Every row of ``visits`` is in
        exactly one of ``routes`` and ``left_out``.
    """
    settings = settings or PlanSettings()
    ready = prepare(visits, couriers, stations, travel, policy, settings, attempts)
    start = drop_infeasible(ready.job, plan_greedily(ready.job))
    plan = settle(ready.job, solve(ready.job, start, progress))
    routes = list_routes(ready.job, plan)
    return Plan(
        routes=routes,
        left_out=_list_left_out(ready, plan),
        rounds=list_rounds(ready.job, plan, routes),
        settings=settings,
        travel=ready.travel,
        stations=stations,
        couriers=couriers,
        visits=ready.visits,
        staff={crew.courier: crew.staff for crew in ready.job.crews},
        audit=_audit(ready, policy),
    )


def _audit(ready: Prepared, policy: Policy | None) -> dict[str, str | int]:
    """Say what was checked, in counts."""
    denied = sum(1 for reason in ready.refused.values() if reason.code == "policy")
    return {
        "policy": "" if policy is None else policy.name,
        "policy_digest": "" if policy is None else policy.digest,
        "day": str(ready.job.settings.day),
        "channel": ready.job.settings.channel,
        "visits_checked": len(ready.visits),
        "visits_denied": denied,
    }


def settle(job: Job, plan: Tours) -> Tours:
    """Put rounds on the exact clock: drop what a break pushes out of its window, then fill what is free."""
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    return fill_up(job, drop_infeasible(job, plan), steps)


def drop_infeasible(job: Job, plan: Tours) -> Tours:
    """Take visits out of rounds that miss a window or exceed the shift or the load, until none does."""
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    settled: Tours = []
    for crew, tours in zip(job.crews, plan, strict=True):
        kept = [list(tour) for tour in tours]
        clock = make_timetable(job, crew, kept, steps[crew.mode])
        while not clock.feasible:
            kept = _drop_one(job, kept, clock)
            clock = make_timetable(job, crew, kept, steps[crew.mode])
        settled.append([tour for tour in kept if tour])
    return settled


def _drop_one(job: Job, tours: list[list[int]], clock: Timetable) -> list[list[int]]:
    """Take out the least valuable of the visits that are late, or of all where the shift is too short."""
    pool = clock.late_visits or clock.visits
    prize = job.visits["prize_s"].to_numpy()
    worst = min(pool, key=lambda visit: (prize[visit], visit))
    return [[visit for visit in tour if visit != worst] for tour in tours]


def _list_left_out(ready: Prepared, plan: Tours) -> pd.DataFrame:
    """Return table ``left_out`` in the order of the visits."""
    rows = ready.job.visits["row"].to_numpy()
    answers = dict(ready.refused)
    if ready.job.settings.recheck:
        found = explain(ready.job, plan, strangers=ready.strangers)
    else:
        planned = {visit for tours in plan for tour in tours for visit in tour}
        found = {visit: Reason("shift", "", "") for visit in range(len(rows)) if visit not in planned}
    answers |= {int(rows[visit]): verdict for visit, verdict in found.items()}
    order = sorted(answers)
    frame = ready.visits.loc[order].reset_index(drop=True)
    reasons = pd.DataFrame(
        [answers[row] for row in order], columns=["left_out", "would_need", "would_need_en"]
    )
    frame = pd.concat([frame, reasons], axis="columns")
    return frame[list(table("left_out").columns)]
