"""What a day's plan is asked to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workbench.errors import InputError
from workbench.tables import CHANNELS

Binding = Literal["courier", "area", "station", "nothing"]
_BINDINGS = ("courier", "area", "station", "nothing")
_COSTS = ("work", "travel")


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """Settings of a plan.

    Parameters
    ----------
    day
        Day of the plan.
    seed, iterations
        The same seed and iterations give the same plan on the same machine.
    seconds
        Stop after so many seconds of search, whichever comes first; with it the plan is no
        longer the same every time. None: no time limit.
    channel
        ``courier``, ``letter`` or ``visit``; visits need as many staff as the policy says.
    worth_minutes
        What one sure delivery is worth, in minutes of a courier's time: a detour longer than
        ``worth_minutes * p_delivered`` is not made. From money: 60 x yuan per delivery /
        yuan per courier hour.
    cost_of
        ``work``: a round costs every minute that it lasts, waiting and service included;
        ``travel``: only the minutes on the way.
    bound_by
        How strictly assignments hold: a visit may only be made by its courier, by couriers of
        its area, by couriers of its station, or by anyone.
    stray_minutes
        None: assignments hold strictly. Otherwise anyone may go, and a visit outside one's own
        ground costs so many minutes more: rounds keep together without losing what only a
        neighbour can reach. The difference in value between two settings is the price of it.
    service_minutes, setup_minutes
        Time per letter, and once per building.
    same_building_metres
        Addresses so close together are one stop.
    tours
        Most tours of a courier, who returns to load in between.
    reload_minutes
        Time to load before a second tour.
    shift_from, shift_to, shift_hours, capacity, staff, mode
        For couriers whose columns of that name are empty or missing.
    break_minutes, break_from, break_to
        A break that starts in this window for everyone who is out before and after it; it is
        not working time. Columns of couriers of that name go first.
    balance_weight
        0: most value for the time. Above: a minute beyond an even share of work costs so many
        minutes more.
    recheck
        Whether stops left out get their reason verified (cheap; off only for timing).
    """

    day: date = field(default_factory=lambda: date(2026, 1, 5))
    seed: int = 0
    iterations: int | None = 1500
    seconds: float | None = None
    channel: str = "courier"
    worth_minutes: float = 100.0
    cost_of: Literal["work", "travel"] = "work"
    bound_by: Binding = "area"
    stray_minutes: float | None = None
    service_minutes: float = 2.0
    setup_minutes: float = 3.0
    same_building_metres: float = 15.0
    tours: int = 1
    reload_minutes: float = 15.0
    shift_from: str = "09:00"
    shift_to: str = "18:00"
    shift_hours: float = 8.0
    capacity: int = 60
    staff: int = 1
    mode: str = "ebike"
    break_minutes: float = 30.0
    break_from: str = "11:30"
    break_to: str = "13:30"
    balance_weight: int = 0
    recheck: bool = True

    def __post_init__(self) -> None:
        """Check what can be checked without a table."""
        if self.iterations is None and self.seconds is None:
            raise InputError("plan: set iterations (the same plan every time) or seconds (a time limit).")
        if self.bound_by not in _BINDINGS:
            raise InputError(f"plan: bound_by is {self.bound_by!r}. Expected one of: {', '.join(_BINDINGS)}.")
        if self.channel not in CHANNELS:
            raise InputError(
                f"plan: unknown channel {self.channel!r}. Expected one of: {', '.join(CHANNELS)}."
            )
        if self.cost_of not in _COSTS:
            raise InputError(f"plan: cost_of is {self.cost_of!r}. Expected one of: {', '.join(_COSTS)}.")
        below = [
            name
            for name in (
                "service_minutes",
                "setup_minutes",
                "break_minutes",
                "reload_minutes",
                "balance_weight",
            )
            if getattr(self, name) < 0
        ]
        if self.stray_minutes is not None and self.stray_minutes < 0:
            below.append("stray_minutes")
        if below or self.worth_minutes <= 0 or self.tours < 1:
            raise InputError(
                "plan: worth_minutes must be above 0, tours at least 1, times and balance_weight not below 0."
            )


def read_clock(value: object, *, where: str) -> int:
    """Return seconds since midnight of ``HH:MM`` or ``HH:MM:SS``; ``24:00`` is the end of the day."""
    text = str(value).strip()
    try:
        hours, minutes, *rest = (int(part) for part in text.split(":"))
        (whole,) = rest or (0,)
    except ValueError:
        raise InputError(
            f"{where}: {text!r} is not a time of the day. Expected HH:MM, for example 09:00."
        ) from None
    seconds = hours * 3600 + minutes * 60 + whole
    if not (0 <= seconds <= 86_400 and 0 <= minutes < 60 and 0 <= whole < 60):  # noqa: PLR2004 - of an hour, a minute, a day
        raise InputError(f"{where}: {text!r} is not a time of the day. Expected 00:00 to 24:00.")
    return seconds
