"""What it takes to add one more visit to a round: the cheap question behind every reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.dispatch.timetable import make_timetable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.job import Job, Tours
    from workbench.dispatch.timetable import Timetable

    Ints = NDArray[np.int64]

_MOST_TRIES = 150  # after so many visits that do not fit, a round is taken as full


@dataclass(frozen=True, slots=True)
class Insertion:
    """One visit put into one place of one round."""

    crew: int
    tour: int
    position: int
    cost_s: int
    timetable: Timetable


def insert(tours: list[list[int]], visit: int, tour: int, position: int) -> list[list[int]]:
    """Return the round with the visit put in; the round that was given is untouched."""
    changed = [list(each) for each in tours] or [[]]
    changed[tour].insert(position, visit)
    return changed


def slot_costs(job: Job, crew: int, tours: list[list[int]], visits: Ints, steps: Ints) -> tuple[Ints, Ints]:
    """Return all slots of a round (tour, position) and the cost in seconds of each visit in each.

    Travel, set-up and leaving one's ground are counted, and service unless only the way costs; windows, shift and capacity are not looked at.
    """
    who = job.crews[crew]
    place, service = job.visits["place"].to_numpy(), job.visits["service_s"].to_numpy()
    slots = [
        (number, position, before, after)
        for number, tour in enumerate(tours or [[]])
        for position, (before, after) in enumerate(
            zip([who.start, *place[tour]], [*place[tour], who.end], strict=True)
        )
    ]
    table = np.array(slots, dtype=np.int64)
    before, after, to = table[:, 2], table[:, 3], place[visits]
    added = (
        steps[before[None, :], to[:, None]]
        + steps[to[:, None], after[None, :]]
        - steps[before, after][None, :]
    )
    more = job.stray_s[visits, crew] + (0 if job.settings.cost_of == "travel" else service[visits])
    return table[:, :2], added + more[:, None]


def try_slots(
    job: Job, plan: Tours, visit: int, options: list[tuple[int, int, int, int]], steps: dict[str, Ints]
) -> list[Insertion]:
    """Put a visit into each of the given slots (cost, courier, tour, position) and on the clock."""
    found = []
    for cost, number, tour, position in options:
        crew = job.crews[number]
        changed = insert(plan[number], visit, tour, position)
        found.append(
            Insertion(number, tour, position, cost, make_timetable(job, crew, changed, steps[crew.mode]))
        )
    return found


def fill_up(job: Job, plan: Tours, steps: dict[str, Ints], *, only: int | None = None) -> Tours:
    """Insert visits that still fit and are worth it, best value per minute first, until none is left.

    Parameters
    ----------
    plan
        Rounds; the visits of a borrower who is visited already are not looked at.
    only
        Number of the one courier whose round is filled; all rounds if left out.

    Returns
    -------
    list
        New rounds; the ones given are untouched.
    """
    plan = [[list(tour) for tour in tours] or [[]] for tours in plan]
    prize, owner = job.visits["prize_s"].to_numpy(), job.owner
    planned = [visit for tours in plan for tour in tours for visit in tour]
    waiting = ~np.isin(owner, owner[planned])
    banned: set[tuple[int, int]] = set()
    loads = [[sum(job.letters[visit] for visit in tour) for tour in tours] for tours in plan]
    whose = range(len(plan)) if only is None else [only]
    spots = {number: _spots(job, number, plan[number], steps, waiting) for number in whose}
    while True:
        options = [
            (prize[visit] / max(cost, 1.0), -cost, number, visit, tour, position)
            for number, rows in spots.items()
            for visit, tour, position, cost in rows
            if cost <= prize[visit] and (number, visit) not in banned and waiting[visit]
        ]
        for _, _, number, visit, tour, position in sorted(options, reverse=True)[:_MOST_TRIES]:
            changed = insert(plan[number], visit, tour, position)
            crew = job.crews[number]
            banned.add((number, visit))
            room = loads[number][tour] + job.letters[visit] <= crew.capacity
            if room and make_timetable(job, crew, changed, steps[crew.mode]).feasible:
                break
        else:
            return plan
        plan[number] = changed
        loads[number][tour] += job.letters[visit]
        waiting &= owner != owner[visit]
        spots[number] = _spots(job, number, changed, steps, waiting)
        banned = {pair for pair in banned if pair[0] != number}


def _spots(
    job: Job, number: int, tours: list[list[int]], steps: dict[str, Ints], waiting: NDArray[np.bool_]
) -> list[tuple[int, int, int, int]]:
    visits = np.flatnonzero(job.allowed[:, number] & waiting)
    if visits.size == 0:
        return []
    crew = job.crews[number]
    slots, costs = slot_costs(job, number, tours, visits, steps[crew.mode])
    best = costs.argmin(axis=1)
    cost = costs[np.arange(visits.size), best]
    fits = cost <= crew.work_s - busy(job, number, tours, steps[crew.mode])
    visits, best, cost = visits[fits], best[fits], cost[fits]
    return list(
        zip(visits.tolist(), slots[best, 0].tolist(), slots[best, 1].tolist(), cost.tolist(), strict=True)
    )


def busy(job: Job, number: int, tours: list[list[int]], steps: Ints) -> int:
    """Return the seconds of a round without waiting and breaks."""
    crew, total, at = job.crews[number], 0, job.crews[number].start
    full = [tour for tour in tours if tour]
    for index, tour in enumerate(full):
        if index:
            total += int(steps[at, crew.end]) + int(job.settings.reload_minutes * 60)
            at = crew.end
        for visit in tour:
            total += int(steps[at, job.place[visit]]) + job.terms[visit][0]
            at = job.place[visit]
    return total + int(steps[at, crew.end]) if full else 0
