"""A small network of plain arrays: reads features, gives one number; its weights are text, never pickles."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_CLIP = 4.0  # standard deviations: what lies farther out says no more
_DIGITS = 5
_BLOCK = 4_096  # rows whose layers stay in the processor's cache


@dataclass(frozen=True)
class Network:
    """Standardised features through layers of rectified units.

    Parameters
    ----------
    features
        Names of the columns in order.
    mean, scale
        Of each feature; NaN becomes the mean.
    weights, biases
        One matrix and one vector per layer; the last layer has one output.
    logistic
        Whether the output is a probability.
    provenance
        What it was learned from.
    """

    features: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    logistic: bool
    provenance: Mapping[str, Any]

    def prepare(self, columns: Mapping[str, NDArray[Any]]) -> Floats:
        """Stack and standardise the columns of the network."""
        missing = [name for name in self.features if name not in columns]
        if missing:
            raise InputError(
                f"scorer: features are missing: {', '.join(missing)}. The weights are from another version."
            )
        values = np.stack([np.asarray(columns[name], dtype=np.float32) for name in self.features], axis=1)
        values -= self.mean
        values /= self.scale
        values.clip(-_CLIP, _CLIP, out=values)
        values[np.isnan(values)] = 0
        return values

    def run(self, columns: Mapping[str, NDArray[Any]]) -> Floats:
        """Return one number per row."""
        n = len(next(iter(columns.values()), ()))
        parts = [
            self._run_block({name: values[first : first + _BLOCK] for name, values in columns.items()})
            for first in range(0, max(n, 1), _BLOCK)
        ]
        return np.concatenate(parts)

    def _run_block(self, columns: Mapping[str, NDArray[Any]]) -> Floats:
        values = self.prepare(columns)
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            values = values @ weight
            values += bias
            np.maximum(values, 0, out=values)
        out = (values @ self.weights[-1] + self.biases[-1])[:, 0]
        return np.asarray(1 / (1 + np.exp(-out)) if self.logistic else out, dtype=np.float32)

    def as_json(self) -> dict[str, Any]:
        """Return the network as JSON values."""
        return {
            "features": list(self.features),
            "mean": _rounded(self.mean),
            "scale": _rounded(self.scale),
            "weights": [_rounded(weight) for weight in self.weights],
            "biases": [_rounded(bias) for bias in self.biases],
            "logistic": self.logistic,
            "provenance": dict(self.provenance),
        }


def _rounded(values: Floats) -> Any:
    return np.vectorize(lambda value: float(f"{value:.{_DIGITS}g}"), otypes=[float])(values).tolist()


def network_from_json(said: Mapping[str, Any]) -> Network:
    """Make a network from what ``as_json`` gave."""

    def floats(values: Any) -> Floats:
        return np.asarray(values, dtype=np.float32)

    try:
        return Network(
            tuple(said["features"]),
            floats(said["mean"]),
            floats(said["scale"]),
            tuple(floats(weight) for weight in said["weights"]),
            tuple(floats(bias) for bias in said["biases"]),
            bool(said["logistic"]),
            dict(said["provenance"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"weights: are damaged ({error}). Reinstall the package or learn them again."
        ) from None


def read_network(path: Path) -> Network:
    """Read a network from a JSON file."""
    return network_from_json(json.loads(path.read_text(encoding="utf-8")))


def join_networks(networks: Sequence[Network]) -> Network:
    """Join networks of the same features and shape into one that gives their mean, before any logistic."""
    first = networks[0]
    means = [networks[0].mean, networks[0].scale]
    if any(
        one.features != first.features
        or not np.array_equal(one.mean, means[0])
        or not np.array_equal(one.scale, means[1])
        for one in networks
    ):
        raise InputError("scorer: only networks over the same standardised features can be joined.")
    weights = [np.concatenate([one.weights[0] for one in networks], axis=1)]
    weights += [_diagonal([one.weights[at] for one in networks]) for at in range(1, len(first.weights) - 1)]
    weights.append(np.concatenate([one.weights[-1] for one in networks]) / len(networks))
    biases = [np.concatenate([one.biases[at] for one in networks]) for at in range(len(first.biases) - 1)]
    biases.append(np.mean([one.biases[-1] for one in networks], axis=0))
    return replace(first, weights=tuple(weights), biases=tuple(biases))


def _diagonal(blocks: Sequence[Floats]) -> Floats:
    """Put matrices along the diagonal of one."""
    shape = np.asarray([block.shape for block in blocks])
    out = np.zeros(shape.sum(axis=0), np.float32)
    corners = np.cumsum(shape, axis=0) - shape
    for block, (row, column) in zip(blocks, corners.tolist(), strict=True):
        out[row : row + block.shape[0], column : column + block.shape[1]] = block
    return out
