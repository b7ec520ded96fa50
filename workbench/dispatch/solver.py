"""The search for the best rounds (PyVRP): how long, in which style, of the whole day or part by part."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.IteratedLocalSearch import (
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
)
from pyvrp.PenaltyManager import PenaltyManager, PenaltyParams
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria

from workbench.dispatch.model import Model
from workbench.dispatch.parts import separate, split
from workbench.dispatch.timetable import make_timetable

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyvrp.stop import StoppingCriterion

    from workbench.dispatch.job import Job, Tours


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is.

    ``value_share`` is the value of the visits planned so far over that of all; ``cost_s``
    what the solver lowers: working time plus the value of what is left out, in seconds.
    """

    iteration: int
    elapsed_seconds: float
    cost_s: int
    value_share: float


class _Reporter(IteratedLocalSearchCallbacks):
    """Hands progress of the whole day out a few times a second, also while only a part of it is searched."""

    def __init__(self, report: Callable[[Progress], None] | None, every_seconds: float = 0.25) -> None:
        self._report = report
        self._every = every_seconds
        self._begin = self._last = time.monotonic()
        self._count = 0
        self._ended = self._elsewhere = (0, 0, 0)

    def narrow(self, whole: pyvrp.Solution, part: pyvrp.Solution) -> None:
        """Take note of what lies outside the part that is searched next."""
        cost, planned, every = (a - b for a, b in zip(_figures(whole), _figures(part), strict=True))
        self._elsewhere = (cost, planned, every)

    def end(self, part: pyvrp.Solution) -> None:
        """Take note of a part that is not searched any more."""
        cost, planned, every = (a + b for a, b in zip(self._ended, _figures(part), strict=True))
        self._ended, self._elsewhere = (cost, planned, every), (0, 0, 0)

    def on_iteration(
        self, _current: object, _candidate: object, best: pyvrp.Solution, _costs: object
    ) -> None:
        """Report if it is time."""
        self._count += 1
        now = time.monotonic()
        if self._report and now - self._last >= self._every:
            self._last = now
            outside = zip(_figures(best), self._elsewhere, self._ended, strict=True)
            cost, planned, every = (sum(figures) for figures in outside)
            self._report(Progress(self._count, now - self._begin, cost, planned / every if every else 1.0))


def _figures(plan: pyvrp.Solution) -> tuple[int, int, int]:
    """Return what a plan costs, the value that it plans and the value of all."""
    return _cost(plan), plan.prizes(), plan.prizes() + plan.uncollected_prizes()


def _cost(plan: pyvrp.Solution) -> int:
    return plan.distance_cost() + plan.duration_cost() + plan.fixed_vehicle_cost() + plan.uncollected_prizes()


@dataclass(frozen=True, slots=True)
class _Style:
    """How the search goes about.

    ``history`` is how many steps it remembers, ``perturbations`` how much a step shakes, ``neighbours`` how far it looks and
    ``wait`` what waiting weighs there, ``update`` after how many steps penalties are weighed anew, ``part`` how many visits are
    searched at a time where the day is large.
    """

    history: int
    perturbations: int
    neighbours: int
    update: int = 50
    wait: float = 0.2
    part: int = 260


# Measured at 5 to 30 CPU seconds: crowded days of 250 and 600 borrowers gain 1 to 4 % by quick steps. Where all are visited, eight
# made instances of 100 to 380 customers (windows, depots, loads, groups) lose .35 % by quick steps and .8 % by the solver's own settings.
# Bold steps find plans of fewer rounds, which patient ones do not reach from a greedy plan: where the rounds of several depots are
# best filled across depots, made instances of 280 to 360 customers end up to 1.6 % too high without them, and so did a published one
# (p21). Both begin, the better goes on patiently, and bold steps end the search, which costs what has settled less than .1 %.
# The solver's penalties start at half their bound, which by default forbids all detours over infeasible plans for the first tens of
# thousands of iterations; days are planned in fewer.
_QUICK, _PATIENT, _BOLD = _Style(20, 4, 25), _Style(100, 8, 30), _Style(100, 25, 30)
_MAX_PENALTY = 1000.0
_RACE_SHARE = 0.15
_RACE_FROM_SECONDS, _RACE_FROM_ITERATIONS = 8.0, 20_000
# From so many visits on the day is searched in parts; made instances of 600 to 1,000 customers chose their size and style. A part
# is searched for a second or less, too short to find its penalties: with those of the part before it, 20 to 30 CPU seconds give up to .3 %
# more where windows are tight and 3 % more on a day of 3,000 visits. Long rounds want bolder steps and wider looks than short ones (.5 %),
# short ones quicker steps (.2 %).
_LARGE, _SWEEPS, _FIRST_SHARE = 400, 8, 0.05
_SHORT_ROUNDS = _Style(50, 6, 24, update=25, wait=0.1, part=200)
_LONG_ROUNDS = _Style(50, 20, 40, update=25, wait=0.1)
_LONG = 20  # visits in a round
# Stations that share borrowers are searched together up to so many visits. Above, a step takes ten times as long for less: a
# day of 15,800 visits in 40 cities earned 1 % more in 25 s, each station alone, than in 470 s together.
_HUGE = 3_000

Penalties = tuple[list[float], float, float]


def solve(job: Job, start: Tours | None = None, progress: Callable[[Progress], None] | None = None) -> Tours:
    """Search for the best rounds.

    Parameters
    ----------
    job
        The work.
    start
        Rounds to start from.
    progress
        Called a few times a second.
    """
    if job.visits.empty:
        return [[] for _ in job.crews]
    reporter = _Reporter(progress)
    if job.settings.balance_weight == 0:
        return _search_apart(job, start, reporter)
    first = _search(Model(job), start, reporter, share=0.5)
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    work = [
        make_timetable(job, crew, tours, steps[crew.mode]).work
        for crew, tours in zip(job.crews, first, strict=True)
    ]
    return _search(Model(job, even_s=sum(work) // len(work)), first, reporter, share=0.5)


def _search_apart(job: Job, start: Tours | None, reporter: _Reporter) -> Tours:
    """Search the parts of a day that have nothing to do with each other one by one: stations plan as if each were alone."""
    plan = [[list(tour) for tour in tours] for tours in start] if start else [[] for _ in job.crews]
    parts = separate(job, plan, _HUGE)
    every = sum(len(part.visits) for part in parts)
    for part in parts:
        model = Model(part.job)
        found = _search(model, part.plan if start else None, reporter, share=len(part.visits) / every)
        part.put_back(found, plan)
        reporter.end(model.start_from(found))
    return plan


def _search(model: Model, start: Tours | None, reporter: _Reporter, *, share: float) -> Tours:
    """Run the solver for a share of the iterations and seconds that are allowed.

    A long search races patient steps against quick ones where somebody is left out, and against bold ones where all are visited;
    the latter ends with bold ones. Where hundreds of visits are planned it goes on part by part.
    """
    settings = model.job.settings
    best = model.start_from(start) if start else None
    style, penalties = _QUICK, None
    if (
        share * (settings.seconds or 0.0) >= _RACE_FROM_SECONDS
        or share * (settings.iterations or 0) >= _RACE_FROM_ITERATIONS
    ):
        borrowers = model.job.owner.max() + 1
        if borrowers > _LARGE:
            best, penalties = _run(model, best, reporter, style, share * _FIRST_SHARE)
            share *= 1 - _FIRST_SHARE
            if best.num_clients() >= _LARGE:
                if best.num_clients() == borrowers:
                    style = _LONG_ROUNDS if borrowers >= _LONG * best.num_routes() else _SHORT_ROUNDS
                return _sweep(model, model.read(best), reporter, style, share, penalties)
        begin, portion = best, share * _RACE_SHARE
        style, (best, penalties) = _PATIENT, _run(model, begin, reporter, _PATIENT, portion)
        all_visited = best.is_feasible() and best.num_clients() == borrowers
        other = _BOLD if all_visited else _QUICK
        rival = _run(model, begin, reporter, other, portion)
        share -= 2 * portion
        if _rank(rival[0]) < _rank(best):
            style, (best, penalties) = other, rival
        if all_visited:
            share /= 2
            style, (best, penalties) = _BOLD, _run(model, best, reporter, _PATIENT, share, penalties)
    best, _ = _run(model, best, reporter, style, share, penalties)
    return model.read(best) if best.is_feasible() else start or [[] for _ in model.job.crews]


def _rank(plan: pyvrp.Solution) -> tuple[bool, int]:
    """Return what orders plans, the best first."""
    return not plan.is_feasible(), _cost(plan)


def _sweep(
    model: Model, plan: Tours, reporter: _Reporter, style: _Style, share: float, penalties: Penalties
) -> Tours:
    """Improve a plan part by part, each time cut otherwise: in a small part the same seconds hold more and bolder steps."""
    draw = np.random.default_rng(model.job.settings.seed)
    for _ in range(_SWEEPS):
        parts = split(model.job, plan, style.part, draw)
        every = sum(len(part.visits) for part in parts)
        for part in parts:
            smaller = Model(part.job, even_s=model.even_s)
            start = smaller.start_from(part.plan)
            reporter.narrow(model.start_from(plan), start)
            portion = share / _SWEEPS * len(part.visits) / every
            best, penalties = _run(smaller, start, reporter, style, portion, penalties)
            if best.is_feasible():
                part.put_back(smaller.read(best), plan)
    return plan


def _run(
    model: Model,
    start: pyvrp.Solution | None,
    callbacks: IteratedLocalSearchCallbacks,
    style: _Style,
    share: float,
    penalties: Penalties | None = None,
) -> tuple[pyvrp.Solution, Penalties]:
    """Search once, as ``pyvrp.solve`` does; begin with penalties learned before and return them as they are at the end."""
    rng = pyvrp.RandomNumberGenerator(seed=model.job.settings.seed)
    near = compute_neighbours(
        model.data, NeighbourhoodParams(weight_wait_time=style.wait, num_neighbours=style.neighbours)
    )
    search = LocalSearch(
        model.data, rng, near, PerturbationManager(PerturbationParams(1, style.perturbations))
    )
    for operator in OPERATORS:
        if operator.supports(model.data):
            search.add_operator(operator(model.data))
    terms = PenaltyParams(solutions_between_updates=style.update, max_penalty=_MAX_PENALTY)
    manager = PenaltyManager(penalties or terms.midpoint_penalties(model.data), terms)
    if start is None:
        drawn = pyvrp.Solution.make_random(model.data, rng)
        start = search(drawn, manager.max_cost_evaluator(), exhaustive=True)
    params = IteratedLocalSearchParams(history_length=style.history, callbacks=callbacks)
    with warnings.catch_warnings():
        # Crowded days push the penalty to its bound; the best plan is feasible all the same.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        found = IteratedLocalSearch(model.data, manager, search, start, params).run(
            _stop(model.job, share), collect_stats=False
        )
    return found.best, manager.penalties()


def _stop(job: Job, share: float) -> StoppingCriterion:
    """Return when a search ends that has a share of the iterations and seconds allowed."""
    criteria: list[StoppingCriterion] = []
    if job.settings.iterations is not None:
        criteria.append(MaxIterations(max(round(job.settings.iterations * share), 1)))
    if job.settings.seconds is not None:
        criteria.append(MaxRuntime(job.settings.seconds * share))
    return MultipleCriteria(criteria)
