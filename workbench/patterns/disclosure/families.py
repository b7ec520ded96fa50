"""Published breakdowns of the same events, and the groups that a reader can tell apart with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Control:
    """How much is held back from lenders.

    Parameters
    ----------
    least_persons
        Fewest different borrowers behind a published figure.
    small_count
        A rate is not shown if its hits or its misses are 1 to ``small_count``.
    finest, coarsest
        H3 resolutions between which the cells of the mosaic lie.
    drop_share
        If no more than this share of a parent's events lies in cells that are too thin, those cells are
        dropped; otherwise the parent is shown instead of all its children.
    """

    least_persons: int = 10
    small_count: int = 2
    finest: int = 8
    coarsest: int = 5
    drop_share: float = 0.1

    def __post_init__(self) -> None:
        """Refuse settings that protect nobody."""
        if self.least_persons < 3:  # noqa: PLR2004  of two, each knows the other
            raise InputError(
                f"control: least_persons is {self.least_persons}. Expected 3 or more, 10 as a rule."
            )
        if not 0 <= self.coarsest <= self.finest:
            raise InputError(
                f"control: coarsest {self.coarsest} is finer than finest {self.finest}. Swap them."
            )


@dataclass(frozen=True, slots=True)
class Rows:
    """Events as integers: which measure, which person, hit or not."""

    measure: Integers
    person: Integers
    hit: Flags

    def take(self, chosen: Flags) -> Rows:
        """Return some of the rows."""
        return Rows(self.measure[chosen], self.person[chosen], self.hit[chosen])


@dataclass(slots=True)
class Family:
    """One published breakdown, nested levels coarsest first; everything together is its root.

    Parameters
    ----------
    name
        For messages.
    codes
        Per level the group of each row, -1 for none.
    names
        Per level the names of the groups.
    shown
        Per level whether each group is published.
    """

    name: str
    codes: list[Integers]
    names: list[NDArray[np.object_]]
    shown: list[Flags]

    @property
    def starts(self) -> list[int]:
        """First leaf number of each level; the root is 0."""
        sizes = [len(each) for each in self.names]
        return [1 + sum(sizes[:level]) for level in range(len(sizes))]

    def leaves(self) -> Integers:
        """Return for each row the finest published group that holds it, 0 for the root.

        A published group minus its published children is what is left of it: a reader gets
        that by subtraction, so it counts as a group as well.
        """
        leaf = np.zeros(len(self.codes[0]) if self.codes else 0, dtype=np.int64)
        for codes, shown, start in zip(self.codes, self.shown, self.starts, strict=True):
            inside = codes >= 0
            inside[inside] = shown[codes[inside]]
            leaf[inside] = start + codes[inside]
        return leaf

    def hide(self, leaf: int) -> None:
        """Withdraw a group and all groups inside it."""
        level, code = self.place(leaf)
        self.shown[level][code] = False
        rows = self.codes[level] == code
        for finer in range(level + 1, len(self.codes)):
            inner = self.codes[finer][rows]
            self.shown[finer][np.unique(inner[inner >= 0])] = False

    def place(self, leaf: int) -> tuple[int, int]:
        """Return level and code of a leaf."""
        level = max(each for each, start in enumerate(self.starts) if start <= leaf)
        return level, leaf - self.starts[level]

    def label(self, leaf: int) -> str:
        """Return the name of a leaf, ``all`` for the root."""
        if leaf == 0:
            return "all"
        level, code = self.place(leaf)
        return str(self.names[level][code])

    def children(self, leaf: int) -> Integers:
        """Return the published groups directly inside a leaf (or inside the root)."""
        level = -1 if leaf == 0 else self.place(leaf)[0]
        rows = (
            np.ones(len(self.codes[0]), dtype=bool) if leaf == 0 else self.codes[level] == self.place(leaf)[1]
        )
        for finer in range(level + 1, len(self.codes)):
            inner = self.codes[finer][rows]
            found = np.unique(inner[inner >= 0])
            found = found[self.shown[finer][found]]
            if len(found):
                first: Integers = found + self.starts[finer]
                return first
        return np.zeros(0, dtype=np.int64)


def make_family(name: str, columns: Sequence[pd.Series]) -> Family:
    """Make a family of nested columns, coarsest first; every group is taken as published."""
    codes, names = [], []
    for column in columns:
        code, label = pd.factorize(column.astype(object), sort=False)
        codes.append(code.astype(np.int64))
        names.append(np.asarray(label, dtype=object))
    return Family(name, codes, names, [np.ones(len(each), dtype=bool) for each in names])


def find_thin(groups: Integers, rows: Rows, control: Control, *, persons_only: bool = False) -> Integers:
    """Return the groups that are too thin to be known: too few persons, or small hits or misses in a measure.

    Groups without events are not thin: that nobody is there is no secret about anybody.
    """
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    measures = int(rows.measure.max()) + 1
    key, at = np.unique(groups * measures + rows.measure, return_inverse=True)
    at = at.reshape(-1)
    people = np.unique(at * (int(rows.person.max()) + 1) + rows.person) // (int(rows.person.max()) + 1)
    persons = np.bincount(people, minlength=len(key))
    thin = persons < control.least_persons
    if not persons_only:
        n = np.bincount(at, minlength=len(key))
        hits = np.bincount(at, rows.hit, minlength=len(key)).astype(np.int64)
        for count in (hits, n - hits):
            thin |= (count >= 1) & (count <= control.small_count)
    found: Integers = np.unique(key[thin] // measures)
    return found
