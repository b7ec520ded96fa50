"""When a courier is where: the clock of a round, with breaks, windows and loading."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.dispatch.job import Crew, Job


@dataclass(frozen=True, slots=True)
class Timetable:
    """Times of one round, in seconds since midnight.

    ``arrive`` is when the courier parks at the stop of a visit, ``leave`` when the letter is
    handed over; ``before`` the clock before each thing to do; ``late`` by how much windows are missed in all, ``over`` by how much the end
    of the shift or the working time is, and ``full`` the letters too many.
    """

    visits: list[int]
    tour: list[int]
    arrive: list[int]
    leave: list[int]
    start: int
    end: int
    work: int
    break_at: int | None
    late: int
    over: int
    full: int
    late_visits: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)

    @property
    def feasible(self) -> bool:
        """Whether nothing is missed or exceeded."""
        return self.late == 0 and self.over == 0 and self.full == 0


@dataclass(frozen=True, slots=True)
class _Step:
    """Something to do on the way: travel there, be there within a window, stay."""

    visit: int
    tour: int
    travel: int
    setup: int
    stay: int
    open_s: int
    close_s: int


def make_timetable(job: Job, crew: Crew, tours: list[list[int]], steps: NDArray[np.int64]) -> Timetable:
    """Put a round on the clock; the break goes where the round ends earliest without missing a window.

    Parameters
    ----------
    job, crew
        The work and the courier.
    tours
        Visits of each tour in order.
    steps
        ``job.steps(crew.mode)``.
    """
    chain = _chain(job, crew, tours, steps)
    plain = _run(crew, chain, None)
    full = sum(max(sum(job.letters[visit] for visit in tour) - crew.capacity, 0) for tour in tours)
    best = plain
    if crew.break_s > 0 and chain and plain.start < crew.break_from_s and plain.end > crew.break_to_s:
        after = [*plain.before[1:], plain.end]
        options = [
            _run(crew, chain, position)
            for position in range(1, len(chain))
            if plain.before[position] <= crew.break_to_s and after[position] >= crew.break_from_s
        ]
        options = [each for each in options if each.break_at is not None] or [plain]
        best = min(options, key=lambda each: (each.late + each.over, each.end, each.break_at or 0))
    return replace(best, full=full)


def _chain(job: Job, crew: Crew, tours: list[list[int]], steps: NDArray[np.int64]) -> list[_Step]:
    chain: list[_Step] = []
    at = crew.start
    for number, tour in enumerate((tour for tour in tours if tour), start=1):
        if number > 1:
            load = int(job.settings.reload_minutes * 60)
            chain.append(_Step(-1, number, int(steps[at, crew.end]), 0, load, 0, crew.close_s))
            at = crew.end
        for visit in tour:
            to = job.place[visit]
            setup = int(job.setup_s[to]) if to != at else 0
            travel = int(steps[at, to]) - setup if to != at else 0
            chain.append(_Step(visit, number, travel, setup, *job.terms[visit]))
            at = to
    if chain:
        chain.append(_Step(-2, 0, int(steps[at, crew.end]), 0, 0, 0, crew.close_s))
    return chain


def _run(crew: Crew, chain: list[_Step], break_before: int | None) -> Timetable:
    """Walk the chain from the earliest start, then start as late as the end allows."""
    clock, slack, waited, late = crew.open_s, crew.close_s, 0, 0
    rested = 0
    break_at: int | None = None
    arrive: list[int] = []
    leave: list[int] = []
    missed: list[int] = []
    before: list[int] = []
    for index, step in enumerate(chain):
        if index == break_before:
            begin = max(clock, crew.break_from_s)
            if begin > crew.break_to_s:
                break
            waited += begin - clock
            break_at, rested = begin, crew.break_s
            clock = begin + crew.break_s
        before.append(clock)
        clock += step.travel
        if step.open_s > clock:
            waited += step.open_s - clock
            clock = step.open_s
        begin = clock
        clock += step.setup + step.stay
        excess = max(clock - step.close_s, 0) if step.visit >= 0 else 0
        late += excess
        slack = min(slack, max(step.close_s - clock, 0) + waited) if step.visit >= 0 else slack
        if excess:
            missed.append(step.visit)
        if step.visit >= 0:
            arrive.append(begin)
            leave.append(clock)
    delay = min(waited, max(slack, 0)) if late == 0 else 0
    start = crew.open_s + delay
    arrive, leave = _postpone(chain, arrive, leave, start, crew, break_before)
    end = clock
    work = end - start - rested
    over = max(end - crew.close_s, 0) + max(work - crew.work_s, 0)
    visits = [step.visit for step in chain if step.visit >= 0]
    tours = [step.tour for step in chain if step.visit >= 0]
    return Timetable(visits, tours, arrive, leave, start, end, work, break_at, late, over, 0, missed, before)


def _postpone(
    chain: list[_Step],
    arrive: list[int],
    leave: list[int],
    start: int,
    crew: Crew,
    break_before: int | None,
) -> tuple[list[int], list[int]]:
    """Walk again from the later start, which swallows waiting and changes nothing after it."""
    if start == crew.open_s or len(arrive) == 0:
        return arrive, leave
    clock = start
    arrive, leave = [], []
    for index, step in enumerate(chain):
        if index == break_before:
            clock = max(clock, crew.break_from_s) + crew.break_s
        clock = max(clock + step.travel, step.open_s)
        if step.visit >= 0:
            arrive.append(clock)
        clock += step.setup + step.stay
        if step.visit >= 0:
            leave.append(clock)
    return arrive, leave
