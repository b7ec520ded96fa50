"""Learning the scorer's weights; needed only to make them, never to use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.matching.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STEPS_M = (50.0, 100.0, 300.0, 500.0, 2_000.0, 5_000.0)
# What a point within each of these distances is worth. More steps near the truth taught the ranking better at
# every distance than few: the target itself carries more information.
_WORTH = (0.25, 0.35, 0.17, 0.15, 0.05, 0.03)


def worth(away_m: Floats) -> Floats:
    """Return what a point at this distance from the truth is worth, from 1 (within 50 m) to 0."""
    return np.asarray(
        sum(value * (away_m < step) for step, value in zip(_STEPS_M, _WORTH, strict=True)), dtype=np.float64
    )


def fit_network(
    columns: Mapping[str, NDArray[Any]],
    target: NDArray[Any],
    *,
    hidden: tuple[int, ...] = (48, 24),
    logistic: bool = False,
    epochs: int = 12,
    penalty: float = 1e-3,
    seed: int = 0,
    provenance: Mapping[str, Any] | None = None,
) -> Network:
    """Fit a network to a target (worth of a candidate, or a yes/no for ``logistic``)."""
    from sklearn.neural_network import MLPClassifier, MLPRegressor  # noqa: PLC0415 - heavy, and only for learning

    names = tuple(columns)
    values = np.stack([np.asarray(columns[name], dtype=np.float32) for name in names], axis=1)
    known = np.where(np.isnan(values).all(axis=0), 0.0, values)
    mean, scale = np.nanmean(known, axis=0), np.nanstd(known, axis=0) + 1e-3
    blank = Network(names, mean, scale, (), (), logistic, provenance or {})
    maker = MLPClassifier if logistic else MLPRegressor
    model = maker(
        hidden_layer_sizes=hidden, alpha=penalty, batch_size=512, learning_rate_init=2e-3, max_iter=epochs,
        n_iter_no_change=epochs, random_state=seed,
    )  # fmt: skip
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the number of rounds is a choice, not a failure to converge
        model.fit(blank.prepare(columns), target)
    layers = tuple(np.asarray(layer, dtype=np.float32) for layer in model.coefs_)
    shifts = tuple(np.asarray(layer, dtype=np.float32) for layer in model.intercepts_)
    return Network(names, mean, scale, layers, shifts, logistic, provenance or {})
