"""A day taken apart: into parts that have nothing to do with each other, or rounds that lie near each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.dispatch.job import Job, Tours

    Ints = NDArray[np.int64]


_PLANNED = 1e12  # more than any visit is worth


@dataclass(frozen=True)
class Part:
    """Some couriers of a job with their rounds and the visits in their reach.

    Parameters
    ----------
    job, plan
        As of any day.
    visits, crews
        Their numbers in the whole job.
    """

    job: Job
    plan: Tours
    visits: Ints
    crews: Ints

    def put_back(self, found: Tours, whole: Tours) -> None:
        """Replace the rounds of these couriers in the plan of the whole job."""
        for crew, tours in zip(self.crews.tolist(), found, strict=True):
            whole[crew] = [self.visits[tour].tolist() for tour in tours]


def separate(job: Job, plan: Tours, most: int) -> list[Part]:
    """Take a day apart into parts that have nothing to do with each other: no courier of one may visit a borrower of another.

    Parts of more than ``most`` visits are taken apart further, into the grounds of couriers (stations), although some borrowers
    have addresses on several: each goes where ``plan`` visits it, else where its address is worth most.

    Returns
    -------
    list of Part
        Borrowers whom nobody may visit, and couriers who may visit nobody, are in none.
    """
    visit, crew = np.nonzero(job.allowed)
    owners, crews = int(job.owner.max()) + 1, len(job.crews)
    group_of = _connect(job.owner[visit], owners, crew, crews)
    visit_group, crew_group = group_of[job.owner], group_of[owners:]
    huge = np.flatnonzero(np.bincount(visit_group, minlength=group_of.max() + 1) > most)
    if huge.size:
        ground = _connect(visit, len(job.visits), crew, crews)
        chosen = ground[_choose(job, plan, owners)][job.owner]
        offset = group_of.max() + 1
        far = np.isin(visit_group, huge)
        visit_group = np.where(far, np.where(ground[: len(far)] == chosen, chosen + offset, -1), visit_group)
        crew_group = np.where(np.isin(crew_group, huge), ground[len(far) :] + offset, crew_group)
    return [
        _part(job, plan, np.flatnonzero(visit_group == group), np.flatnonzero(crew_group == group))
        for group in np.intersect1d(visit_group, crew_group)
    ]


def _connect(left: Ints, n_left: int, right: Ints, n_right: int) -> Ints:
    """Return the component of each node of a graph between two kinds, the left ones first."""
    size = n_left + n_right
    edges = coo_array((np.ones(len(left), np.int8), (left, n_left + right)), shape=(size, size))
    return np.asarray(connected_components(edges, directed=False)[1])


def _choose(job: Job, plan: Tours, owners: int) -> Ints:
    """Return the visit of each borrower that is planned, else that is worth most and that somebody may make."""
    worth = job.visits["prize_s"].to_numpy(dtype=np.float64) + job.allowed.any(axis=1) * _PLANNED
    worth[[visit for tours in plan for tour in tours for visit in tour]] += 2 * _PLANNED
    order = np.argsort(worth, kind="stable")
    best = np.zeros(owners, np.int64)
    best[job.owner[order]] = order
    return best


def split(job: Job, plan: Tours, size: int, draw: np.random.Generator) -> list[Part]:
    """Take a planned day apart into parts of about so many planned visits.

    A part is a round drawn at random and those nearest to it; a borrower not planned yet goes, with all addresses, where the
    nearest planned visit is whose courier may go there. Couriers who stay are dealt out in turn.

    Returns
    -------
    list of Part
        No borrower and no courier is in two of them.
    """
    rounds = [crew for crew, tours in enumerate(plan) if any(tours)]
    members = [np.array([visit for tour in plan[crew] for visit in tour], dtype=np.int64) for crew in rounds]
    between = _between(job, members)
    group_of = _gather(between, np.array([len(each) for each in members]), size, draw)
    count = int(group_of.max()) + 1
    owner_of = _deal(job, rounds, members, group_of)
    crews: list[list[int]] = [
        [rounds[each] for each in np.flatnonzero(group_of == group)] for group in range(count)
    ]
    for turn, crew in enumerate(crew for crew in range(len(plan)) if crew not in set(rounds)):
        crews[turn % count].append(crew)
    return [
        _part(job, plan, np.flatnonzero(owner_of[job.owner] == group), np.array(sorted(crews[group])))
        for group in range(count)
    ]


def _between(job: Job, members: list[Ints]) -> NDArray[np.float64]:
    """Return how far rounds are from each other: mean way from a visit of one to the nearest of the other."""
    flat = np.concatenate(members)
    place = np.array(job.place)[flat]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in members])[:-1]])
    steps = job.steps(job.crews[0].mode)[np.ix_(place, place)].astype(np.float64)
    nearest = np.minimum.reduceat(steps, starts, axis=1)
    mean = np.add.reduceat(nearest, starts, axis=0) / np.array([len(each) for each in members])[:, None]
    return np.asarray(mean + mean.T)


def _gather(between: NDArray[np.float64], sizes: Ints, size: int, draw: np.random.Generator) -> Ints:
    """Return the group of each round; what is left over joins the last one."""
    group_of = np.full(len(sizes), -1)
    group, left = 0, int(sizes.sum())
    while left:
        free = np.flatnonzero(group_of < 0)
        near = free[between[int(draw.choice(free)), free].argsort()]
        taken = near[: int(np.searchsorted(np.cumsum(sizes[near]), size)) + 1]
        if left - int(sizes[taken].sum()) < size // 2:
            taken = free
        group_of[taken] = group
        left -= int(sizes[taken].sum())
        group += 1
    return group_of


def _deal(job: Job, rounds: list[int], members: list[Ints], group_of: Ints) -> Ints:
    """Return the group of each borrower, -1 for those whom nobody planned may visit."""
    flat = np.concatenate(members)
    crew_of = np.repeat(rounds, [len(each) for each in members])
    owner_of = np.full(int(job.owner.max()) + 1, -1)
    owner_of[job.owner[flat]] = np.repeat(group_of, [len(each) for each in members])
    rest = np.flatnonzero(owner_of[job.owner] < 0)
    if rest.size:
        place = np.array(job.place)
        way = job.steps(job.crews[0].mode)[np.ix_(place[flat], place[rest])].astype(np.float64)
        way[~job.allowed[np.ix_(rest, crew_of)].T] = np.inf
        best, nearest = way.min(axis=0), way.argmin(axis=0)
        order = np.argsort(-best, kind="stable")
        order = order[np.isfinite(best[order])]
        owner_of[job.owner[rest[order]]] = owner_of[job.owner[flat[nearest[order]]]]
    return owner_of


def _part(job: Job, plan: Tours, visits: Ints, crews: Ints) -> Part:
    number = np.full(len(job.visits), -1)
    number[visits] = np.arange(len(visits))
    own = [
        [[visit for visit in number[tour].tolist() if visit >= 0] for tour in plan[crew]]
        for crew in crews.tolist()
    ]
    return Part(job.part(visits, crews), own, visits, crews)
