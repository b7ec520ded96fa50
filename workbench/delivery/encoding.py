"""From a frame of features to a matrix, centred so that 0 is the average address of the training data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_LEAST_MISSING, _MOST_MISSING = 0.005, 0.995
_LEAST_SPREAD = 1e-9


@dataclass(frozen=True)
class Features:
    """Which columns of a frame a model looks at; those that a frame lacks are left out.

    Parameters
    ----------
    categories
        Columns of words.
    numbers
        Columns of numbers. The number of tries is not among them: it is the sum of how they ended.
    skewed
        Numbers that are taken as log(1 + x).
    crossed
        Pairs of a category and a number whose slope differs by category.
    least_rows
        A word that occurs in fewer rows counts as unknown.
    """

    categories: tuple[str, ...] = ("kind", "level", "channel", "lawful_source", "weekday", "station")
    numbers: tuple[str, ...] = (
        "confidence", "years", "agrees", "distance_km", "delivered_before", "declined_before",
        "failed_before", "moved_before", "unclear_before", "place_logit",
    )  # fmt: skip
    skewed: tuple[str, ...] = (
        "distance_km",
        "delivered_before",
        "declined_before",
        "failed_before",
        "moved_before",
        "unclear_before",
    )
    crossed: tuple[tuple[str, str], ...] = (("kind", "years"),)
    least_rows: int = 25


@dataclass(frozen=True)
class Encoder:
    """Learnt encoding: words with their shares, means and spreads of numbers.

    Parameters
    ----------
    words
        Category -> word -> share of the training rows.
    numbers
        Number -> mean, spread, share missing.
    skewed, crossed
        As in ``Features``.
    """

    words: dict[str, dict[str, float]] = field(default_factory=dict)
    numbers: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    skewed: tuple[str, ...] = ()
    crossed: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Feature and detail of each column of the matrix, in order."""
        named = [(name, word) for name, words in self.words.items() for word in words]
        for name, (_, _, missing) in self.numbers.items():
            named.append((name, ""))
            if _LEAST_MISSING < missing < _MOST_MISSING:
                named.append((name, "missing"))
        named += [(number, word) for category, number in self.crossed for word in self.words[category]]
        return named

    def encode(self, frame: pd.DataFrame) -> Floats:
        """Return the matrix of a frame; an unknown word or a column that is not there counts as the average."""
        parts: list[Floats] = [self._one_hot(frame, name) for name in self.words]
        for name, (_, _, missing) in self.numbers.items():
            scaled, lacking = self._scaled(frame, name)
            parts.append(scaled[:, None])
            if _LEAST_MISSING < missing < _MOST_MISSING:
                parts.append(
                    (lacking - missing)[:, None] if name in frame.columns else np.zeros((len(frame), 1))
                )
        parts += [self._one_hot(frame, a) * self._scaled(frame, b)[0][:, None] for a, b in self.crossed]
        return np.hstack(parts) if parts else np.zeros((len(frame), 0))

    def _one_hot(self, frame: pd.DataFrame, name: str) -> Floats:
        words = self.words[name]
        out = np.zeros((len(frame), len(words)))
        if name not in frame.columns or not words:
            return out
        codes = pd.Index(list(words), dtype=object).get_indexer(pd.Index(frame[name].astype(object)))
        known = codes >= 0
        out[known] = -np.array(list(words.values()))
        out[np.flatnonzero(known), codes[known]] += 1.0
        return out

    def _scaled(self, frame: pd.DataFrame, name: str) -> tuple[Floats, Floats]:
        if name not in frame.columns:
            return np.zeros(len(frame)), np.ones(len(frame))
        mean, spread, _ = self.numbers[name]
        values = _transformed(frame, name, self.skewed)
        lacking = np.isnan(values)
        return np.where(lacking, 0.0, (values - mean) / spread), lacking.astype(np.float64)

    def as_json(self) -> dict[str, Any]:
        """Return the encoding as plain data."""
        return {
            "words": self.words,
            "numbers": {name: list(values) for name, values in self.numbers.items()},
            "skewed": list(self.skewed),
            "crossed": [list(pair) for pair in self.crossed],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Encoder:
        """Make an encoding of plain data."""
        return cls(
            words={
                str(a): {str(b): float(c) for b, c in words.items()} for a, words in data["words"].items()
            },
            numbers={str(a): (float(v[0]), float(v[1]), float(v[2])) for a, v in data["numbers"].items()},
            skewed=tuple(str(name) for name in data["skewed"]),
            crossed=tuple((str(pair[0]), str(pair[1])) for pair in data["crossed"]),
        )


def learn_encoder(frame: pd.DataFrame, features: Features) -> Encoder:
    """Learn words and scales from training rows; a column that never varies is left out."""
    words: dict[str, dict[str, float]] = {}
    for name in features.categories:
        if name in frame.columns:
            counts = frame[name].astype(object).value_counts()
            common = counts[counts >= min(features.least_rows, max(len(frame) // 20, 1))]
            if len(common) > 1:
                total = float(common.sum())
                # By word, not by count: the same data in another order give the same model.
                words[name] = {
                    str(word): float(common[word]) / total for word in sorted(common.index, key=str)
                }
    numbers: dict[str, tuple[float, float, float]] = {}
    for name in features.numbers:
        if name in frame.columns:
            values = _transformed(frame, name, features.skewed)
            known = values[~np.isnan(values)]
            if len(known) and float(known.std()) > _LEAST_SPREAD:
                numbers[name] = (float(known.mean()), float(known.std()), 1.0 - len(known) / len(values))
    crossed = tuple(pair for pair in features.crossed if pair[0] in words and pair[1] in numbers)
    return Encoder(words, numbers, features.skewed, crossed)


def _transformed(frame: pd.DataFrame, name: str, skewed: tuple[str, ...]) -> Floats:
    values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    values = np.where(np.isfinite(values), values, np.nan)
    return np.log1p(np.maximum(values, 0.0)) if name in skewed else values
