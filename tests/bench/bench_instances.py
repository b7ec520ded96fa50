"""Published routing instances planned by ``plan_routes``: how far from the best known costs after 30 CPU seconds.

Run: ``python tests/bench/bench_instances.py FOLDER [NAME ...] [--seconds 30] [--seeds 0 ...]``. FOLDER is ``tests/data`` of
PyVRP's source archive (``pip download --no-deps --no-binary :all: pyvrp==0.14.1``), which holds RC208
(windows, 100 customers), PR11A (several depots, windows, 360) and 50pr439 (groups, 438 addresses); and any
folder of published instances, as the repository PyVRP/Instances has them: each NAME.vrp beside which lies
NAME.sol with the best known cost (PCVRPTW/R1_10_5: prizes, 1,000 customers; GVRP: groups; VRPTW, MDVRPTW).
Where no best cost is published, and for a made prize-collecting day of 1,000 customers and a made
day of 100 groups, the measure is the solver with its own settings and six times the time. The last
column is the solver with its own settings and the same time.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyvrp

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cpu_clock import CpuSeconds, count_cpu_seconds
from route_instances import cost_of, make_case, plan_case, read_arguments

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Instance:
    """An instance: what is planned, what its cost is counted on, and the best cost known."""

    kind: str
    data: pyvrp.ProblemData
    counted: pyvrp.ProblemData
    best: float | None
    source: str


def tenths(values: np.ndarray) -> np.ndarray:
    """Round up to tenths of a unit, so that what fits here fits exactly."""
    return np.ceil(10 * values).astype(np.int64)


def read_rc208(folder: Path) -> Instance:
    """Read windows of 100 customers; distances cut to tenths, as the published optimum is counted."""
    data = pyvrp.read(folder / "RC208.vrp", round_func="dimacs")
    return Instance("windows", data, data, 7761, "optimum")


def read_pr11a(folder: Path) -> Instance:
    """Read several depots with 360 customers, planned in tenths and counted in thousandths."""
    counted = pyvrp.read(folder / "PR11A.vrp", round_func="exact")
    return Instance(
        "depots",
        pyvrp.read(folder / "PR11A.vrp", round_func=tenths),
        counted,
        6_666_010,
        "best published",
    )


ROUNDING = {"VRPTW": "dimacs", "PCVRPTW": "dimacs", "GVRP": "round", "CVRP": "round", "MDVRPTW": "exact"}


def read_published(folder: Path, name: str) -> Instance:
    """Read an instance with its best known cost; planned in coarser units where a day has too few seconds."""
    path = folder / f"{name}.vrp"
    kind = re.search(r"^TYPE *: *(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    rule = ROUNDING[kind[1]] if kind else "round"
    counted = pyvrp.read(path, round_func=rule)
    cost = re.search(r"^Cost:? *([\d.]+)", path.with_suffix(".sol").read_text(encoding="utf-8"), re.MULTILINE)
    assert cost, f"{name}.sol names no cost"
    best = float(cost[1]) * (10 if "." in cost[1] and rule == "dimacs" else 1)
    ways = np.asarray(counted.distance_matrix(0))
    coarse = 10 ** max(int(np.ceil(np.log10(ways.max() / 10_000))), 0)
    planned = counted
    if rule == "exact":
        planned = pyvrp.read(path, round_func=tenths)
    elif coarse > 1:
        small = np.ceil(ways / coarse).astype(np.int64)
        planned = counted.replace(distance_matrices=[small], duration_matrices=[small])
    return Instance(kind[1] if kind else "", planned, counted, best, "best published")


def read_pr439(folder: Path) -> Instance:
    """Read 50 groups, of which one address each is visited."""
    data = pyvrp.read(folder / "50pr439.gtsp", round_func="round")
    return Instance("groups", data, data, None, "long run")


def make_prizes(_: Path) -> Instance:
    """Make prizes and windows: 1,000 customers at random places, each with a prize that may be left."""
    draw = np.random.default_rng(5)
    spots = draw.integers(0, 5000, (1001, 2))
    spots[0] = 2500
    ways = _distances(spots)
    end, service, half = 19_250, 100, 600
    clients = []
    for number in range(1, len(spots)):
        latest = end - int(ways[number, 0]) - service
        middle = int(draw.integers(int(ways[0, number]), latest))
        free = draw.random() < 0.25
        clients.append(
            pyvrp.Client(
                number,
                delivery=[int(draw.integers(1, 41))],
                service_duration=service,
                tw_early=0 if free else max(middle - half, 0),
                tw_late=latest if free else min(middle + half, latest),
                prize=int(draw.integers(20, 1200)),
                required=False,
            )
        )
    cars = [pyvrp.VehicleType(250, capacity=[200], tw_early=0, tw_late=end)]
    data = _problem(spots, ways, clients, cars, [])
    return Instance("prizes", data, data, None, "long run")


def make_groups(_: Path) -> Instance:
    """Make groups with loads: 300 addresses of 100 borrowers, vehicles of a stated capacity."""
    draw = np.random.default_rng(3)
    spots = draw.integers(0, 1000, (301, 2))
    ways = _distances(spots)
    middles = draw.choice(np.arange(1, 301), 100, replace=False)
    owner = ways[1:][:, middles].argmin(axis=1)
    loads = draw.integers(5, 35, 100)
    groups = [pyvrp.ClientGroup(required=True) for _ in loads]
    clients = []
    for number, group in enumerate(owner.tolist()):
        groups[group].add_client(number)
        clients.append(
            pyvrp.Client(number + 1, delivery=[int(loads[group])], required=False, group=int(group))
        )
    cars = [pyvrp.VehicleType(int(np.ceil(loads.sum() / 200)) + 2, capacity=[200])]
    data = _problem(spots, ways, clients, cars, groups)
    return Instance("groups, load", data, data, None, "long run")


def _distances(spots: np.ndarray) -> np.ndarray:
    return np.rint(np.sqrt(((spots[:, None] - spots[None]) ** 2).sum(axis=-1))).astype(np.int64)


def _problem(
    spots: np.ndarray,
    ways: np.ndarray,
    clients: list[pyvrp.Client],
    cars: list[pyvrp.VehicleType],
    groups: list[pyvrp.ClientGroup],
) -> pyvrp.ProblemData:
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(int(x), int(y)) for x, y in spots],
        clients=clients,
        depots=[pyvrp.Depot(0)],
        vehicle_types=cars,
        distance_matrices=[ways],
        duration_matrices=[ways],
        groups=groups,
    )


INSTANCES: dict[str, Callable[[Path], Instance]] = {
    "RC208": read_rc208,
    "PR11A": read_pr11a,
    "50pr439": read_pr439,
    "prizes-1000": make_prizes,
    "groups-100": make_groups,
}


def solve_plainly(instance: Instance, seconds: float, seed: int = 0) -> float:
    """Return the cost that the solver finds with its own settings, counted as the best known cost is; infinite without a plan."""
    found = pyvrp.solve(instance.data, stop=CpuSeconds(seconds), seed=seed, collect_stats=False).best
    routes = [
        pyvrp.Route(
            instance.counted, [act for act in route.schedule() if act.is_client()], route.vehicle_type()
        )
        for route in found.routes()
    ]
    again = pyvrp.Solution(instance.counted, routes)
    evaluator = pyvrp.CostEvaluator([20] * instance.counted.num_load_dimensions, 6, 6)
    return float(evaluator.cost(again)) if again.is_feasible() else float("inf")


def main(folder: Path, names: list[str], seconds: float, seeds: list[int]) -> None:
    """Print the table."""
    count_cpu_seconds()
    published = sorted(path.stem for path in folder.glob("*.vrp") if path.with_suffix(".sol").exists())
    of_the_archive = (folder / "50pr439.gtsp").exists()
    for name in names or (INSTANCES if of_the_archive else published):
        instance = INSTANCES[name](folder) if name in INSTANCES else read_published(folder, name)
        case = make_case(instance.data)
        begin = time.process_time()
        found = [cost_of(instance.counted, plan_case(case, seconds, seed)) for seed in seeds]
        spent = (time.process_time() - begin) / len(seeds)
        best, source = instance.best, instance.source
        if best is None:
            best = min(solve_plainly(instance, 6 * seconds), *found)
        plain = float(np.mean([solve_plainly(instance, seconds, seed) for seed in seeds]))
        gaps = [cost / best - 1 for cost in found]
        by_seed = f" (by seed {' '.join(f'{gap:+.2%}' for gap in gaps)})" if len(gaps) > 1 else ""
        print(
            f"{name:12} {instance.kind:13} {len(case.visits):5d} addresses {len(case.couriers):4d} couriers  "
            f"cost {np.mean(found):9.0f}  {source} {best:9.0f}  gap {np.mean(gaps):+.2%}{by_seed}  cpu {spent:.1f} s  "
            f"the solver with its own settings {plain / best - 1:+.2%}",
            flush=True,
        )


if __name__ == "__main__":
    main(**read_arguments(__doc__))
