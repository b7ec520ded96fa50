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
    """Return atoms (one row per set of events with the same groups), their persons, and the 0/1 matrix of published sums."""
    ledger = release.ledger[release.ledger["measure"] == measure]
    columns = sorted({name for names in release.levels.values() for name in names})
    key = ledger[columns].astype(object).where(ledger[columns].notna(), "")
    # A group that is not published is no column of the table that a reader sees.
    for name, table in release.shown.items():
        for level, column in enumerate(release.levels[name]):
            fresh = table[(table["level"] == level) & ~table["held"]]
            key[column] = key[column].where(key[column].isin(fresh["group"]), "")
    atom, _ = pd.factorize(pd.MultiIndex.from_frame(key))
    atoms = key.assign(atom=atom).drop_duplicates("atom").sort_values("atom").drop(columns="atom")
    people = ledger.assign(atom=atom).groupby("atom")["borrower"].agg(set).tolist()
    rows = [np.ones(len(atoms))]
    for column in columns:
        rows += [atoms[column].eq(group).to_numpy(float) for group in atoms[column].unique() if group]
    return atoms.reset_index(drop=True), people, np.unique(np.array(rows), axis=0)


def find_thin_sets(release, measure):
    """Return the persons of every set that the published sums determine and that has too few persons.

    A set is determined if no two answers to the equations differ in it: every vector of the null space sums to 0 over
    it. Tried are all sets of atoms that agree in some of the columns, and all pairs of thin atoms.
    """
    atoms, people, matrix = published_equations(release, measure)
    free = null_space(matrix)
    least = release.control.least_persons
    candidates = [
        members
        for size in range(len(atoms.columns) + 1)
        for names in combinations(atoms.columns, size)
        for members in (atoms.groupby(list(names)).indices.values() if names else [np.arange(len(atoms))])
    ]
    thin = [atom for atom, persons in enumerate(people) if len(persons) < least]
    candidates += [np.array(pair) for pair in combinations(thin, 2)]
    found = []
    for members in candidates:
        if np.abs(free[members].sum(axis=0)).max(initial=0.0) < 1e-9:
            persons = set().union(*(people[atom] for atom in members))
            if len(persons) < least:
                found.append(persons)
    return found
