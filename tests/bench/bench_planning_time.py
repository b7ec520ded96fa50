"""How good a plan is after 3 and 60 CPU seconds, against a bound and one of 10 minutes; and a day of 3,000 visits.

Run: ``python tests/bench/bench_planning_time.py [CPU seconds of the long plan]``. It needs the road
graph that is not part of the project (see ``tests/shared_data.py``).
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench_routes import SETTINGS, Day, bound, make_day
from cpu_clock import count_cpu_seconds
from shared_data import find_shared

from workbench.coverage import RoadTimes, Speeds, read_roads
from workbench.dispatch import plan_routes
from workbench.dispatch.preparation import prepare


def try_plan(day: Day, travel: RoadTimes, seconds: float) -> float:
    """Plan, print what it took and found, and return the expected deliveries."""
    begin = time.process_time()
    asked = replace(SETTINGS, iterations=None, seconds=seconds)
    plan = plan_routes(day.visits, day.couriers, day.stations, travel=travel, policy=None, settings=asked)
    spent = time.process_time() - begin
    owners = day.visits.groupby("borrower")["p_delivered"].max().sum()
    found, work = plan.summary["expected_deliveries"], plan.summary["work_hours"]
    cost = work + (owners - found) * asked.worth_minutes / 60.0
    print(
        f"{len(day.visits):5d} visits  {len(day.couriers)} couriers  search {seconds:5.0f} s  in all {spent:6.1f} s  "
        f"expected {found:7.2f}  work {work:6.1f} h  cost {cost:7.2f} h",
        flush=True,
    )
    return found


def main(long_seconds: float) -> None:
    """Print the table."""
    folder = find_shared()
    if folder is None:
        print("no road graph on this machine: set WORKBENCH_SHARED")
        return
    count_cpu_seconds()
    travel = RoadTimes(read_roads(folder / "roads" / "jinan" / "edges.shp"), Speeds("ebike"))
    day = make_day(travel, 300, seed=4, stations=3, couriers=8)
    job = prepare(day.visits, day.couriers, day.stations, travel, None, SETTINGS).job
    ceiling = bound(job)
    print(f"no plan can exceed {ceiling:.2f} expected deliveries")
    quick, minute = (try_plan(day, travel, seconds) for seconds in (3.0, 60.0))
    print(f"of that bound: 3 s {quick / ceiling:.2%}, 60 s {minute / ceiling:.2%}", flush=True)
    large = make_day(travel, 1500, seed=5, stations=3, couriers=40)
    try_plan(large, travel, 60.0)
    best = try_plan(day, travel, long_seconds)
    print(f"of the long plan: 3 s {quick / best:.2%}, 60 s {minute / best:.2%}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0)
