"""What the dispatch planner asks for, and the plan of it; within a budget the least valuable minutes go first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.dispatch import PlanSettings, plan_routes
from workbench.errors import InputError, WorkbenchError
from workbench.pipeline import choose_day, gather_visits, search_steps, travel_times
from workbench.policy import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import pandas as pd

    from workbench.coverage import TravelTimes
    from workbench.dispatch import Plan, Progress
    from workbench.widgets.desks import Desk

    Tell = Callable[[str, float | None], None]

TABLES = ("choices", "addresses", "locations", "assignments", "cases", "attempts", "stations", "couriers")
_NOTHING_WORTH = 1.0  # minutes: for so little hardly anybody sets out
_HALVINGS = 6


@dataclass(frozen=True, slots=True)
class Planning:
    """What is asked of a day.

    Parameters
    ----------
    day
        Day of the plan.
    couriers
        Who goes out.
    policy
        Name of the contact policy's profile, or path of an own one.
    shift_from, shift_hours
        Start (``HH:MM``) and length of all shifts; as the table of couriers says if empty or 0.
    worth_minutes
        How many minutes of a courier one sure delivery is worth.
    budget_hours
        Most working hours of all couriers together; no limit if 0.
    """

    day: date
    couriers: tuple[str, ...]
    policy: str
    shift_from: str = ""
    shift_hours: float = 0.0
    worth_minutes: float = 100.0
    budget_hours: float = 0.0


@dataclass(frozen=True)
class Work:
    """What a day is planned from: frames of the tables of these names, and travel times."""

    visits: pd.DataFrame
    couriers: pd.DataFrame
    stations: pd.DataFrame
    attempts: pd.DataFrame
    travel: TravelTimes
    seed: int


@dataclass(frozen=True)
class Planned:
    """A plan, what it was asked for, and what a sure delivery was worth in the end (less than asked under a budget)."""

    plan: Plan
    state: Planning
    worth_minutes: float

    @property
    def hours(self) -> float:
        """Working hours of all couriers."""
        return self.plan.summary["work_hours"]


def first_state(desk: Desk) -> Planning:
    """Return what the project's own run asks for."""
    settings = desk.project.settings
    couriers = tuple(desk.read("couriers")["courier"].astype(str))
    return Planning(choose_day(settings, desk.read("attempts")), couriers, desk.project.policy)


def read_work(desk: Desk) -> Work:
    """Read what a day is planned from; a road graph takes its time."""
    return Work(
        visits=gather_visits(desk.read),
        couriers=desk.read("couriers"),
        stations=desk.read("stations"),
        attempts=desk.read("attempts"),
        travel=travel_times(desk.project),
        seed=desk.project.settings.seed,
    )


def choose_crews(couriers: pd.DataFrame, state: Planning) -> pd.DataFrame:
    """Return the couriers who go, with the shifts that are asked for.

    Raises
    ------
    InputError
        If nobody goes.
    """
    going = couriers[couriers["courier"].astype(str).isin(state.couriers)].reset_index(drop=True)
    if going.empty:
        raise InputError("plan: no courier is chosen. Choose at least one.")
    if state.shift_hours:
        going = going.assign(shift_hours=state.shift_hours)
    if state.shift_from:
        # The end moves out of the way: the length of the shift is what counts.
        going = going.assign(shift_from=state.shift_from, shift_to="24:00")
    return going


def plan_day(work: Work, state: Planning, tell: Tell) -> Planned:
    """Plan a day; equal states give equal plans.

    Under a budget the plan is made again with less and less worth of a delivery until its hours fit: so the
    deliveries that cost the most time go first.

    Parameters
    ----------
    work, state
        What there is and what is asked.
    tell
        Called with words and a share; what it raises ends the search.
    """
    crews = choose_crews(work.couriers, state)
    rounds = 1 + (_HALVINGS if state.budget_hours else 0)

    def plan(worth: float, number: int) -> Planned:
        return Planned(_plan_once(work, crews, state, worth, _part(tell, number, rounds)), state, worth)

    best = plan(state.worth_minutes, 0)
    if not state.budget_hours or best.hours <= state.budget_hours:
        return best
    low, high, fitting = _NOTHING_WORTH, state.worth_minutes, None
    for number in range(1, rounds):
        middle = (low * high) ** 0.5
        tried = plan(middle, number)
        if tried.hours <= state.budget_hours:
            low, fitting = middle, tried
        else:
            high = middle
    return fitting or plan(_NOTHING_WORTH, rounds - 1)


def _plan_once(work: Work, crews: pd.DataFrame, state: Planning, worth: float, tell: Tell) -> Plan:
    steps = search_steps(len(work.visits))

    def hear(progress: Progress) -> None:
        tell(f"{progress.value_share * 100:.0f} %", min(progress.iteration / steps, 1.0))

    settings = PlanSettings(
        day=state.day, seed=work.seed, iterations=steps, worth_minutes=worth, bound_by="station"
    )
    return plan_routes(
        work.visits,
        crews,
        work.stations,
        travel=work.travel,
        policy=load_policy(state.policy),
        attempts=work.attempts,
        settings=settings,
        progress=hear,
    )


def _part(tell: Tell, number: int, of: int) -> Tell:
    """Return a voice for one of several searches."""

    def said(words: str, done_share: float | None) -> None:
        tell(words if of == 1 else f"{number + 1} / {of} · {words}", (number + (done_share or 0.0)) / of)

    said("", 0.0)
    return said


def title_policy(name: str, lang: str) -> str:
    """Return what a policy is called in ``zh`` or ``en``, with the name of its profile or file; of an unreadable one the name."""
    try:
        policy = load_policy(name)
    except WorkbenchError:  # what is wrong with it is said when it is planned with
        return name
    return f"{policy.title.say(lang)} ({policy.name})"


def list_left(plan: Plan, lang: str) -> pd.DataFrame:
    """Return the addresses in no round, with what each would need in ``zh`` or ``en``."""
    left = plan.left_out
    return left.assign(would_need=left["would_need_en"]) if lang == "en" else left


def count_reasons(left: pd.DataFrame) -> pd.DataFrame:
    """Return why addresses are in no round: ``left_out``, ``n``, ``expected``, and one example, the most frequent first."""
    groups = left.groupby("left_out", sort=False)
    table = groups.agg(
        n=("address_id", "size"), expected=("p_delivered", "sum"), would_need=("would_need", "first")
    )
    return table.reset_index().sort_values("n", ascending=False, kind="stable").reset_index(drop=True)
