"""A series of releases to the same reader: which groups must keep their old figures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import DisclosureError
from workbench.patterns.disclosure.cuts import find_cuts
from workbench.patterns.disclosure.families import Family
from workbench.patterns.disclosure.locks import find_areas, find_changes, find_small_changes, find_small_moves
from workbench.patterns.disclosure.protection import hide_one, hide_smallest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from workbench.patterns.disclosure.families import Control

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stack:
    """One breakdown of two releases, rows of both below each other.

    Parameters
    ----------
    later
        Breakdown of the later release, over all rows; its ``shown`` are the later release's own arrays.
    earlier
        The same codes with the groups that the earlier release published.
    measure, person, now, changed
        Per row: measure, person, whether it is of the later release, and whether the other release lacks it.
    """

    later: Family
    earlier: Family
    measure: Integers
    person: Integers
    now: Flags
    changed: Flags


def stack_family(
    family: Family,
    columns: Sequence[str],
    ledger: pd.DataFrame,
    earlier_ledger: pd.DataFrame,
    earlier_shown: pd.DataFrame,
) -> Stack:
    """Stack a breakdown of the later release on the same breakdown of an earlier one."""
    both = pd.concat([earlier_ledger, ledger], ignore_index=True)
    now = np.arange(len(both)) >= len(earlier_ledger)
    codes, names, shown_before, shown_after = [], [], [], []
    own = earlier_shown[~earlier_shown["held"].astype(bool)]
    for level, column in enumerate(columns):
        # The later release's groups keep their codes, so that hiding one here hides it there.
        known = {name: code for code, name in enumerate(family.names[level])}
        published = set(own.loc[own["level"] == level, "group"])
        # A group that neither release shows is no place of its own: its events count as left over in both.
        extra = sorted(published - set(known))
        label = np.array([*family.names[level], *extra], dtype=object)
        at = {name: code for code, name in enumerate(label)}
        codes.append(both[column].map(at).fillna(-1).to_numpy(np.int64))
        names.append(label)
        shown_before.append(np.array([name in published for name in label], dtype=bool))
        shown_after.append(np.concatenate([family.shown[level], np.zeros(len(extra), dtype=bool)]))
    measure, _ = pd.factorize(both["measure"])
    person, _ = pd.factorize(both["borrower"])
    places = {str(level): code for level, code in enumerate(codes)}
    keys = both[["measure", "event"]].assign(**places)
    event = keys.groupby(list(keys.columns), sort=False, dropna=False).ngroup()
    changed = find_changes(event, both["hit"].to_numpy(bool), now)
    later = Family(family.name, codes, names, shown_after)
    earlier = Family(family.name, codes, names, shown_before)
    return Stack(later, earlier, measure.astype(np.int64), person.astype(np.int64), now, changed)


def _each_measure(measure: Integers, rows: Flags) -> Iterator[Flags]:
    """Yield the rows of one measure after the other: a reader need not look at all measures at once."""
    for number in np.unique(measure[rows]).tolist():
        yield rows & (measure == number)


def find_small_steps(stack: Stack, least_persons: int) -> list[int]:
    """Return the later groups whose step from the earlier release gives fewer than ``least_persons`` persons away."""
    before, after = stack.earlier.leaves(), stack.later.leaves()
    found: set[int] = set()
    for own in _each_measure(stack.measure, np.ones(len(before), dtype=bool)):
        old, new, person, changed = before[own], after[own], stack.person[own], stack.changed[own]
        found.update(find_small_changes(old, new, person, changed, least_persons).tolist())
        found.update(find_small_moves(old, new, stack.now[own], changed, person, least_persons).tolist())
    return sorted(found)


def find_crossed_steps(left: Stack, right: Stack, least_persons: int) -> list[tuple[list[int], list[int]]]:
    """Return the later groups of two breakdowns whose steps together give fewer than ``least_persons`` persons away."""
    areas = [find_areas(each.earlier.leaves(), each.later.leaves()) for each in (left, right)]
    leaves = [each.later.leaves() for each in (left, right)]
    found = []
    for own in _each_measure(left.measure, left.changed | right.changed):
        for cut in find_cuts(areas[0][own], areas[1][own], left.person[own], least_persons):
            ends = ((leaves[0], areas[0], cut.left), (leaves[1], areas[1], cut.right))
            a, b = (np.unique(leaf[own & np.isin(area, end)]).tolist() for leaf, area, end in ends)
            found.append((a, b))
    return found


def hold_until_still(
    families: Sequence[Family], histories: Sequence[Sequence[Stack]], control: Control
) -> bool:
    """Withdraw groups, in place, until no step from any earlier release gives anybody away; say whether any was."""
    moved = False
    while any(hold_steps(families, stacks, control) for stacks in histories):
        moved = True
    return moved


def hold_steps(families: Sequence[Family], stacks: Sequence[Stack], control: Control) -> bool:
    """Withdraw groups of the later release, in place, whose steps give too few persons away; say whether any was.

    Raises
    ------
    DisclosureError
        If even the total moved by too few persons.
    """
    for family, stack in zip(families, stacks, strict=True):
        for level, shown in enumerate(family.shown):
            stack.later.shown[level][: len(shown)] = shown
        small = find_small_steps(stack, control.least_persons)
        if small:
            held = [_hold(family, stack, leaf) for leaf in small]
            if not any(held):
                _refuse(control)
            return True
    for (family_a, a), (family_b, b) in combinations(zip(families, stacks, strict=True), 2):
        for ends_a, ends_b in find_crossed_steps(a, b, control.least_persons):
            choices = ((family_b, _own(family_b, b, ends_b)), (family_a, _own(family_a, a, ends_a)))
            if not hide_one(choices):
                _refuse(control)
            return True
    return False


def _own(family: Family, stack: Stack, leaves: Sequence[int]) -> tuple[int, ...]:
    """Translate leaves of a stack to those of the later release."""
    own = []
    for leaf in leaves:
        level, code = stack.later.place(leaf) if leaf else (-1, 0)
        if leaf and code < len(family.names[level]):
            own.append(family.starts[level] + code)
    return tuple(own)


def _hold(family: Family, stack: Stack, leaf: int) -> bool:
    """Withdraw a child of the group that changed, or the group itself; say whether there was one."""
    own = _own(family, stack, [leaf])
    at = own[0] if own else 0
    changed_rows = stack.changed & stack.now
    children = [
        each
        for each in family.children(at).tolist()
        if (stack.later.codes[family.place(each)[0]][changed_rows] == family.place(each)[1]).any()
    ]
    if children:
        sizes = [np.count_nonzero(family.codes[level] == code) for level, code in map(family.place, children)]
        family.hide(children[int(np.argmin(sizes))])
    elif at:
        family.hide(at)
    elif len(family.children(0)):
        hide_smallest(family, 0)
    else:
        return False
    return True


def _refuse(control: Control) -> None:
    raise DisclosureError(
        f"publish: fewer than {control.least_persons} persons changed since an earlier release, so a new one would show their data. "
        "Send the earlier report again, or wait until more has happened."
    )


def find_held(families: Sequence[Family], shown: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the figures of the last release for groups that are withdrawn from this one."""
    held = {}
    for family in families:
        old = shown[family.name]
        old = old[old["level"] >= 0]
        fresh = {
            (level, name)
            for level, (names, visible) in enumerate(zip(family.names, family.shown, strict=True))
            for name in names[visible]
        }
        keep = [key not in fresh for key in zip(old["level"], old["group"], strict=True)]
        held[family.name] = old[keep].assign(held=True)
    return held
