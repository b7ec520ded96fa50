"""The day's work as arrays: visits, stops, couriers, who may go where, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.settings import PlanSettings


@dataclass(frozen=True, slots=True)
class Crew:
    """One courier's day. Times are whole seconds since midnight of the day.

    ``carries_only`` couriers are on the way and can make only visits fixed to them.
    """

    courier: str
    station: str
    area: str | None
    mode: str
    staff: int
    capacity: int
    open_s: int
    close_s: int
    work_s: int
    break_s: int
    break_from_s: int
    break_to_s: int
    tours: int
    start: int
    end: int
    carries_only: bool = False


@dataclass(frozen=True)
class Job:
    """Everything that a plan is made from.

    Places are numbered: first the stations (and where couriers stand when a day is planned
    anew), then the stops.

    Parameters
    ----------
    visits
        One row per visit that may be planned, numbered from 0: ``address_id``, ``borrower``,
        ``place`` (number of its stop), ``letters``, ``service_s``, ``open_s``, ``close_s``,
        ``prize_s`` (value in seconds), ``required``.
    crews
        The couriers.
    allowed
        Visits x couriers.
    strays
        Visits x couriers: allowed, but outside the courier's own ground.
    seconds, metres
        By mode: travel between places.
    setup_s
        Time to park and find the door, once per stop, by place (0 at stations).
    settings
        The settings.
    """

    visits: pd.DataFrame
    crews: tuple[Crew, ...]
    allowed: NDArray[np.bool_]
    strays: NDArray[np.bool_]
    seconds: dict[str, NDArray[np.float64]]
    metres: dict[str, NDArray[np.float64]]
    setup_s: NDArray[np.int64]
    settings: PlanSettings

    @cached_property
    def place(self) -> list[int]:
        """Place of each visit."""
        return [int(value) for value in self.visits["place"]]

    @cached_property
    def letters(self) -> list[int]:
        """Letters of each visit."""
        return [int(value) for value in self.visits["letters"]]

    @cached_property
    def terms(self) -> list[tuple[int, int, int]]:
        """Service time, opening and closing of each visit, in seconds."""
        columns = self.visits[["service_s", "open_s", "close_s"]].astype(np.int64)
        return [(int(a), int(b), int(c)) for a, b, c in columns.itertuples(index=False)]

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """Borrower of each visit, numbered from 0."""
        return np.asarray(pd.factorize(self.visits["borrower"])[0], dtype=np.int64)

    @cached_property
    def stray_s(self) -> NDArray[np.int64]:
        """What it costs more, in seconds, if a courier makes a visit: visits x couriers."""
        return self.strays * np.int64(round((self.settings.stray_minutes or 0.0) * 60))

    def part(self, visits: NDArray[np.int64], crews: NDArray[np.int64]) -> Job:
        """Return the work of some couriers at some visits."""
        who = np.ix_(visits, crews)
        made = replace(
            self,
            visits=self.visits.iloc[visits].reset_index(drop=True),
            crews=tuple(self.crews[crew] for crew in crews),
            allowed=self.allowed[who],
            strays=self.strays[who],
        )
        made._steps.update(self._steps)  # noqa: SLF001 - one of its own kind
        return made

    def steps(self, mode: str) -> NDArray[np.int64]:
        """Return whole seconds from leaving one place to being at a door of the other.

        Travel is rounded up and the set-up of the place entered is added; between letters of
        one stop nothing is.
        """
        if mode not in self._steps:
            self._steps[mode] = self._make_steps(mode)
        return self._steps[mode]

    @cached_property
    def _steps(self) -> dict[str, NDArray[np.int64]]:
        return {}

    def _make_steps(self, mode: str) -> NDArray[np.int64]:
        travel = np.ceil(np.minimum(self.seconds[mode], FAR_S)).astype(np.int64)
        steps = np.minimum(travel + self.setup_s[None, :], FAR_S)
        np.fill_diagonal(steps, 0)
        return np.asarray(steps, dtype=np.int64)


FAR_S = 1_000_000  # longer than any day; PyVRP's own default for missing ways overflows (its FAQ)

Tours = list[list[list[int]]]  # courier -> tour -> visits in order
