"""Whom a letter may move: each borrower's uplift, predicted from a trial without their own outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from workbench.delivery import Features, draw_folds, fit_stage
from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_FOLDS = 5


def predict_uplift(
    people: pd.DataFrame,
    features: Features,
    *,
    treated: str = "treated",
    outcome: str = "repaid",
    seed: int = 0,
) -> Floats:
    """Predict what being treated adds to the probability of the outcome.

    Two logistic models, one per arm, are fitted on four fifths of the borrowers and compared on the last fifth, in turn, so no
    prediction has seen its own outcome and ``qini_coefficient`` may judge it on the same people.

    Parameters
    ----------
    people
        One row per borrower of a randomised trial: ``treated`` and ``outcome`` (0 or 1 each), and columns known before the draw.
    features
        Which columns to look at; see ``Features`` of the odds of delivery.
    treated, outcome
        Names of these columns.
    seed
        Of the folds.

    Returns
    -------
    numpy.ndarray
        One value per row, in points of probability.

    Raises
    ------
    InputError
        If an arm is missing or a value is neither 0 nor 1.
    """
    require(people, [treated, outcome], where="uplift: people")
    arm, hits = (people[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in (treated, outcome))
    if not (np.isin(arm, (0.0, 1.0)).all() and np.isin(hits, (0.0, 1.0)).all()) or arm.min() == arm.max():
        raise InputError(
            f"uplift: {treated!r} and {outcome!r} must be 0 or 1, and both arms must be there. Uplift needs a randomised control."
        )
    folds = draw_folds(people, seed=seed, folds=_FOLDS)
    uplift = np.empty(len(people))
    for fold in range(_FOLDS):
        held = folds == fold
        with_letter, without = (
            expit(fit_stage(people[at], hits[at], folds[at], features).log_odds(people[held]))
            for at in (~held & (arm == 1.0), ~held & (arm == 0.0))
        )
        uplift[held] = with_letter - without
    return uplift
