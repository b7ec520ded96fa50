"""Days taken apart: nothing lost, nothing in two parts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from grid_town import make_stations, make_visits
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.coverage import StraightTimes
from workbench.dispatch import PlanSettings
from workbench.dispatch.greedy import plan_greedily
from workbench.dispatch.parts import separate
from workbench.dispatch.preparation import prepare

COURIERS = pd.DataFrame({"courier": list("pqrs"), "station": ["S0", "S1"] * 2, "area": list("ABAB")})


def make_job(areas: list[str], seed: int):
    """Return the job of two areas with two couriers each."""
    visits = make_visits(len(areas), seed).assign(area=areas)
    asked = PlanSettings(bound_by="area", break_minutes=0)
    return prepare(visits, COURIERS, make_stations(), StraightTimes("ebike"), None, asked).job


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from("AB"), min_size=4, max_size=40), st.integers(0, 99), st.sampled_from([3, 10**6])
)
def test_no_borrower_and_no_courier_is_in_two_parts(areas, seed, most):
    """Each part holds its own; unless a day is huge, every visit that somebody may make is in one."""
    job = make_job(areas, seed)
    plan = plan_greedily(job)
    parts = separate(job, plan, most)
    owners = [owner for part in parts for owner in set(job.owner[part.visits].tolist())]
    crews = [crew for part in parts for crew in part.crews.tolist()]
    assert len(owners) == len(set(owners))
    assert set(owners) == set(job.owner.tolist())
    assert len(crews) == len(set(crews))
    held = np.concatenate([part.visits for part in parts])
    if most > len(areas):
        assert sorted(held.tolist()) == list(range(len(job.visits)))
    planned = [visit for tours in plan for tour in tours for visit in tour]
    assert set(planned) <= set(held.tolist())


def test_a_huge_day_falls_apart_where_borrowers_have_two_stations():
    """Together one part, alone one for each area, each with the couriers of it."""
    job = make_job(["A", "B"] * 10, 1)
    plan = plan_greedily(job)
    assert len(separate(job, plan, 10**6)) == 1
    apart = separate(job, plan, 5)
    assert sorted(str(part.job.crews[0].area) for part in apart) == ["A", "B"]
    assert all(part.job.allowed.any(axis=1).all() for part in apart)
