"""Published routing instances as the tables that ``plan_routes`` takes, and what a plan costs there."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyvrp

from workbench.coverage import MatrixTimes
from workbench.dispatch import PlanSettings, plan_routes

if TYPE_CHECKING:
    from typing import Any

    from workbench.dispatch import Plan

DAY_S = 86_400


@dataclass(frozen=True)
class Case:
    """The tables of an instance."""

    visits: pd.DataFrame
    couriers: pd.DataFrame
    stations: pd.DataFrame
    travel: MatrixTimes


def read_arguments(description: str | None) -> dict[str, Any]:
    """Read what a benchmark of published instances is asked: their folder, which of them, how long, with which seeds."""
    parser = ArgumentParser(description=description, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    return vars(parser.parse_args())


def make_case(data: pyvrp.ProblemData) -> Case:
    """Turn the solver's data into tables: a depot is a station, a vehicle a courier, a client group a borrower.

    Distances are seconds; the points are invented, because only the matrix counts.
    """
    seconds = np.asarray(data.distance_matrix(0), dtype=np.float64)
    number = np.arange(len(seconds))
    points = pd.DataFrame({"lng": 117.0 + (number % 50) * 0.001, "lat": 36.0 + number // 50 * 0.001})
    at = [client.location for client in data.clients()]
    visits = pd.DataFrame([_visit(data, index, client) for index, client in enumerate(data.clients())])
    visits[["lng", "lat"]] = points.iloc[at].to_numpy()
    bases = [depot.location for depot in data.depots()]
    stations = points.iloc[bases].reset_index(drop=True).assign(station=[f"S{i}" for i in range(len(bases))])
    couriers = pd.DataFrame(
        [_courier(kind) for kind in data.vehicle_types() for _ in range(kind.num_available)]
    )
    couriers["courier"] = [f"c{i}" for i in range(len(couriers))]
    return Case(visits, couriers, stations, MatrixTimes(points, seconds))


def _visit(data: pyvrp.ProblemData, index: int, client: pyvrp.Client) -> dict[str, object]:
    group = None if client.group is None else data.group(client.group)
    return {
        "address_id": f"a{index}",
        "borrower": f"b{index}" if client.group is None else f"g{client.group}",
        "p_delivered": 1.0,
        "worth_minutes": client.prize / 60.0,
        "required": client.required or (group is not None and group.required),
        "letters": sum(client.delivery),
        "service_minutes": client.service_duration / 60.0,
        "window_from": clock(client.tw_early),
        "window_to": clock(min(client.tw_late, DAY_S) + client.service_duration),
    }


def _courier(kind: pyvrp.VehicleType) -> dict[str, object]:
    return {
        "station": f"S{kind.start_depot}",
        "capacity": min(sum(kind.capacity), 10**6),
        "shift_from": clock(kind.tw_early),
        "shift_to": clock(kind.tw_late),
        "shift_hours": min(kind.shift_duration, DAY_S) / 3600.0,
    }


def clock(seconds: float) -> str:
    """Return HH:MM:SS, at most 24:00:00."""
    whole = int(min(seconds, DAY_S))
    return f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"


def plan_case(case: Case, seconds: float, seed: int = 0) -> Plan:
    """Plan an instance as any day: no breaks, no set-up, and only the way costs."""
    asked = PlanSettings(
        seed=seed,
        iterations=None,
        seconds=seconds,
        cost_of="travel",
        bound_by="nothing",
        break_minutes=0,
        setup_minutes=0,
        same_building_metres=0,
        recheck=False,
    )
    return plan_routes(
        case.visits, case.couriers, case.stations, travel=case.travel, policy=None, settings=asked
    )


def cost_of(data: pyvrp.ProblemData, plan: Plan) -> int:
    """Return what a plan costs by the instance's own data; a plan that breaks a rule of it is an error."""
    routes = []
    free: dict[str, list[int]] = {}
    for kind, vehicle in enumerate(data.vehicle_types()):
        free.setdefault(f"S{vehicle.start_depot}", []).append(kind)
    for _, part in plan.routes.groupby("courier", sort=False):
        visits = [int(name[1:]) for name in part["address_id"]]
        kind = free[part["station"].iloc[0]][0]
        acts = [pyvrp.Activity(pyvrp.ActivityType.CLIENT, visit) for visit in visits]
        routes.append(pyvrp.Route(data, acts, kind))
    solution = pyvrp.Solution(data, routes)
    if not solution.is_feasible():
        raise ValueError("the plan breaks a rule of the instance")
    return int(pyvrp.CostEvaluator([20] * data.num_load_dimensions, 6, 6).cost(solution))
