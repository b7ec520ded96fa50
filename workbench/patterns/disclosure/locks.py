"""What two reports on the same breakdown give away together, and how the second is held back.

A reader who has both reports knows, for every group (and everything left over), how it changed. If fewer
than k persons changed, their data are known. So a group keeps its old figures until enough persons changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


def find_changes(event: pd.Series, hit: Flags, now: Flags) -> Flags:
    """Say for each row of two stacked reports whether it is missing from, or another in, the other one.

    Parameters
    ----------
    event
        What identifies an event, with the place where it was counted: one that moved has changed twice.
    hit
        Whether it was a hit.
    now
        True for rows of the later report.
    """
    key = pd.DataFrame({"event": event.to_numpy(), "hit": hit})
    code = key.groupby(["event", "hit"], sort=False, dropna=False).ngroup().to_numpy()
    size = int(code.max()) + 1 if len(code) else 0
    before = np.bincount(code[~now], minlength=size)
    after = np.bincount(code[now], minlength=size)
    changed: Flags = (before != after)[code]
    return changed


def find_small_changes(
    before: Integers, after: Integers, person: Integers, changed: Flags, least_persons: int
) -> Integers:
    """Return the areas in which 1 to ``least_persons`` less one persons changed.

    Parameters
    ----------
    before, after
        Group of each row (of both reports) in the earlier and the later breakdown.
    person, changed
        Person, and whether the row changed.

    Returns
    -------
    numpy.ndarray
        Later groups of such areas. An area is the smallest set of groups that both reports tile.
    """
    area = find_areas(before, after)
    few = _few_persons(area[changed], person[changed], least_persons)
    return np.unique(after[np.isin(area, few)])


def find_areas(before: Integers, after: Integers) -> Integers:
    """Return for each row the number of the smallest area that groups of both reports tile."""
    if not len(before):
        return np.zeros(0, dtype=np.int64)
    left_labels, left = np.unique(before, return_inverse=True)
    right_labels, right = np.unique(after, return_inverse=True)
    size = len(left_labels) + len(right_labels)
    ends = (left.reshape(-1), right.reshape(-1) + len(left_labels))
    _, area = connected_components(
        coo_array((np.ones(len(before)), ends), shape=(size, size)), directed=False
    )
    return np.asarray(area[left.reshape(-1)], dtype=np.int64)


def find_small_moves(
    before: Integers, after: Integers, now: Flags, changed: Flags, person: Integers, least_persons: int
) -> Integers:
    """Return the groups of both reports whose events differ by 1 to ``least_persons`` less one persons.

    Here a group is what goes by one name, even if the second report carved another group out of it.
    """
    differs = changed | (before != after)
    # Where a row counts: a row of both reports counts in its old and its new group.
    group = np.concatenate([before[differs & ~now], after[differs & now]])
    people = np.concatenate([person[differs & ~now], person[differs & now]])
    shared = np.intersect1d(np.unique(before[~now]), np.unique(after[now]))
    few = _few_persons(group, people, least_persons)
    return np.intersect1d(few, shared)


def _few_persons(group: Integers, person: Integers, least_persons: int) -> Integers:
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    pairs = pd.DataFrame({"group": group, "person": person}).drop_duplicates()
    sizes = pairs["group"].value_counts()
    return np.sort(sizes.index[sizes < least_persons].to_numpy(dtype=np.int64))
