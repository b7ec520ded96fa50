"""Why each address is in no round, and what would have to change: checked, not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.dispatch.insertion import slot_costs, try_slots
from workbench.dispatch.wordings import say

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.insertion import Insertion
    from workbench.dispatch.job import Job, Tours
    from workbench.dispatch.wordings import Reason

_TRIES = 3
_TIGHT_S = 12 * 3600  # a shorter window is tried in every slot of a round


def explain(job: Job, plan: Tours, *, strangers: NDArray[np.bool_]) -> dict[int, Reason]:
    """Say for each visit in no round why, and what would have to change.

    Every answer was tried: the visit was put into the cheapest slots of the rounds that may
    take it, on the clock, and what that round lacked then is named.

    Parameters
    ----------
    job, plan
        The work and the rounds.
    strangers
        Visits x couriers: who could make a visit if assignments did not hold.

    Returns
    -------
    dict
        Visit to its reason.
    """
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    borrower = job.visits["borrower"].to_numpy()
    address = job.visits["address_id"].to_numpy()
    chosen = {borrower[visit]: address[visit] for tours in plan for tour in tours for visit in tour}
    planned = {visit for tours in plan for tour in tours for visit in tour}
    rest = np.array([visit for visit in range(len(job.visits)) if visit not in planned], dtype=np.int64)
    answers: dict[int, Reason] = {}
    open_rest = []
    for visit in rest.tolist():
        if borrower[visit] in chosen:
            answers[visit] = say("alternative", "alternative", address=chosen[borrower[visit]])
        elif not job.allowed[visit].any():
            answers[visit] = _nobody(job, visit)
        else:
            open_rest.append(visit)
    costs = (
        {
            number: slot_costs(
                job, number, tours, np.array(open_rest, dtype=np.int64), steps[job.crews[number].mode]
            )
            for number, tours in enumerate(plan)
        }
        if open_rest
        else {}
    )
    for row, visit in enumerate(open_rest):
        mine = try_slots(job, plan, visit, _best_slots(job, costs, row, visit, job.allowed[visit]), steps)
        others = strangers[visit] & ~job.allowed[visit]
        helpers = try_slots(job, plan, visit, _best_slots(job, costs, row, visit, others)[:_TRIES], steps)
        answers[visit] = _judge(job, visit, mine, helpers)
    return answers


def _best_slots(
    job: Job,
    costs: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]],
    row: int,
    visit: int,
    who: NDArray[np.bool_],
) -> list[tuple[int, int, int, int]]:
    """Return the slots to try: the cheapest of each round, all of them for a tight window."""
    _, opens, closes = job.terms[visit]
    options = []
    for number in np.flatnonzero(who).tolist():
        slots, cost = costs[number]
        tight = closes - opens < _TIGHT_S
        wanted = range(len(slots)) if tight else [int(cost[row].argmin())]
        options += [
            (int(cost[row, each]), number, int(slots[each, 0]), int(slots[each, 1])) for each in wanted
        ]
    return sorted(options) if closes - opens < _TIGHT_S else sorted(options)[:_TRIES]


def _judge(job: Job, visit: int, mine: list[Insertion], helpers: list[Insertion]) -> Reason:
    prize = int(job.visits["prize_s"].to_numpy(dtype=np.int64)[visit])
    worth = [each for each in mine if each.cost_s <= prize]
    tail = _helper(job, [each for each in helpers if each.cost_s <= prize and each.timetable.feasible])
    if not worth:
        least = min(each.cost_s for each in mine)
        figures = {"detour": _minutes(least), "worth": _minutes(prize), "times": least / max(prize, 1)}
        return say("value_low", "worth", *tail, **figures)
    best = min(
        worth, key=lambda each: (each.timetable.late, each.timetable.over, each.timetable.full, each.cost_s)
    )
    courier, clock = job.crews[best.crew].courier, best.timetable
    if clock.late:
        return say("window", "late", *tail, courier=courier, minutes=_minutes(clock.late))
    if clock.over:
        room = [say("shift", "and_full", letters=clock.full)] if clock.full else []
        return say("shift", "over", *room, *tail, courier=courier, minutes=_minutes(clock.over))
    if clock.full:
        return say("capacity", "full", *tail, courier=courier, letters=clock.full)
    return say("value_low", "fits", *tail, courier=courier, minutes=_minutes(best.cost_s))


def _helper(job: Job, helpers: list[Insertion]) -> list[Reason]:
    """Return who else could go, where somebody could."""
    if not helpers:
        return []
    crew, minutes = job.crews[helpers[0].crew], _minutes(helpers[0].cost_s)
    words = "helper_of" if crew.area else "helper"
    return [say("area", words, courier=crew.courier, area=crew.area, minutes=minutes)]


def _nobody(job: Job, visit: int) -> Reason:
    """Say which assignment it is that no courier answers to."""
    row = job.visits.iloc[visit]
    if pd.notna(row["fixed_courier"]):
        return say("area", "fixed", name=row["fixed_courier"])
    bound = job.settings.bound_by
    owner = row.get(bound)
    return (
        say("area", "no_owner", what=bound)
        if pd.isna(owner)
        else say("area", "nobody", what=bound, name=owner)
    )


def _minutes(seconds: float) -> int:
    return int(np.ceil(seconds / 60.0))
