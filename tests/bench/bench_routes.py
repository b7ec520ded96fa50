"""Expected deliveries of a courier day on a real road graph, against what else plans rounds.

Run: ``python tests/bench/bench_routes.py [CPU seconds per plan]``. It needs the road graph that
is not part of the project (see ``tests/shared_data.py``) and the peers of the extra ``bench``.
Every engine gets the same matrix, shifts, capacities, zones and CPU time on one thread (OR-Tools
and VROOM by the clock on the wall: run it on a quiet machine).
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import vroom
from ortools.constraint_solver import pywrapcp, routing_enums_pb2
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cpu_clock import count_cpu_seconds
from shared_data import find_shared

from workbench.coverage import RoadTimes, Speeds, read_roads
from workbench.dispatch import PlanSettings, plan_routes
from workbench.dispatch.preparation import prepare
from workbench.dispatch.rounds import make_tables

SETTINGS = PlanSettings(
    break_minutes=0,
    setup_minutes=4,
    service_minutes=2,
    bound_by="area",
    same_building_metres=1.0,
    recheck=False,
)
SHIFT_S, OPEN_S, LETTERS = 7 * 3600, 9 * 3600, 40


@dataclass(frozen=True)
class Day:
    """One day's tables."""

    visits: pd.DataFrame
    couriers: pd.DataFrame
    stations: pd.DataFrame


def make_day(travel: RoadTimes, borrowers: int, *, seed: int, stations: int = 2, couriers: int = 6) -> Day:
    """Draw borrowers with 1-3 addresses at road nodes of the town; 4 of 6 couriers keep to a 25-minute zone."""
    draw = np.random.default_rng(seed)
    core = np.flatnonzero((abs(travel.lng - 117.03) < 0.11) & (abs(travel.lat - 36.665) < 0.05))
    home = draw.choice(core, stations, replace=False)
    bases = pd.DataFrame(
        {"station": [f"S{i}" for i in range(stations)], "lng": travel.lng[home], "lat": travel.lat[home]}
    )
    several = draw.integers(1, 4, borrowers)
    owner = np.repeat(np.arange(borrowers), several)
    node = draw.choice(core, owner.size)
    visits = pd.DataFrame(
        {
            "address_id": [f"a{i}" for i in range(owner.size)],
            "borrower": [f"b{i}" for i in owner],
            "lng": travel.lng[node],
            "lat": travel.lat[node],
            "p_delivered": draw.beta(2.0, 2.0, owner.size).round(3),
        }
    )
    centres = draw.choice(core, 4, replace=False)
    middle = pd.DataFrame({"lng": travel.lng[centres], "lat": travel.lat[centres]})
    seconds = travel.matrix(middle, visits).seconds
    near = seconds.argmin(axis=0)
    visits["area"] = np.where(seconds.min(axis=0) <= 25 * 60, [f"Z{i}" for i in near], "far")
    crews = pd.DataFrame({"courier": [f"c{i}" for i in range(couriers)]})
    crews = crews.assign(
        station=[f"S{i % stations}" for i in range(couriers)],
        area=[f"Z{i}" if i < 4 else None for i in range(couriers)],
        shift_from="09:00",
        shift_to="18:00",
        shift_hours=7.0,
        capacity=LETTERS,
    )
    return Day(visits, crews, bases)


def score(job, plan) -> tuple[float, float]:
    """Check a plan of any engine with our own clock; return expected deliveries and working hours."""
    tables = make_tables(job, plan)
    assert all(each.feasible for each in tables), "a plan breaks a rule"
    flat = [visit for tours in plan for tour in tours for visit in tour]
    assert job.visits["borrower"].iloc[flat].is_unique
    assert all(job.allowed[v, c] for c, tours in enumerate(plan) for tour in tours for v in tour)
    hours = sum(each.work for each in tables if each.visits) / 3600.0
    return float(job.visits["p_delivered"].iloc[flat].sum()), hours


def step_by_step(job, rate) -> list:
    """Let couriers take turns; each goes to the open visit with the highest ``rate(chance, seconds)``."""
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    place, service = np.array(job.place), job.visits["service_s"].to_numpy()
    borrower, chance = job.visits["borrower"].to_numpy(), job.visits["p_delivered"].to_numpy()
    free = np.ones(len(place), dtype=bool)
    plan = [[[]] for _ in job.crews]
    at, spent, active = [crew.start for crew in job.crews], [0] * len(job.crews), set(range(len(job.crews)))
    while active:
        number = min(active, key=lambda each: (spent[each], each))
        crew, table = job.crews[number], steps[job.crews[number].mode]
        need = table[at[number], place] + service
        fits = free & job.allowed[:, number] & (spent[number] + need + table[place, crew.end] <= crew.work_s)
        if not fits.any() or len(plan[number][0]) >= crew.capacity:
            active.remove(number)
            continue
        visit = int(np.where(fits, rate(chance, np.maximum(need, 1)), -np.inf).argmax())
        plan[number][0].append(visit)
        at[number], spent[number] = int(place[visit]), spent[number] + int(need[visit])
        free &= borrower != borrower[visit]
    return plan


def with_ortools(job, seconds: float) -> list:
    """OR-Tools: one disjunction per borrower; what a lesser address lacks in prize lies on the arcs into it."""
    steps = job.steps(job.crews[0].mode)
    place = [crew.start for crew in job.crews] + job.place
    count = len(job.crews)
    bases = list(range(count))
    manager = pywrapcp.RoutingIndexManager(len(place), count, bases, bases)
    routing = pywrapcp.RoutingModel(manager)
    service = [0] * count + [term[0] for term in job.terms]
    prize = np.concatenate([np.zeros(count), job.visits["prize_s"].to_numpy()])
    best = np.concatenate(
        [np.zeros(count), job.visits.groupby("borrower")["prize_s"].transform("max").to_numpy()]
    )
    span = steps[np.ix_(place, place)] + np.array(service)[:, None]
    cost = span + (best - prize)[None, :].astype(np.int64)
    nodes = [manager.IndexToNode(i) for i in range(routing.Size() + count)]
    time_of = routing.RegisterTransitCallback(lambda i, j: int(span[nodes[i], nodes[j]]))
    cost_of = routing.RegisterTransitCallback(lambda i, j: int(cost[nodes[i], nodes[j]]))
    routing.SetArcCostEvaluatorOfAllVehicles(cost_of)
    fix_start_cumul_to_zero = True
    routing.AddDimension(time_of, 0, SHIFT_S, fix_start_cumul_to_zero, "time")
    load = routing.RegisterUnaryTransitCallback(lambda i: int(nodes[i] >= count))
    routing.AddDimension(load, 0, LETTERS, fix_start_cumul_to_zero, "load")
    for rows in job.visits.groupby("borrower").indices.values():
        indices = [manager.NodeToIndex(count + int(row)) for row in rows]
        routing.AddDisjunction(indices, int(best[count + int(rows[0])]), 1)
    for row in range(len(job.place)):
        allowed = np.flatnonzero(job.allowed[row]).tolist()
        routing.VehicleVar(manager.NodeToIndex(count + row)).SetValues([-1, *allowed])
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(seconds * 1000))
    answer = routing.SolveWithParameters(search)
    plan = []
    for vehicle in range(count):
        tour, index = [], routing.Start(vehicle)
        while not routing.IsEnd(index):
            if nodes[index] >= count:
                tour.append(nodes[index] - count)
            index = answer.Value(routing.NextVar(index))
        plan.append([tour])
    return plan


def with_vroom(job, seconds: float) -> list:
    """VROOM: it knows no alternatives, so each borrower's best address; priority by chance, 7 h window.

    Its skills are joined by "and", so every set of couriers that occurs is a skill of its own.
    """
    problem = vroom.Input()
    problem.set_durations_matrix("car", np.minimum(job.steps(job.crews[0].mode), 10**6).astype(np.uint32))
    first = job.visits.sort_values("p_delivered", ascending=False).drop_duplicates("borrower")
    codes = {
        who: code for code, who in enumerate(sorted({tuple(row) for row in job.allowed.tolist() if any(row)}))
    }
    for number, crew in enumerate(job.crews):
        problem.add_vehicle(
            vroom.Vehicle(
                number,
                start=crew.start,
                end=crew.end,
                capacity=[crew.capacity],
                skills={code for who, code in codes.items() if who[number]},
                time_window=vroom.TimeWindow(0, crew.work_s),
            )
        )
    for row in first.index:
        if job.allowed[row].any():
            problem.add_job(
                vroom.Job(
                    int(row),
                    location=job.place[row],
                    default_service=job.terms[row][0],
                    delivery=[1],
                    skills={codes[tuple(job.allowed[row].tolist())]},
                    priority=round(100 * float(job.visits["p_delivered"].iloc[row])),
                )
            )
    answer = problem.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    plan = [[[]] for _ in job.crews]
    for vehicle, part in answer.routes[answer.routes["type"] == "job"].groupby("vehicle_id"):
        plan[int(vehicle)] = [[int(row) for row in part["id"]]]
    return plan


def bound(job) -> float:
    """Return expected deliveries that no plan of one tour each can exceed, by linear relaxation.

    A round lasts at least the service of its visits and half of the shortest way into and out of
    each and of the station; a borrower counts once, a bag holds so many letters.
    """
    chance, place = job.visits["p_delivered"].to_numpy(), np.array(job.place)
    owner = pd.factorize(job.visits["borrower"])[0]
    steps = job.steps(job.crews[0].mode)
    between = steps[np.ix_(place, place)].astype(float)
    between[owner[:, None] == owner[None, :]] = np.inf
    visit, crew = np.nonzero(job.allowed)
    weight, room = np.zeros(len(visit)), []
    for number, who in enumerate(job.crews):
        mine = visit[crew == number]
        there, back = steps[who.start, place[mine]], steps[place[mine], who.end]
        near = between[np.ix_(mine, mine)]
        way = np.minimum(near.min(axis=0), there) + np.minimum(near.min(axis=1), back)
        weight[crew == number] = way / 2 + np.array([term[0] for term in job.terms])[mine]
        room.append(who.work_s - (there.min() + back.min()) / 2)
    count, every = len(job.crews), np.arange(len(visit))
    rows = np.concatenate([crew, count + crew, 2 * count + owner[visit]])
    values = np.concatenate([weight, np.ones(2 * len(visit))])
    shape = (2 * count + owner.max() + 1, len(visit))
    limits = np.concatenate([room, [who.capacity for who in job.crews], np.ones(owner.max() + 1)])
    table = coo_matrix((values, (rows, np.tile(every, 3))), shape=shape)
    return -float(linprog(-chance[visit], A_ub=table, b_ub=limits, bounds=(0, 1), method="highs").fun)


def ours(day: Day, travel: RoadTimes, settings: PlanSettings) -> float:
    """Our own plan through the front door."""
    plan = plan_routes(day.visits, day.couriers, day.stations, travel=travel, policy=None, settings=settings)
    assert plan.routes["address_id"].is_unique
    return float(plan.rounds["expected_deliveries"].sum())


def main(seconds: float) -> None:
    """Print the table."""
    folder = find_shared()
    if folder is None:
        print("no road graph on this machine: set WORKBENCH_SHARED")
        return
    travel = RoadTimes(read_roads(folder / "roads" / "jinan" / "edges.shp"), Speeds("ebike"))
    count_cpu_seconds()
    rows = []
    for name, borrowers, seed, stations, couriers in (
        ("250", 250, 1, 2, 6),
        ("600", 600, 2, 2, 6),
        ("600, 8 couriers, 3 stations", 600, 3, 3, 8),
    ):
        day = make_day(travel, borrowers, seed=seed, stations=stations, couriers=couriers)
        job = prepare(day.visits, day.couriers, day.stations, travel, None, SETTINGS).job
        ceiling = round(bound(job), 1)
        rows.append((name, "no plan can exceed", ceiling, np.nan, 0.0))
        engines = {
            "nearest first": lambda job=job: step_by_step(job, lambda p, s: 1.0 / s),
            "value per minute": lambda job=job: step_by_step(job, lambda p, s: p / s),
            "VROOM": lambda job=job: with_vroom(job, seconds),
            "OR-Tools": lambda job=job: with_ortools(job, seconds),
        }
        for engine, run in engines.items():
            begin = time.process_time()
            found, hours = score(job, run())
            rows.append(
                (name, engine, round(found, 1), round(hours, 1), round(time.process_time() - begin, 1))
            )
            print(*rows[-1], sep="\t", flush=True)
        for tours in (1, 2):
            begin = time.process_time()
            found = ours(
                day,
                travel,
                replace(SETTINGS, iterations=None, seconds=seconds, tours=tours, reload_minutes=15),
            )
            label = "plan_routes" if tours == 1 else "plan_routes, second tour"
            rows.append((name, label, round(found, 1), np.nan, round(time.process_time() - begin, 1)))
            print(*rows[-1], sep="\t", flush=True)
    frame = pd.DataFrame(rows, columns=["day", "engine", "expected", "hours", "cpu_s"])
    table = frame.pivot_table(index="engine", columns="day", values="expected", sort=False)
    print(table.to_string())
    print("plan_routes over VROOM:", (table.loc["plan_routes"] / table.loc["VROOM"]).round(3).to_dict())
    print(
        "the bound over VROOM:  ", (table.loc["no plan can exceed"] / table.loc["VROOM"]).round(3).to_dict()
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
