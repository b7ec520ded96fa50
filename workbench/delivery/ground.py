"""The rate of an address's cell as a feature: learnt out of fold, looked up with its parents as a fall-back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.delivery.nested import build_tree, shrink
from workbench.delivery.rates import as_cells, out_of_fold_rates, parents_of, resolution_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Cells = NDArray[np.uint64]
    Integers = NDArray[np.int64]

COARSEST = 5


@dataclass(frozen=True)
class Ground:
    """Smoothed rates of cells and all their parents.

    Parameters
    ----------
    resolution
        Of the finest cells.
    cells, rates
        Per resolution, coarsest first: sorted cells and their smoothed rates.
    overall
        Rate where nothing is known.
    """

    resolution: int
    cells: tuple[Cells, ...]
    rates: tuple[Floats, ...]
    overall: float

    def logits(self, cells: pd.Series) -> Floats:
        """Look up log odds; an unseen cell gets its nearest seen ancestor's, a missing one the overall rate's."""
        found = np.full(len(cells), self.overall)
        known = cells.notna().to_numpy()
        if known.any():
            numbers = as_cells(cells[known].to_numpy())
            at_hand = resolution_of(numbers)
            rates = np.full(len(numbers), self.overall)
            for level, (names, values) in enumerate(zip(self.cells, self.rates, strict=True)):
                resolution = self.resolution - len(self.cells) + 1 + level
                if resolution <= at_hand and len(names):
                    asked = parents_of(numbers, resolution)
                    at = np.minimum(np.searchsorted(names, asked), len(names) - 1)
                    rates = np.where(names[at] == asked, values[at], rates)
            found[known] = rates
        return np.log(found / (1.0 - found))

    def as_json(self) -> dict[str, Any]:
        """Return the rates as plain data, cells as text."""
        return {
            "resolution": self.resolution,
            "overall": self.overall,
            "cells": [[f"{cell:x}" for cell in names.tolist()] for names in self.cells],
            "rates": [[round(rate, 6) for rate in values.tolist()] for values in self.rates],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Ground:
        """Make the rates of plain data."""
        return cls(
            resolution=int(data["resolution"]),
            cells=tuple(
                np.array([int(cell, 16) for cell in names], dtype=np.uint64) for names in data["cells"]
            ),
            rates=tuple(np.array(values, dtype=np.float64) for values in data["rates"]),
            overall=float(data["overall"]),
        )


def learn_ground(cells: pd.Series, hits: Floats, folds: Integers) -> tuple[Ground, Floats]:
    """Learn the rates of all cells, and give each training row its rate without its own fold.

    Parameters
    ----------
    cells
        H3 cells of one resolution; missing ones get the overall rate.
    hits
        0 or 1 per row.
    folds
        Fold of each row; rows of one borrower must share a fold.

    Returns
    -------
    tuple
        The rates for scoring, and the log odds per training row.
    """
    overall = (hits.sum() + 1.0) / (len(hits) + 2.0)
    logits = np.full(len(cells), np.log(overall / (1 - overall)))
    known = cells.notna().to_numpy()
    if not known.any():
        return Ground(COARSEST, (), (), float(overall)), logits
    numbers = as_cells(cells[known].to_numpy())
    finest = resolution_of(numbers)
    levels = range(min(COARSEST, finest), finest + 1)
    finest_cells, code = np.unique(numbers, return_inverse=True)
    sums = np.bincount(code, hits[known]).astype(np.float64), np.bincount(code).astype(np.float64)
    tree = build_tree([parents_of(finest_cells, level) for level in levels], *sums)
    shrunk = shrink(tree)
    held_out = out_of_fold_rates(numbers, hits[known], folds[known], coarsest=COARSEST)
    logits[known] = np.log(held_out / (1 - held_out))
    names = tuple(np.asarray(label, dtype=np.uint64) for label in tree.labels)
    return Ground(finest, names, shrunk.mean, shrunk.overall), logits
