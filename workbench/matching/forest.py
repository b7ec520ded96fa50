"""Boosted trees of plain arrays: read features, give a probability; their numbers are text, never pickles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

DEPTH = 4  # questions from the root of each tree to a leaf
MISSING = np.float32(-1e9)  # below every threshold: an unknown feature always answers "not above"
_BLOCK = 2_048  # rows whose way through all trees stays in the processor's cache


@dataclass(frozen=True)
class Forest:
    """The logistic of the sum of full binary trees.

    Parameters
    ----------
    features
        Names of the columns in order.
    asked, above
        Per tree and inner node, from the root downwards and from left to right: position of the feature that is asked, and the
        threshold; what lies above it goes right. Shape (trees, 2 ** DEPTH - 1).
    leaves
        Per tree the value of each leaf from left to right, shape (trees, 2 ** DEPTH).
    provenance
        What it was learned from.
    """

    features: tuple[str, ...]
    asked: NDArray[np.int64]
    above: Floats
    leaves: Floats
    provenance: Mapping[str, Any]

    def run(self, columns: Mapping[str, NDArray[Any]]) -> Floats:
        """Return one probability per row."""
        values = stack_features(self.features, columns)
        tree = np.arange(len(self.asked))[:, None]
        out = np.empty(values.shape[1], np.float32)
        for first in range(0, values.shape[1], _BLOCK):
            block = values[:, first : first + _BLOCK]
            row = np.arange(block.shape[1])
            node = np.zeros((len(tree), len(row)), np.int64)
            for _ in range(DEPTH):
                node = 2 * node + 1 + (block[self.asked[tree, node], row] > self.above[tree, node])
            out[first : first + _BLOCK] = self.leaves[tree, node - self.asked.shape[1]].sum(axis=0)
        return np.asarray(1 / (1 + np.exp(-out)), dtype=np.float32)

    def as_json(self) -> dict[str, Any]:
        """Return the forest as JSON values."""
        return {
            "features": list(self.features),
            "asked": self.asked.tolist(),
            "above": [[float(f"{value:.7g}") for value in tree] for tree in self.above.tolist()],
            "leaves": [[float(f"{value:.5g}") for value in tree] for tree in self.leaves.tolist()],
            "provenance": dict(self.provenance),
        }


def stack_features(features: Sequence[str], columns: Mapping[str, NDArray[Any]]) -> Floats:
    """Stack the columns that a forest asks about, one row per feature, with ``MISSING`` for what is not known."""
    missing = [name for name in features if name not in columns]
    if missing:
        raise InputError(
            f"judge: features are missing: {', '.join(missing)}. The trees are from another version."
        )
    values = np.stack([np.asarray(columns[name], dtype=np.float32) for name in features])
    values[np.isnan(values)] = MISSING
    return values


def forest_from_json(said: Mapping[str, Any]) -> Forest:
    """Make a forest from what ``as_json`` gave; its shape is checked."""
    try:
        made = Forest(
            tuple(said["features"]),
            np.asarray(said["asked"], dtype=np.int64),
            np.asarray(said["above"], dtype=np.float32),
            np.asarray(said["leaves"], dtype=np.float32),
            dict(said["provenance"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"trees: are damaged ({error}). Reinstall the package or learn them again."
        ) from None
    inner = (len(made.asked), 2**DEPTH - 1)
    fits = made.asked.shape == made.above.shape == inner and made.leaves.shape == (inner[0], 2**DEPTH)
    if not fits or not ((made.asked >= 0) & (made.asked < len(made.features))).all():
        raise InputError(
            f"trees: are damaged: expected {2**DEPTH - 1} questions and {2**DEPTH} leaves per tree about "
            f"{len(made.features)} features. Reinstall the package or learn them again."
        )
    return made
