"""A quick plan to start the search from: couriers take turns and go where a minute earns most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from workbench.dispatch.job import Job, Tours


def plan_greedily(job: Job) -> Tours:
    """Return one tour per courier.

    The courier who has worked least goes to the open visit with most value per minute of
    travel and service, while there is time to come back and room in the bag. Windows and
    breaks are not looked at; put the rounds on the clock before they are used.
    """
    steps = {crew.mode: job.steps(crew.mode) for crew in job.crews}
    place = np.array(job.place, dtype=np.int64)
    service, letters = job.visits["service_s"].to_numpy(), job.visits["letters"].to_numpy()
    borrower, prize = job.visits["borrower"].to_numpy(), job.visits["prize_s"].to_numpy()
    free = np.ones(place.size, dtype=bool)
    at = [crew.start for crew in job.crews]
    spent, load = [0] * len(job.crews), [0] * len(job.crews)
    plan: list[list[int]] = [[] for _ in job.crews]
    active = set(range(len(job.crews)))
    while active:
        number = min(active, key=lambda each: (spent[each], each))
        crew, table = job.crews[number], steps[job.crews[number].mode]
        limit = min(crew.work_s, crew.close_s - crew.break_s - crew.open_s)
        need = table[at[number], place] + service
        back = spent[number] + need + table[place, crew.end]
        fits = free & job.allowed[:, number] & (back <= limit) & (load[number] + letters <= crew.capacity)
        if not fits.any():
            active.remove(number)
            continue
        visit = int(np.where(fits, prize / np.maximum(need + job.stray_s[:, number], 1), -np.inf).argmax())
        plan[number].append(visit)
        at[number] = int(place[visit])
        spent[number] += int(need[visit])
        load[number] += int(letters[visit])
        free &= borrower != borrower[visit]
    return [[tour] if tour else [] for tour in plan]
