"""A day whose addresses are hostile, planned in the invented town, and its exports."""

from functools import cache

import pandas as pd
from grid_town import NO_ATTEMPTS, grid_graph, make_couriers, make_stations, make_visits

from workbench.coverage import RoadTimes
from workbench.dispatch import PlanSettings, export_routes, make_manifest, plan_routes
from workbench.policy import load_policy

POLICY = load_policy("cn-cba-2026")
EVIL = '=cmd|"/c calc"!A1 <script>alert(1)</script>{{7*7}}&\x0b某路'
PEOPLE = pd.DataFrame(
    {
        "case_id": [f"k{i}" for i in range(20)],
        "name": "+张<b>三",
        "phone": "013800000000",
        "id_number": "secret",
    }
)


@cache
def make_plan():
    """Plan a day whose addresses are hostile."""
    visits = make_visits(24, 1).assign(address=EVIL)
    visits.loc[2, ["lng", "lat"]] = visits.loc[4, ["lng", "lat"]]
    asked = PlanSettings(iterations=60, bound_by="nothing", tours=2)
    couriers = make_couriers(capacity=4)
    return plan_routes(
        visits,
        couriers,
        make_stations(),
        travel=RoadTimes(grid_graph()),
        policy=POLICY,
        attempts=NO_ATTEMPTS,
        settings=asked,
    )


def write(folder, *formats, **more):
    """Export with names."""
    return export_routes(
        make_plan(), folder, policy=POLICY, attempts=NO_ATTEMPTS, formats=formats, identities=PEOPLE, **more
    )


def stops() -> list[str]:
    """Return all stops in order."""
    return make_manifest(make_plan()).stops["stop"].tolist()
