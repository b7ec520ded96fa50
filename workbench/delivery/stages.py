"""One stage of the odds: a logistic model whose log odds are a sum of the features' parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from workbench.delivery.encoding import Encoder, Features, learn_encoder

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_LEAST_ROWS, _LEAST_OF_CLASS = 40, 10
_LEAST_FOR_PLATT = 500  # hits and misses each, in the held-out fold
_NO_PENALTY = 1e6
_CLEAR_GAIN = 9.21  # 99 % point of chi-square with two degrees of freedom
_SLOPE = (0.5, 1.5)  # Platt's slope outside this says that something else is wrong


@dataclass(frozen=True)
class Stage:
    """Log odds = base + sum of weights times encoded columns.

    Parameters
    ----------
    encoder
        From features to columns.
    base
        Log odds of the average address.
    weights
        Per column.
    rows
        Training rows.
    """

    encoder: Encoder
    base: float
    weights: Floats
    rows: int = 0

    @property
    def features(self) -> list[str]:
        """Names of the features, in order of their first column."""
        return list(dict.fromkeys(name for name, _ in self.encoder.columns))

    def parts(self, frame: pd.DataFrame) -> Floats:
        """Return what each feature adds to the log odds: rows x ``features``."""
        matrix = self.encoder.encode(frame) * self.weights
        names = self.features
        owner = np.array([names.index(name) for name, _ in self.encoder.columns], dtype=np.int64)
        out = np.zeros((len(frame), len(names)))
        for at in range(len(names)):
            out[:, at] = matrix[:, owner == at].sum(axis=1)
        return out

    def log_odds(self, frame: pd.DataFrame) -> Floats:
        """Return the log odds of each row."""
        return np.asarray(self.base + self.encoder.encode(frame) @ self.weights)

    def as_json(self) -> dict[str, Any]:
        """Return the stage as plain data."""
        weights = [float(weight) for weight in self.weights]
        return {"encoder": self.encoder.as_json(), "base": self.base, "weights": weights, "rows": self.rows}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Stage:
        """Make a stage of plain data."""
        encoder = Encoder.from_json(data["encoder"])
        return cls(
            encoder, float(data["base"]), np.array(data["weights"], dtype=np.float64), int(data["rows"])
        )


def fit_stage(
    frame: pd.DataFrame, hits: Floats, folds: Integers, features: Features, *, strength: float = 1.0
) -> Stage:
    """Fit one stage.

    Parameters
    ----------
    frame
        Features.
    hits
        0 or 1 per row.
    folds
        Fold per row; fold 0 is held out once to see whether Platt's slope and shift help, if there are enough rows.
    features
        Columns to look at.
    strength
        Inverse of the ridge penalty.

    Returns
    -------
    Stage
        With too few rows, or too few of one class, the overall rate alone.
    """
    if len(hits) < _LEAST_ROWS or min(hits.sum(), len(hits) - hits.sum()) < _LEAST_OF_CLASS:
        rate = (hits.sum() + 1.0) / (len(hits) + 2.0)
        return Stage(Encoder(), float(np.log(rate / (1 - rate))), np.zeros(0), len(hits))
    encoder = learn_encoder(frame, features)
    matrix = encoder.encode(frame)
    base, weights = _fit(matrix, hits, strength)
    slope, shift = _platt(matrix, hits, folds, strength)
    return Stage(encoder, slope * base + shift, slope * weights, len(hits))


def _fit(matrix: Floats, hits: Floats, strength: float) -> tuple[float, Floats]:
    if not matrix.shape[1]:
        rate = hits.mean()
        return float(np.log(rate / (1 - rate))), np.zeros(0)
    model = LogisticRegression(C=strength, solver="newton-cholesky", max_iter=50).fit(matrix, hits)
    return float(model.intercept_[0]), np.asarray(model.coef_[0], dtype=np.float64)


def _platt(matrix: Floats, hits: Floats, folds: Integers, strength: float) -> tuple[float, float]:
    """Slope and shift of the log odds, learnt on a fold that the model did not see; (1, 0) unless they clearly help there.

    A logistic model is calibrated by itself; with few hits or misses a slope is mostly noise (on real orders with 90 misses
    in the fold it made the log-loss worse, .143 against .135).
    """
    held = folds == 0
    if (
        min(hits[held].sum(), (1 - hits[held]).sum()) < _LEAST_FOR_PLATT
        or not 0 < hits[~held].sum() < (~held).sum()
    ):
        return 1.0, 0.0
    base, weights = _fit(matrix[~held], hits[~held], strength)
    before = base + matrix[held] @ weights
    shift, slope = _fit(before[:, None], hits[held], _NO_PENALTY)
    gain = 2 * (_likelihood(slope[0] * before + shift, hits[held]) - _likelihood(before, hits[held]))
    helps = gain > _CLEAR_GAIN and _SLOPE[0] <= slope[0] <= _SLOPE[1]
    return (float(slope[0]), shift) if helps else (1.0, 0.0)


def _likelihood(log_odds: Floats, hits: Floats) -> float:
    return float((hits * log_odds - np.logaddexp(0.0, log_odds)).sum())
