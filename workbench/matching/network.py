"""A small network of plain arrays: reads features, gives one number; its weights are text, never pickles."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_CLIP = 4.0  # standard deviations: what lies farther out says no more
_DIGITS = 5


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
        np.nan_to_num(values, copy=False)
        return values.clip(-_CLIP, _CLIP)

    def run(self, columns: Mapping[str, NDArray[Any]]) -> Floats:
        """Return one number per row."""
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
