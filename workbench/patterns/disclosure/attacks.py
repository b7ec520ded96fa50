"""An attacker with all of a lender's releases, who subtracts whatever can be subtracted."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.patterns.disclosure.cuts import find_cuts_by_measure
from workbench.patterns.disclosure.families import find_thin, make_family
from workbench.patterns.disclosure.protection import crossed_groupings
from workbench.patterns.disclosure.releases import add_breakdowns, read_rows, stack_release
from workbench.patterns.disclosure.series import find_crossed_steps, find_small_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from workbench.patterns.disclosure.families import Family, Rows
    from workbench.patterns.disclosure.releases import Release

_COLUMNS = ["attack", "breakdown", "group", "persons"]


def attack(*releases: Release) -> pd.DataFrame:
    """Try to isolate fewer persons than allowed, or small hits, by differencing.

    Tried are: what a group is more than its published parts; two breakdowns against each other (cells against
    counties, stations against products, ...); and each release against every earlier one. The ledgers tell which of the
    sets that can be isolated are thin; the attacker is assumed to know where nobody is.

    Parameters
    ----------
    releases
        Oldest first, to the same reader.

    Returns
    -------
    pandas.DataFrame
        One row per finding: ``attack``, ``breakdown``, ``group``, ``persons`` (-1 where hits, not persons, are few).
        Empty if nothing was found.
    """
    if not releases:
        raise InputError("attack: no release was given. Expected one or more, oldest first.")
    found: list[tuple[str, str, str, int]] = []
    for number, release in enumerate(releases):
        families = _published(release)
        found += _attack_one(families, read_rows(release.ledger), release)
        for earlier in releases[:number]:
            found += _attack_two(families, release, earlier)
    return pd.DataFrame(found, columns=_COLUMNS)


def _published(release: Release) -> list[Family]:
    """Read back from the published tables which groups a reader has fresh figures of."""
    families = []
    for name, columns in release.levels.items():
        family = make_family(name, [release.ledger[column] for column in columns])
        table = release.shown[name]
        for level, names in enumerate(family.names):
            fresh = table[(table["level"] == level) & ~table["held"].astype(bool)]
            family.shown[level] = pd.Series(names, dtype=object).isin(fresh["group"]).to_numpy(bool)
        families.append(family)
    return families


def _attack_one(families: list[Family], rows: Rows, release: Release) -> Iterator[tuple[str, str, str, int]]:
    for family in families:
        leaves = family.leaves()
        few = set(find_thin(leaves, rows, release.control, persons_only=True).tolist())
        for leaf in find_thin(leaves, rows, release.control).tolist():
            if leaf or any(shown.any() for shown in family.shown):
                persons = _fewest_persons(rows, leaves == leaf) if leaf in few else -1
                yield "what is left of a group", family.name, family.label(leaf), persons
    for left, right in combinations(families, 2):
        for mine, theirs in crossed_groupings(left, right):
            for cut in find_cuts_by_measure(mine, theirs, rows, release.control.least_persons):
                group = ", ".join(left.label(leaf) for leaf in cut.left[:3])
                yield f"two breakdowns: {cut.how}", f"{left.name} x {right.name}", group, cut.persons


def _fewest_persons(rows: Rows, chosen: NDArray[np.bool_]) -> int:
    """Return the number of persons in the measure that has fewest."""
    return min(
        len(np.unique(rows.person[chosen & (rows.measure == measure)]))
        for measure in np.unique(rows.measure[chosen])
    )


def _attack_two(
    families: list[Family], release: Release, earlier: Release
) -> Iterator[tuple[str, str, str, int]]:
    stacks = stack_release(families, release.ledger, add_breakdowns(earlier, release.levels))
    least = release.control.least_persons
    for family, stack in zip(families, stacks, strict=True):
        for leaf in find_small_steps(stack, least):
            after = stack.later.leaves()
            persons = len(set(stack.person[stack.changed & (after == leaf)].tolist()))
            yield "two releases", family.name, stack.later.label(leaf), persons
    for a, b in combinations(stacks, 2):
        for ends, _ in find_crossed_steps(a, b, least):
            group = ", ".join(a.later.label(leaf) for leaf in ends[:3])
            yield "two releases, two breakdowns", f"{a.later.name} x {b.later.name}", group, least - 1
