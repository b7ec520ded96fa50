"""The rounds as tables: who, when, in which order, and the day in figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.dispatch.compactness import measure_compactness
from workbench.dispatch.insertion import fill_up
from workbench.dispatch.timetable import make_timetable
from workbench.tables import table

if TYPE_CHECKING:
    from workbench.dispatch.job import Job, Tours
    from workbench.dispatch.timetable import Timetable

_HOUR_S = 3600


def make_tables(job: Job, plan: Tours) -> list[Timetable]:
    """Put every round on the clock."""
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    return [
        make_timetable(job, crew, tours, steps[crew.mode])
        for crew, tours in zip(job.crews, plan, strict=True)
    ]


def list_routes(job: Job, plan: Tours) -> pd.DataFrame:
    """Return table ``routes``: one row per letter, in the order of the rounds.

    ``sequence`` counts the stops of a courier from 1 over all tours; letters of one stop
    share it.
    """
    midnight = pd.Timestamp(job.settings.day)
    rows = []
    for crew, clock in zip(job.crews, make_tables(job, plan), strict=True):
        at, sequence, tour_before = crew.start, 0, 1
        for visit, tour, arrive, leave in zip(
            clock.visits, clock.tour, clock.arrive, clock.leave, strict=True
        ):
            to = job.place[visit]
            if tour != tour_before:
                at, tour_before = crew.end, tour
            same = to == at and sequence > 0
            sequence += 0 if same else 1
            rows.append(
                {
                    "row": visit,
                    "courier": crew.courier,
                    "station": crew.station,
                    "tour": tour,
                    "sequence": sequence,
                    "stop": f"{crew.courier}-{sequence:02d}",
                    "arrive_at": midnight + pd.Timedelta(seconds=arrive),
                    "leave_at": midnight + pd.Timedelta(seconds=leave),
                    "travel_minutes": 0.0 if same else round(float(job.seconds[crew.mode][at, to]) / 60.0, 2),
                    "travel_m": 0.0 if same else round(float(job.metres[crew.mode][at, to]), 1),
                    "service_minutes": round((leave - arrive) / 60.0, 2),
                }
            )
            at = to
    columns = list(table("routes").columns)
    if not rows:
        return pd.DataFrame(columns=columns)
    found = pd.DataFrame(rows)
    own = job.visits.loc[found["row"], [name for name in columns if name not in found]].reset_index(drop=True)
    return pd.concat([found.drop(columns="row"), own], axis=1)[columns]


def list_rounds(job: Job, plan: Tours, routes: pd.DataFrame) -> pd.DataFrame:
    """Return table ``rounds``: one row per courier, also for those who stay."""
    midnight = pd.Timestamp(job.settings.day)
    compact = measure_compactness(routes.drop_duplicates("stop"))
    rows = []
    for number, (crew, clock) in enumerate(zip(job.crews, make_tables(job, plan), strict=True)):
        mine = routes.loc[routes["courier"] == crew.courier]
        out = len(mine) > 0
        rows.append(
            {
                "courier": crew.courier,
                "station": crew.station,
                "stops": mine["stop"].nunique(),
                "letters": int(mine["letters"].sum()) if out else 0,
                "expected_deliveries": round(float(mine["p_delivered"].sum()), 3),
                "starts_at": midnight + pd.Timedelta(seconds=clock.start) if out else pd.NaT,
                "ends_at": midnight + pd.Timedelta(seconds=clock.end) if out else pd.NaT,
                "break_at": midnight + pd.Timedelta(seconds=clock.break_at) if clock.break_at else pd.NaT,
                "work_hours": round(clock.work / _HOUR_S, 3) if out else 0.0,
                "shift_hours": round(crew.work_s / _HOUR_S, 3),
                "travel_km": round(_way_m(job, number, plan[number]) / 1000.0, 3),
                "one_more_hour": round(_one_more_hour(job, plan, number), 3),
            }
        )
    frame = pd.DataFrame(rows).merge(compact, left_on="courier", right_index=True, how="left")
    return frame[list(table("rounds").columns)]


def _way_m(job: Job, number: int, tours: list[list[int]]) -> float:
    crew, total = job.crews[number], 0.0
    metres = job.metres[crew.mode]
    base = crew.start
    for tour in (tour for tour in tours if tour):
        places = [base, *(job.place[visit] for visit in tour), crew.end]
        total += float(metres[places[:-1], places[1:]].sum())
        base = crew.end
    return total


def _one_more_hour(job: Job, plan: Tours, number: int) -> float:
    """Further expected deliveries if this courier worked an hour longer, the rest unchanged."""
    crews = list(job.crews)
    crew = crews[number]
    crews[number] = replace(crew, work_s=crew.work_s + _HOUR_S, close_s=crew.close_s + _HOUR_S)
    longer = replace(job, crews=tuple(crews))
    steps = {each.mode: job.steps(each.mode) for each in crews}
    chance = job.visits["p_delivered"].to_numpy(dtype=np.float64, na_value=0.0)
    before = sum(chance[visit] for tour in plan[number] for visit in tour)
    after = sum(chance[visit] for tour in fill_up(longer, plan, steps, only=number)[number] for visit in tour)
    return float(after - before)
