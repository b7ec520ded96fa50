"""Features: what was known when the letter was sent, and nothing later."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.delivery import address_features, letter_features

ADDRESSES = pd.DataFrame(
    {
        "address_id": ["a1", "a2", "b1", "c1"],
        "borrower": ["a", "a", "b", "c"],
        "kind": ["home", "work", "home", "home"],
        "recorded_on": pd.to_datetime(["2024-01-01", "2025-01-01", None, "2023-01-01"]),
        "lawful_source": "contract",
    }
)
LOCATIONS = pd.DataFrame(
    {
        "address_id": ["a1", "a2", "b1"],
        "level": ["door", "door", "town"],
        "confidence": [0.9, 0.8, 0.2],
        "lng": [116.4, 116.401, 116.5],
        "lat": [39.9, 39.9, 39.9],
        "cell": ["8831aa5051fffff", "8831aa5051fffff", "8831aa5053fffff"],
        "place_id": ["p1", "p1", "p1"],
    }
)
ATTEMPTS = pd.DataFrame(
    {
        "address_id": ["a1", "a1", "b1", "a1", "zz"],
        "attempted_at": pd.to_datetime(
            ["2026-01-01", "2026-01-08", "2026-01-09", "2026-01-20", "2026-01-21"]
        ),
        "outcome": ["returned", "refused", "self", "self", "self"],
        "return_reason": ["unreached", "refused", None, None, None],
        "channel": "letter",
    }
)


def test_history_counts_only_earlier_letters():
    """At each letter the counts are those of the letters before it."""
    letters = letter_features(ATTEMPTS, ADDRESSES, LOCATIONS)
    a1 = letters[letters["address_id"].eq("a1")]
    assert a1["tries_before"].tolist() == [0, 1, 2]
    assert a1["failed_before"].tolist() == [0, 1, 1]
    assert a1["declined_before"].tolist() == [0, 0, 1]
    assert a1["delivered_before"].tolist() == [0, 0, 0]


def test_history_tells_a_move_from_a_faulty_address():
    """Both are failures; the reasons of the carrier keep them apart."""
    told = ATTEMPTS.assign(return_reason=["person_moved", "refused", None, None, None])
    faulty = ATTEMPTS.assign(return_reason=["address_unclear", "refused", None, None, None])
    names = ["failed_before", "moved_before", "unclear_before"]
    last = [
        letter_features(table, ADDRESSES, LOCATIONS)[names].iloc[3].tolist()
        for table in (ATTEMPTS, told, faulty)
    ]
    assert last == [[1, 0, 0], [1, 1, 0], [1, 0, 1]]


def test_the_order_of_the_rows_does_not_matter():
    """Shuffled attempts get the same features."""
    straight = letter_features(ATTEMPTS, ADDRESSES, LOCATIONS)
    shuffled = letter_features(ATTEMPTS.iloc[::-1], ADDRESSES, LOCATIONS).iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(straight, shuffled)


def test_own_outcome_is_not_among_the_features():
    """Changing how a letter ended changes none of its own features."""
    other = ATTEMPTS.assign(
        outcome=["self", *ATTEMPTS["outcome"][1:]], return_reason=[None, *ATTEMPTS["return_reason"][1:]]
    )
    names = ["tries_before", "failed_before", "delivered_before", "place_logit"]
    before = letter_features(ATTEMPTS, ADDRESSES, LOCATIONS)[names].iloc[0]
    pd.testing.assert_series_equal(before, letter_features(other, ADDRESSES, LOCATIONS)[names].iloc[0])


def test_building_rate_comes_from_other_borrowers():
    """One's own letters do not count for the building, the neighbours' do."""
    letters = letter_features(ATTEMPTS, ADDRESSES, LOCATIONS)
    own_only = letters[letters["address_id"].eq("a1")]["place_logit"].iloc[:2]
    assert own_only.isna().all()
    assert letters["place_logit"].iloc[2] < letters["place_logit"].iloc[3]


def test_addresses_agree_within_300_metres():
    """Home and work 85 m apart agree; a coarse location says nothing."""
    features = address_features(ADDRESSES, LOCATIONS, ATTEMPTS).set_index("address_id")
    assert features.loc[["a1", "a2"], "agrees"].tolist() == [1, 1]
    assert features.loc["a1", "distance_km"] == pytest.approx(0.085, abs=0.005)
    assert np.isnan(features.loc["b1", "agrees"])


def test_rows_stay_as_they_were():
    """One row per address in the same order; an unlocated one has level none; a coarse one no cell."""
    features = address_features(ADDRESSES, LOCATIONS)
    assert features["address_id"].tolist() == ADDRESSES["address_id"].tolist()
    assert features["level"].tolist() == ["door", "door", "town", "none"]
    assert features["cell"].notna().tolist() == [True, True, False, False]


def test_age_is_that_on_the_day():
    """Years run from the recording to the day asked for."""
    features = address_features(ADDRESSES, LOCATIONS, on="2026-01-01").set_index("address_id")
    assert features.loc["a1", "years"] == pytest.approx(2.0, abs=0.01)
    assert np.isnan(features.loc["b1", "years"])


def test_wide_points_have_no_cell():
    """Where the radius supports only resolution 5, the cell at 8 is not believed."""
    features = address_features(ADDRESSES, LOCATIONS.assign(cell_fit=[8, 5, 8]))
    assert features["cell"].notna().tolist() == [True, False, False, False]


def test_attempts_at_unknown_addresses_are_left_out():
    """A letter to an address that is not in the table cannot teach."""
    assert len(letter_features(ATTEMPTS, ADDRESSES, LOCATIONS)) == 4
