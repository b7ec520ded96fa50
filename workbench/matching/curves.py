"""Fitting the curves of a calibration from answers whose truth is known."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.matching.calibration import ALL, LIKE, WITHIN_M, Calibrator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from workbench.matching.forest import Forest

    Floats = NDArray[np.float64]

COVERED = 0.9
_LEAST = 150  # answers of a level that make its own curve; fewer share the common one
_LEAST_SIZE = 0.01


def _isotonic(raw: Floats, good: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Fit rising steps and keep the knots of their middles, so that the curve is continuous."""
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - heavy, only for calibrating

    order = np.argsort(raw, kind="stable")
    edges = np.linspace(0, len(raw), min(21, max(len(raw) // 40, 2)) + 1).astype(int)
    middles = [
        (raw[order[a:b]].mean(), good[order[a:b]].mean(), b - a)
        for a, b in itertools.pairwise(edges)
        if b > a
    ]
    x, y, weight = (np.asarray(column, dtype=np.float64) for column in zip(*middles, strict=True))
    rising = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    rising = rising.fit(x, y, sample_weight=weight).predict(x)
    return np.concatenate([[0.0], x, [1.0]]), np.concatenate([[rising[0]], rising, [rising[-1]]]).clip(
        0.002, 0.998
    )


def _conformal(size: Floats, weight: Floats, covered: float) -> float:
    """Return the weighted quantile of sizes that holds a further one of mean weight with this probability."""
    order = np.argsort(size, kind="stable")
    held = np.cumsum(weight[order])
    rank = np.searchsorted(held, covered * (held[-1] + weight.mean()))
    return float(size[order[min(int(rank), len(size) - 1)]])


def _weigh(reach_m: Floats | None, n: int) -> Floats:
    """Return the weight of each answer: those of one area err together and have one voice."""
    if reach_m is None:
        return np.ones(n)
    _, area, count = np.unique(reach_m, return_inverse=True, return_counts=True)
    return np.where(reach_m == 1.0, 1.0, 1.0 / count[area])


def _radii(confidence: Floats, size: Floats, weight: Floats, covered: float) -> tuple[Floats, Floats]:
    """Quantile of the distance (or its multiple of a reach) in bins of confidence, falling with it; in logarithms."""
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - heavy, only for calibrating

    order = np.argsort(confidence, kind="stable")
    rising = confidence[order]
    edges = np.linspace(0, len(order), min(12, max(len(order) // 80, 1)) + 1).astype(int)
    # Answers of one and the same confidence stay together: apart, their bins would be those of cities.
    edges = np.unique(np.append(np.searchsorted(rising, rising[edges[:-1]]), len(order)))
    x, y = [], []
    for a, b in itertools.pairwise(edges):
        part = order[a:b]
        x.append(confidence[part].mean())
        y.append(np.log(max(_conformal(size[part], weight[part], covered), _LEAST_SIZE)))
    falling = IsotonicRegression(increasing=False, out_of_bounds="clip").fit(x, y).predict(x)
    return np.asarray(x, dtype=np.float64), np.asarray(falling, dtype=np.float64)


def fit_curves(
    judge: Forest,
    raw: Floats,
    levels: NDArray[np.str_],
    away_m: Floats,
    provenance: Mapping[str, Any],
    *,
    covered: float = COVERED,
    reach_m: Floats | None = None,
) -> Calibrator:
    """Fit the curves and radii of a calibrator from answers whose truth is known.

    Parameters
    ----------
    raw
        The judge's probability for each answer, from a judge that has not seen it.
    levels, away_m
        Level and distance to the truth of each answer.
    covered
        Share of the truths that the radii hold.
    reach_m
        Reach of the areas that answer (``area_reach_m``): their radii are learned as multiples of it.
    """
    good = away_m < WITHIN_M
    size = away_m / (1.0 if reach_m is None else reach_m)
    like = np.asarray([LIKE.get(str(level), ALL) for level in levels])
    parts = {str(level): levels == level for level in np.unique(levels)}
    parts |= {str(pool): like == pool for pool in np.unique(like)}
    parts = {name: some for name, some in parts.items() if some.sum() >= _LEAST} | {
        ALL: np.ones(len(raw), bool)
    }
    curves = {name: _isotonic(raw[some], good[some]) for name, some in parts.items()}
    weight = _weigh(reach_m, len(raw))
    radii = {
        name: _radii(np.interp(raw[some], *curves[name]), size[some], weight[some], covered)
        for name, some in parts.items()
    }
    return Calibrator(judge, curves, radii, provenance)
