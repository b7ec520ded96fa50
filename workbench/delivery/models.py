"""Calibrated odds that a letter to an address is delivered: present, and accepts when present."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy.special import expit

from workbench.delivery.boosting import BoostedStage, fit_boosted
from workbench.delivery.drift import Profile, learn_profile
from workbench.delivery.encoding import Features
from workbench.delivery.ground import Ground, learn_ground
from workbench.delivery.labels import label_attempts
from workbench.delivery.prior import prior_stages
from workbench.delivery.reasons import name_feature, name_reasons
from workbench.delivery.stages import Stage, fit_stage
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_FOLDS = 5
_LEARNERS: dict[str, Callable[[pd.DataFrame, Floats, Integers, Features], Stage | BoostedStage]] = {
    "logistic": fit_stage,
    "boosting": fit_boosted,
}
_ACCEPTS = Features(
    categories=("kind", "level", "channel", "weekday"),
    numbers=("years", "declined_before", "delivered_before"),
    crossed=(),
)
_LEAST_LETTERS = 200


@dataclass(frozen=True)
class DeliveryModel:
    """Odds of delivery of addresses.

    Make one with :meth:`fit` from letters whose end is known, or with :meth:`prior` before there are any.

    Parameters
    ----------
    present, accepts
        The two stages.
    ground
        Smoothed rates of cells.
    profile
        What the training data looked like, for the drift check.
    origin
        ``fitted`` or ``prior``. Scores of a prior model rest on assumptions alone.
    letters
        Letters that the fit learnt from.
    """

    present: Stage | BoostedStage
    accepts: Stage
    ground: Ground
    profile: Profile = field(default_factory=Profile)
    origin: str = "fitted"
    letters: int = 0

    @classmethod
    def prior(cls) -> DeliveryModel:
        """Return the model of documented assumptions for the time before any result is known."""
        present, accepts = prior_stages()
        return cls(present, accepts, Ground(8, (), (), 0.4), origin="prior")

    @classmethod
    def fit(
        cls,
        frame: pd.DataFrame,
        *,
        features: Features | None = None,
        learner: Literal["logistic", "boosting"] = "logistic",
        seed: int = 0,
    ) -> DeliveryModel:
        """Learn from letters.

        Parameters
        ----------
        frame
            One row per letter: ``outcome``, ``return_reason``, ``cell`` (H3, may be missing), ``borrower`` (keeps a borrower's
            letters in one fold) and any columns of ``Features``; see ``letter_features``.
        features
            Columns to look at.
        learner
            ``boosting`` grows trees (LightGBM, an extra) for the first stage; on every world measured it was no better.
        seed
            Of the folds.

        Raises
        ------
        InputError
            If fewer than 200 letters have a known end: use :meth:`prior` until then; or if the learner is unknown.
        ExtraError
            If LightGBM is asked for and not installed.
        """
        features = features or Features()
        if learner not in _LEARNERS:
            raise InputError(
                f"delivery: learner {learner!r} is not known. Expected one of: {', '.join(_LEARNERS)}."
            )
        labels = label_attempts(frame)
        known = labels["present"].notna().to_numpy()
        if known.sum() < _LEAST_LETTERS:
            raise InputError(
                f"delivery: {int(known.sum())} letters with a known end are too few to learn from. "
                f"Expected at least {_LEAST_LETTERS}; use DeliveryModel.prior() until then."
            )
        rows = frame[known].reset_index(drop=True)
        hits = labels["present"].to_numpy(float)[known]
        folds = draw_folds(rows, seed=seed)
        cells = rows["cell"] if "cell" in rows.columns else pd.Series(pd.NA, index=rows.index)
        ground, logits = learn_ground(cells, hits, folds)
        rows = rows.assign(cell_logit=logits)
        seen = replace(features, numbers=(*features.numbers, "cell_logit"))
        present = _LEARNERS[learner](rows, hits, folds, seen)
        found = hits == 1.0
        took = labels["accepts"].to_numpy(float)[known][found]
        accepts = fit_stage(
            rows[found], took, folds[found], replace(_ACCEPTS, least_rows=features.least_rows)
        )
        profile = learn_profile(rows, (*seen.categories, *seen.numbers))
        return cls(present, accepts, ground, profile, "fitted", len(rows))

    def score(self, frame: pd.DataFrame, *, reasons: bool = True, lang: str = "zh") -> pd.DataFrame:
        """Score addresses.

        Parameters
        ----------
        frame
            One row per address with the columns that the model was fitted on; a column that is not there counts as average.
        reasons
            Whether to say what moved the odds most.
        lang
            Language of the reasons, ``zh`` or ``en``.

        Returns
        -------
        pandas.DataFrame
            Same rows: ``address_id`` and ``borrower`` where given, ``p_present, p_accepts, p_delivered, reasons, rank`` (among the
            borrower's addresses; among all, where no borrower is given).
        """
        full = self._with_ground(frame)
        parts = self.present.parts(full)
        p_present = expit(self.present.base + parts.sum(axis=1))
        p_accepts = expit(self.accepts.log_odds(full))
        out = pd.DataFrame(
            {name: frame[name] for name in ("address_id", "borrower") if name in frame.columns},
            index=frame.index,
        )
        out["p_present"], out["p_accepts"] = p_present, p_accepts
        out["p_delivered"] = p_present * p_accepts
        if reasons:
            out["reasons"] = name_reasons(self.present.features, parts, lang=lang)
        grouped = (
            out.groupby("borrower", sort=False)["p_delivered"]
            if "borrower" in out.columns
            else out["p_delivered"]
        )
        out["rank"] = grouped.rank(ascending=False, method="first").astype(int)
        return out

    def explain(self, frame: pd.DataFrame, *, lang: str = "zh") -> pd.DataFrame:
        """Take the log odds of both stages apart.

        Parameters
        ----------
        frame
            As for ``score``.
        lang
            Language of the features' names, ``zh`` or ``en``.

        Returns
        -------
        pandas.DataFrame
            Long: ``row`` (position in ``frame``)``, stage`` (present, accepts)``, feature`` (``base`` for the average address)``,
            name`` (the feature in words)``, log_odds``. Per row and stage the parts sum to the log odds of ``score``.
        """
        full = self._with_ground(frame)
        parts = []
        for name, stage in (("present", self.present), ("accepts", self.accepts)):
            matrix = np.column_stack([np.full(len(full), stage.base), stage.parts(full)])
            columns = ["base", *stage.features]
            names = [name_feature(feature, lang=lang) for feature in columns]
            parts.append(
                pd.DataFrame(
                    {
                        "row": np.repeat(np.arange(len(full)), len(columns)),
                        "stage": name,
                        "feature": np.tile(np.array(columns, dtype=object), len(full)),
                        "name": np.tile(np.array(names, dtype=object), len(full)),
                        "log_odds": matrix.ravel(),
                    }
                )
            )
        return pd.concat(parts, ignore_index=True)

    def _with_ground(self, frame: pd.DataFrame) -> pd.DataFrame:
        if "cell" not in frame.columns or "cell_logit" not in self.present.features:
            return frame
        return frame.assign(cell_logit=self.ground.logits(frame["cell"]))

    def as_json(self) -> dict[str, Any]:
        """Return the model as plain data."""
        return {
            "origin": self.origin,
            "letters": self.letters,
            "present": self.present.as_json(),
            "accepts": self.accepts.as_json(),
            "ground": self.ground.as_json(),
            "profile": self.profile.as_json(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> DeliveryModel:
        """Make a model of plain data."""
        return cls(
            BoostedStage.from_json(data["present"])
            if "trees" in data["present"]
            else Stage.from_json(data["present"]),
            Stage.from_json(data["accepts"]),
            Ground.from_json(data["ground"]),
            Profile.from_json(data["profile"]),
            str(data["origin"]),
            int(data["letters"]),
        )


def draw_folds(frame: pd.DataFrame, *, seed: int, folds: int = _FOLDS) -> Integers:
    """Draw a fold per row; rows of one borrower share it."""
    codes = pd.factorize(frame["borrower"])[0] if "borrower" in frame.columns else np.arange(len(frame))
    rng = np.random.default_rng(seed)
    of_code = rng.permutation(int(codes.max(initial=0)) + 1) % folds
    return np.asarray(of_code[codes], dtype=np.int64)
