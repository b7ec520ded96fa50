"""Reviews as labels: right, wrong, disputed, or nothing said."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.matching import label_answers, settle_reviews

HERE, NEAR, FAR = (116.40, 39.90), (116.401, 39.90), (116.50, 39.90)


def _located(**changes: object) -> pd.DataFrame:
    plain = {"address_id": ["a"], "lng": [HERE[0]], "lat": [HERE[1]], "place_source": ["osm"]}
    return pd.DataFrame(plain | changes)


def _said(*rows: tuple) -> pd.DataFrame:
    names = ["address_id", "reviewer", "verdict", "lng", "lat", "machine_lng", "machine_lat"]
    return pd.DataFrame([(*row, *HERE) for row in rows], columns=names)


def test_right_within_300_metres() -> None:
    """The answer is right where people's point is near, by whatever key it was given."""
    for verdict, point, expected in (("accept", HERE, 1.0), ("pick", NEAR, 1.0), ("correct", FAR, 0.0)):
        assert label_answers(_located(), _said(("a", "x", verdict, *point))).tolist() == [expected]


def test_no_match_speaks_of_the_answer_that_was_shown() -> None:
    """No match makes the answer wrong; of another answer since then it says nothing."""
    said = _said(("a", "x", "no_match", np.nan, np.nan))
    assert label_answers(_located(), said).tolist() == [0.0]
    assert label_answers(_located(lng=[FAR[0]]), said).isna().all()


def test_a_correction_is_no_label_of_the_machine() -> None:
    """An answer that is itself a correction says nothing of the machine."""
    said = _said(("a", "x", "accept", *HERE))
    assert label_answers(_located(place_source=["override"]), said).isna().all()


def test_two_reviewers_are_averaged_and_disputes_seen() -> None:
    """Reviewers who differ give a half, and the address counts as disputed."""
    said = _said(("a", "x", "accept", *HERE), ("a", "y", "correct", *FAR))
    assert label_answers(_located(), said).tolist() == [0.5]
    assert settle_reviews(said)["disputed"].tolist() == [True]
    agreed = settle_reviews(_said(("a", "x", "accept", *HERE), ("a", "y", "pick", *NEAR)))
    assert agreed.iloc[0][["disputed", "lng", "n"]].tolist() == [False, NEAR[0], 2]
    mixed = _said(("a", "x", "accept", *HERE), ("a", "y", "no_match", np.nan, np.nan))
    assert settle_reviews(mixed)["disputed"].tolist() == [True]


def test_no_review_is_no_label() -> None:
    """Without reviews nothing is labelled and nothing settled."""
    assert label_answers(_located(), _said()).isna().all()
    assert settle_reviews(_said()).empty
