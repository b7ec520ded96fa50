"""An attacker who knows linear algebra: which sets of events are fixed by the published sums.

Independent of the code under test: it builds the sums as equations over the smallest sets of
events that share all groups (atoms) and asks which of them the equations determine.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.linalg import null_space


def published_equations(release, measure):
    """Return atoms (one row per set of events with the same groups) and the 0/1 matrix of published sums."""
    ledger = release.ledger[release.ledger["measure"] == measure]
    columns = sorted({name for names in release.levels.values() for name in names})
    key = ledger[columns].astype(object).where(ledger[columns].notna(), "")
    atom, _ = pd.factorize(pd.MultiIndex.from_frame(key))
    labels = key.assign(atom=atom).drop_duplicates("atom").sort_values("atom")
    people = ledger.assign(atom=atom).groupby("atom")["borrower"].agg(set)
    rows = [np.ones(len(labels))]
    for name, table in release.shown.items():
        fresh = table[(table["level"] >= 0) & ~table["held"] & table["measure"].eq(measure)]
        for level, group in zip(fresh["level"], fresh["group"], strict=True):
            rows.append(labels[release.levels[name][level]].eq(group).to_numpy(float))
    return people.tolist(), np.unique(np.array(rows), axis=0)


def find_thin_sets(release, measure):
    """Return the persons of every set of one or two atoms that is determined and has too few persons.

    A set is determined if no two answers to the equations differ in it: every vector of the null space sums to 0 over it.
    """
    people, matrix = published_equations(release, measure)
    free = null_space(matrix)
    size = np.abs(free).max(axis=1) if free.size else np.zeros(len(people))
    least = release.control.least_persons
    thin = [atom for atom, persons in enumerate(people) if len(persons) < least]
    found = [people[atom] for atom in thin if size[atom] < 1e-9]
    for a, b in combinations(thin, 2):
        if size[a] >= 1e-9 and np.abs(free[a] + free[b]).max() < 1e-9 and len(people[a] | people[b]) < least:
            found.append(people[a] | people[b])
    return found
