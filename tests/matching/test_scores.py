"""Scores sorted once: any thresholds are a search; labels drawn by chance say how right the accepted are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import ColumnError, InputError
from workbench.matching import (
    Costs,
    Thresholds,
    cheapest,
    decide,
    near_threshold,
    open_book,
    sweep,
    tally,
    tally_groups,
)

SHARES = st.lists(st.floats(0, 1).map(lambda x: round(x, 4)), min_size=1, max_size=60)
PAIRS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


def _frame(confidence: object) -> pd.DataFrame:
    return pd.DataFrame({"confidence": np.asarray(confidence, dtype=float)})


@given(SHARES, PAIRS)
def test_tally_counts_what_decide_decides(confidence, pair) -> None:
    """The three counts are those of deciding row by row."""
    thresholds = Thresholds(accept=pair[1], review=pair[0])
    found = tally(open_book(_frame(confidence)), thresholds, Costs())
    decided = list(decide(confidence, thresholds))
    assert [found.accepted, found.reviewed, found.rejected] == [
        decided.count(each) for each in ("accept", "review", "reject")
    ]


def test_fully_labelled_equals_the_sweep() -> None:
    """Where every row is labelled, precision is that of the plain sweep at the bins' edges."""
    rng = np.random.default_rng(3)
    frame = _frame(rng.random(4000)).assign(right=lambda x: (rng.random(4000) < x["confidence"]) * 1.0)
    curve = open_book(frame, right=frame["right"]).curve.set_index("accept")
    plain = sweep(frame, right="right").set_index("accept")
    for at in (0.0, 0.25, 0.5, 0.75):
        assert curve.loc[at, "precision"] == pytest.approx(plain.loc[at, "precision"], abs=1e-9)


def test_labels_drawn_by_bin_do_not_bias() -> None:
    """Labels crowded near the threshold still give the precision of all that is accepted, and the interval holds it."""
    rng = np.random.default_rng(5)
    confidence = rng.random(200_000)
    right = rng.random(200_000) < confidence**2  # an overconfident machine
    drawn = np.where(np.abs(confidence - 0.5) < 0.05, 0.05, 0.003) > rng.random(200_000)
    book = open_book(_frame(confidence), right=pd.Series(np.where(drawn, right, np.nan)))
    found = tally(book, Thresholds(accept=0.5, review=0.2), Costs())
    truth = right[confidence >= 0.5].mean()
    assert found.precision_low < truth < found.precision_high
    assert found.precision == pytest.approx(truth, abs=0.04)
    assert found.labelled_share == pytest.approx(1.0)


def test_without_labels_the_interval_is_wide() -> None:
    """A machine's own word, however often repeated, is no measurement."""
    found = tally(open_book(_frame(np.full(100_000, 0.9))), Thresholds(), Costs())
    assert found.precision == pytest.approx(0.9)
    assert found.precision_high - found.precision_low > 0.2
    assert found.labelled_share == 0.0


@settings(max_examples=20)
@given(SHARES, st.floats(0, 20), st.floats(0, 5), st.floats(0, 10))
def test_cheapest_is_not_dearer_than_any_other(confidence, wrong, review, lost) -> None:
    """No pair of thresholds on a coarse grid costs less."""
    book, costs = open_book(_frame(confidence)), Costs(wrong, review, lost)
    best = tally(book, cheapest(book, costs), costs).cost
    for accept in np.linspace(0, 1, 6):
        for low in np.linspace(0, accept, 4):
            other = tally(book, Thresholds(accept=accept, review=round(low, 2)), costs).cost
            assert best <= other + 1e-6


def test_groups_sum_to_all_and_the_rest_is_one_row() -> None:
    """The largest groups stand alone, the others together; nothing is lost."""
    names = [f"city {index}" for index in range(30) for _ in range(index + 1)]
    frame = _frame(np.linspace(0, 1, len(names))).assign(city=names)
    found = tally_groups(open_book(frame), Thresholds(), "city", most=5)
    assert found["n"].sum() == len(frame)
    assert list(found["city"])[:2] == ["city 29", "city 28"]
    assert found["city"].isna().sum() == 1


def test_near_threshold_takes_both_sides() -> None:
    """Examples lie around the threshold, the highest first, half of them above."""
    frame = _frame(np.arange(100) / 100)
    rows = near_threshold(open_book(frame), 0.5, most=6)
    assert list(frame["confidence"].iloc[rows]) == [0.52, 0.51, 0.5, 0.49, 0.48, 0.47]
    assert len(near_threshold(open_book(frame.head(3)), 0.5, most=6)) == 3


def test_nothing_is_a_book_too() -> None:
    """An empty table has figures, all of them zero or unknown."""
    found = tally(open_book(_frame([])), Thresholds(), Costs())
    assert (found.n, found.accepted, found.cost) == (0, 0, 0.0)


def test_what_is_no_share_is_refused() -> None:
    """Confidence beyond 1, a missing column and negative costs are told in words."""
    with pytest.raises(InputError, match="0 to 1"):
        open_book(_frame([1.2]))
    with pytest.raises(ColumnError):
        open_book(pd.DataFrame({"score": [1.0]}))
    with pytest.raises(InputError, match="below 0"):
        Costs(wrong=-1)
