"""Why each address is in no round, and what would have to change: checked, not guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.dispatch.insertion import slot_costs, try_slots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.insertion import Insertion
    from workbench.dispatch.job import Job, Tours

_TRIES = 3
_TIGHT_S = 12 * 3600  # a shorter window is tried in every slot of a round

Verdict = tuple[str, str]


def explain(job: Job, plan: Tours, *, strangers: NDArray[np.bool_]) -> dict[int, Verdict]:
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
        Visit to its code of ``tables.LEFT_OUT`` and the words.
    """
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    borrower = job.visits["borrower"].to_numpy()
    address = job.visits["address_id"].to_numpy()
    chosen = {borrower[visit]: address[visit] for tours in plan for tour in tours for visit in tour}
    planned = {visit for tours in plan for tour in tours for visit in tour}
    rest = np.array([visit for visit in range(len(job.visits)) if visit not in planned], dtype=np.int64)
    answers: dict[int, Verdict] = {}
    open_rest = []
    for visit in rest.tolist():
        if borrower[visit] in chosen:
            answers[visit] = ("alternative", f"该借款人已安排地址 {chosen[borrower[visit]]}")
        elif not job.allowed[visit].any():
            answers[visit] = ("area", "没有投递员负责该地址的片区；需指派投递员或放宽片区限制")
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


def _judge(job: Job, visit: int, mine: list[Insertion], helpers: list[Insertion]) -> Verdict:
    prize = int(job.visits["prize_s"].to_numpy(dtype=np.int64)[visit])
    worth = [each for each in mine if each.cost_s <= prize]
    tail = _helper_words(job, [each for each in helpers if each.cost_s <= prize and each.timetable.feasible])
    if not worth:
        least = min(each.cost_s for each in mine)
        return "value_low", (
            f"最省的绕行也要 {_minutes(least)} 分钟，超过其价值 {_minutes(prize)} 分钟；"
            f"送达价值需提高到 {least / max(prize, 1):.1f} 倍" + tail
        )
    best = min(
        worth, key=lambda each: (each.timetable.late, each.timetable.over, each.timetable.full, each.cost_s)
    )
    courier, table = job.crews[best.crew].courier, best.timetable
    if table.late:
        return "window", f"时间窗需放宽 {_minutes(table.late)} 分钟（投递员 {courier}）" + tail
    if table.over:
        room = f"，并多载 {table.full} 件" if table.full else ""
        return "shift", f"投递员 {courier} 需多 {_minutes(table.over)} 分钟工时{room}" + tail
    if table.full:
        return "capacity", f"投递员 {courier} 需多载 {table.full} 件" + tail
    return "value_low", f"可以加入投递员 {courier} 的路线，绕行 {_minutes(best.cost_s)} 分钟；求解未选" + tail


def _helper_words(job: Job, helpers: list[Insertion]) -> str:
    if not helpers:
        return ""
    crew = job.crews[helpers[0].crew]
    area = f"（片区 {crew.area}）" if crew.area else ""
    return f"；或改由投递员 {crew.courier}{area}投递，绕行 {_minutes(helpers[0].cost_s)} 分钟"


def _minutes(seconds: float) -> int:
    return int(np.ceil(seconds / 60.0))
