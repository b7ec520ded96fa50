"""The job as the solver's model (PyVRP), and its answer as rounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyvrp

from workbench.dispatch.job import FAR_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.job import Crew, Job, Tours

# What a letter weighs in units of load, which decides how far the solver's penalties for a letter too many and for a minute too
# late, which share one range, lie apart. Ten times as much put the least penalty for a letter above what most detours cost, so that
# no plan a letter too full was ever looked at: made instances of 300 customers lose .3 %, published ones of several depots 1 %.
# Where visits take hundreds of letters each weighs less, for the same reason (a published instance with 560 addresses in 113
# groups: 3.1 % over the best known cost with 600 for all, 0.3 % with this).
_LETTER, _VISIT = 60, 600


class Model:
    """A job in the solver's terms.

    A node is a stop together with the set of couriers who may serve there, because the
    solver forbids ways, not visits. Set-up time lies on the ways into a stop. Couriers who
    differ in nothing but the name are one kind of vehicle.
    """

    def __init__(self, job: Job, *, even_s: int | None = None) -> None:
        self.job, self.even_s = job, even_s
        mean = float(np.mean(job.letters)) if job.letters else 1.0
        self._letter = int(np.clip(_VISIT / max(mean, 1.0), 1, _LETTER))
        rights = job.allowed.astype(np.int64) + job.strays
        rows = np.column_stack([job.visits["place"].to_numpy(), rights])
        nodes, self._node_of = np.unique(rows, axis=0, return_inverse=True)
        self._node_of = self._node_of.ravel()
        self._bases = sorted({place for crew in job.crews for place in (crew.start, crew.end)})
        self._place = np.concatenate([self._bases, nodes[:, 0]]).astype(np.int64)
        self._may = np.concatenate(
            [np.ones((len(self._bases), len(job.crews)), dtype=bool), nodes[:, 1:] > 0]
        )
        self._strays = np.concatenate([np.zeros_like(self._may[: len(self._bases)]), nodes[:, 1:] > 1])
        kinds: dict[tuple[Crew, bytes], list[int]] = {}
        for number, crew in enumerate(job.crews):
            nameless = replace(crew, courier="", area=None)
            kinds.setdefault((nameless, self._rights(number)), []).append(number)
        self._kinds = list(kinds.values())
        self._kind_of = {number: kind for kind, numbers in enumerate(self._kinds) for number in numbers}
        self.data = self._build(job, even_s)

    def _build(self, job: Job, even_s: int | None) -> pyvrp.ProblemData:
        profiles: dict[tuple[str, bytes], int] = {}
        tables: list[tuple[Any, Any]] = []  # the solver's own stubs misname its matrices
        vehicles = []
        for numbers in self._kinds:
            crew = job.crews[numbers[0]]
            key = (crew.mode, self._rights(numbers[0]))
            if key not in profiles:
                profiles[key] = len(tables)
                tables.append(self._tables(crew.mode, numbers[0]))
            vehicles.append(self._vehicle(crew, len(numbers), profiles[key], even_s))
        clients, groups = self._clients(job)
        reload_s = int(job.settings.reload_minutes * 60) if any(crew.tours > 1 for crew in job.crews) else 0
        return pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0) for _ in self._place],
            clients=clients,
            depots=[pyvrp.Depot(number) for number in range(len(self._bases))]
            + [pyvrp.Depot(number, service_duration=reload_s) for number in range(len(self._bases))],
            vehicle_types=vehicles,
            distance_matrices=[ways for ways, _ in tables],
            duration_matrices=[steps for _, steps in tables],
            groups=groups,
        )

    def _rights(self, crew: int) -> bytes:
        return self._may[:, crew].tobytes() + self._strays[:, crew].tobytes()

    def _tables(self, mode: str, crew: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return what the ways of a courier cost beside their time, and the time."""
        may = self._may[:, crew]
        steps = self.job.steps(mode)[np.ix_(self._place, self._place)].copy()
        steps[~may, :] = FAR_S
        steps[:, ~may] = FAR_S
        np.fill_diagonal(steps, 0)
        ways = np.zeros_like(steps)
        if self.job.settings.cost_of == "travel":
            ways += steps - np.where(steps < FAR_S, self.job.setup_s[self._place][None, :], 0)
        ways[:, self._strays[:, crew]] += round((self.job.settings.stray_minutes or 0.0) * 60)
        np.fill_diagonal(ways, 0)
        return ways, steps

    def _vehicle(self, crew: Crew, count: int, profile: int, even_s: int | None) -> pyvrp.VehicleType:
        base = {place: number for number, place in enumerate(self._bases)}
        shift = crew.work_s if even_s is None else min(even_s, crew.work_s)
        return pyvrp.VehicleType(
            num_available=count,
            capacity=[crew.capacity * self._letter],
            start_depot=base[crew.start],
            end_depot=base[crew.end],
            tw_early=crew.open_s,
            tw_late=max(crew.close_s - crew.break_s, crew.open_s),
            shift_duration=shift,
            max_overtime=crew.work_s - shift,
            unit_overtime_cost=self.job.settings.balance_weight if shift < crew.work_s else 0,
            unit_distance_cost=1,
            unit_duration_cost=int(self.job.settings.cost_of == "work"),
            profile=profile,
            reload_depots=[len(self._bases) + base[crew.end]] if crew.tours > 1 else [],
            max_reloads=crew.tours - 1,
        )

    def _clients(self, job: Job) -> tuple[list[pyvrp.Client], list[pyvrp.ClientGroup]]:
        visits = job.visits
        size = visits.groupby("borrower")["place"].transform("size").to_numpy()
        group_of: dict[object, int] = {}
        groups: list[pyvrp.ClientGroup] = []
        clients: list[pyvrp.Client] = []
        prize = visits["prize_s"].to_numpy(dtype=np.int64)
        for number, owner in enumerate(visits["borrower"]):
            group: int | None = None
            if size[number] > 1:
                if owner not in group_of:
                    group_of[owner] = len(groups)
                    groups.append(pyvrp.ClientGroup(required=False))
                group = group_of[owner]
                groups[group].add_client(number)
            service, opens, closes = job.terms[number]
            early = opens + int(job.setup_s[job.place[number]])
            clients.append(
                pyvrp.Client(
                    location=len(self._bases) + int(self._node_of[number]),
                    delivery=[job.letters[number] * self._letter],
                    service_duration=service,
                    tw_early=early,
                    tw_late=max(closes - service, early),
                    prize=int(prize[number]),
                    required=False,
                    group=group,
                )
            )
        return clients, groups

    def start_from(self, plan: Tours) -> pyvrp.Solution:
        """Return rounds as a solution to start from."""
        routes = []
        for number, tours in enumerate(plan):
            full = [tour for tour in tours if tour]
            if not full:
                continue
            activities: list[pyvrp.Activity] = []
            kind = self._kind_of[number]
            reload = self.data.vehicle_type(kind).reload_depots
            for index, tour in enumerate(full):
                if index:
                    activities.append(pyvrp.Activity(pyvrp.ActivityType.DEPOT, reload[0]))
                activities += [pyvrp.Activity(pyvrp.ActivityType.CLIENT, visit) for visit in tour]
            routes.append(pyvrp.Route(self.data, activities, kind))
        return pyvrp.Solution(self.data, routes)

    def read(self, solution: pyvrp.Solution) -> Tours:
        """Return a solution as rounds, one list of tours per courier."""
        plan: Tours = [[] for _ in self.job.crews]
        free = [iter(numbers) for numbers in self._kinds]
        for route in solution.routes():
            tours: dict[int, list[int]] = {}
            for activity in route.schedule():
                if activity.is_client():
                    tours.setdefault(activity.trip, []).append(activity.idx)
            plan[next(free[route.vehicle_type()])] = [tours[trip] for trip in sorted(tours)]
        return plan
