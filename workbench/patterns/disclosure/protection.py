"""Withdraw groups until nothing thin can be worked out from what is left."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from workbench.errors import DisclosureError
from workbench.patterns.disclosure.cuts import find_cuts_by_measure
from workbench.patterns.disclosure.families import find_thin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from workbench.patterns.disclosure.families import Control, Family, Rows

    Integers = NDArray[np.int64]


def protect(families: Sequence[Family], rows: Rows, control: Control) -> None:
    """Withdraw groups of the families, in place, until neither one nor two of them give a thin set away.

    Raises
    ------
    InputError
        If everything together is too thin already.
    """
    whole = np.zeros(len(rows.person), dtype=np.int64)
    if not len(whole) or len(find_thin(whole, rows, control, persons_only=True)):
        raise DisclosureError(
            f"publish: the whole portfolio has fewer than {control.least_persons} persons in a measure, so nothing may be shown. "
            "Leave the measure out, wait for more cases, or lower least_persons if counsel agrees."
        )
    for family in families:
        _settle(family, rows, control)
    while _withdraw_crossed(families, rows, control):
        for family in families:
            _settle(family, rows, control)


def _settle(family: Family, rows: Rows, control: Control) -> None:
    """Withdraw thin groups, and where what is left over is thin, its smallest sibling as well (complementary)."""
    while True:
        leaves = family.leaves()
        thin = [leaf for leaf in find_thin(leaves, rows, control).tolist() if _can_hide(family, leaf)]
        if not thin:
            return
        for leaf in thin:
            hide_smallest(family, leaf)


def _can_hide(family: Family, leaf: int) -> bool:
    return leaf != 0 or any(shown.any() for shown in family.shown)


def hide_smallest(family: Family, leaf: int) -> None:
    """Withdraw the smallest published group directly inside a leaf, or the leaf itself if there is none."""
    children = family.children(leaf)
    if not len(children):
        if leaf:
            family.hide(leaf)
        return
    sizes = [
        np.count_nonzero(family.codes[level] == code) for level, code in map(family.place, children.tolist())
    ]
    family.hide(int(children[int(np.argmin(sizes))]))


def _withdraw_crossed(families: Sequence[Family], rows: Rows, control: Control) -> bool:
    """Withdraw one group for each set that two families isolate together; say whether there was any."""
    hidden = False
    for left, right in combinations(families, 2):
        for left_groups, right_groups in crossed_groupings(left, right):
            for cut in find_cuts_by_measure(left_groups, right_groups, rows, control.least_persons):
                beside = np.unique(right_groups[np.isin(left_groups, cut.left)])
                hidden |= hide_one(((right, cut.right), (right, tuple(beside.tolist())), (left, cut.left)))
            if hidden:
                return True
    return hidden


def crossed_groupings(left: Family, right: Family) -> list[tuple[Integers, Integers]]:
    """Return the pairs of groupings that are to be crossed: finest groups, and those of every level above."""
    mine, theirs = level_groupings(left), level_groupings(right)
    return (
        [(mine[-1], theirs[-1])] + [(a, theirs[-1]) for a in mine[:-1]] + [(mine[-1], b) for b in theirs[:-1]]
    )


def level_groupings(family: Family) -> list[Integers]:
    """Return the leaves as they are if only the first level, the first two, ... and all levels are published."""
    out = []
    for depth in range(1, len(family.codes) + 1):
        part = type(family)(family.name, family.codes[:depth], family.names[:depth], family.shown[:depth])
        out.append(part.leaves())
    return out


def hide_one(choices: Sequence[tuple[Family, tuple[int, ...]]]) -> bool:
    """Withdraw the smallest published group among those that took part in a cut."""
    for family, leaves in choices:
        shown = [leaf for leaf in leaves if leaf and _is_shown(family, leaf)]
        if shown:
            sizes = [
                np.count_nonzero(family.codes[level] == code) for level, code in map(family.place, shown)
            ]
            family.hide(shown[int(np.argmin(sizes))])
            return True
    return any(_hide_any(family) for family, _ in choices)


def _hide_any(family: Family) -> bool:
    children = family.children(0)
    if len(children):
        hide_smallest(family, 0)
    return bool(len(children))


def _is_shown(family: Family, leaf: int) -> bool:
    level, code = family.place(leaf)
    return bool(family.shown[level][code])
