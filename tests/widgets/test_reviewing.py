"""Which case comes next, and when bulk acceptance is borne out: no browser, no widget."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.matching import Thresholds, open_book
from workbench.widgets.reviewing import PATTERN, Reviewing, decide_case, find_floor, line_up, sort_cases

THRESHOLDS = Thresholds(accept=0.75, review=0.3)
NOBODY = pd.DataFrame(
    columns=["reviewer", "address_id", "verdict", "lng", "lat", "machine_lng", "machine_lat"]
)


def _located(n: int = 400) -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "address_id": [f"A{each}" for each in range(n)],
            "normalised": [f"街{each}号" if each % 50 else "" for each in range(n)],
            "lng": [116.4 if each % 25 else np.nan for each in range(n)],
            "lat": 39.9,
            "place_source": "osm",
            "status": np.where(np.arange(n) % 7 == 0, "ambiguous", "verified"),
            "confidence": random.random(n),
        }
    )


@pytest.fixture
def cases() -> pd.DataFrame:
    """Return 400 cases with amounts from low to high."""
    located = _located()
    return sort_cases(located, pd.Series(np.arange(len(located), dtype=float)))


def _said(*rows: tuple) -> pd.DataFrame:
    full = [(by, address, verdict, 116.4, 39.9, 116.4, 39.9) for by, address, verdict in rows]
    return pd.DataFrame(full, columns=NOBODY.columns)


def test_kinds_are_kept_apart(cases) -> None:
    """What could not be read, what was found nowhere and what ties are three different things."""
    by_id = cases.set_index("address_id")["state"]
    assert by_id[["A0", "A25", "A7", "A1"]].tolist() == ["failed", "no_match", "tie", "placed"]
    for focus in ("failed", "no_match", "tie"):
        line = line_up(cases, NOBODY, Reviewing("李", focus), THRESHOLDS)
        assert set(by_id[line["address_id"]]) == {focus}


def test_near_comes_from_all_bins_in_turn(cases) -> None:
    """Cases near the thresholds are within 0.1 of one, the first ones each from another bin of confidence."""
    line = line_up(cases, NOBODY, Reviewing("李", "near"), THRESHOLDS)
    value = cases.set_index("address_id").loc[line["address_id"], "confidence"]
    assert (np.minimum((value - 0.75).abs(), (value - 0.3).abs()) <= 0.1).all()
    assert len(set((value.iloc[:8] * 20).astype(int))) == 8


def test_value_is_the_highest_amounts_that_are_not_accepted(cases) -> None:
    """High amounts come first, and none that would be accepted anyway."""
    line = line_up(cases, NOBODY, Reviewing("李", "value"), THRESHOLDS)
    some = cases.set_index("address_id").loc[line["address_id"]]
    assert some["amount"].is_monotonic_decreasing
    assert (some["confidence"] < 0.75).all()


def test_audit_is_drawn_over_all_scores_and_the_same_each_time(cases) -> None:
    """The audit slice looks like all cases, and a restart gives the same one."""
    first, again = (line_up(cases, NOBODY, Reviewing("李", "audit"), THRESHOLDS) for _ in range(2))
    assert first.equals(again)
    value = cases.set_index("address_id").loc[first["address_id"], "confidence"]
    assert value.mean() == pytest.approx(cases["confidence"].mean(), abs=0.12)


def test_mixed_follows_the_pattern_and_goes_on_where_one_left_off(cases) -> None:
    """The strata come in their turn; after two decisions the line goes on with the third."""
    wanted = [each for each in PATTERN if each != "second"]
    line = line_up(cases, NOBODY, Reviewing("李"), THRESHOLDS)
    assert line["stratum"].iloc[: len(wanted)].tolist() == wanted
    assert line["address_id"].is_unique
    said = _said(*(("李", address, "accept") for address in line["address_id"].iloc[:2]))
    after = line_up(cases, said, Reviewing("李"), THRESHOLDS)
    assert after["stratum"].iloc[0] == wanted[2]
    assert not set(said["address_id"]) & set(after["address_id"])


def test_second_opinions_are_of_others_and_unseen(cases) -> None:
    """A second opinion is asked on what another has said; neither of them sees the other's word, nor one's own again."""
    said = _said(("李", "A1", "accept"), ("王", "A2", "accept"), ("王", "A3", "skip"))
    assert line_up(cases, said, Reviewing("李", "second"), THRESHOLDS)["address_id"].tolist() == ["A2"]


def test_disputes_are_found(cases) -> None:
    """Where one found the place and the other none, both can look again."""
    said = _said(("李", "A1", "accept"), ("王", "A1", "no_match"), ("王", "A2", "accept"))
    assert line_up(cases, said, Reviewing("李", "disputed"), THRESHOLDS)["address_id"].tolist() == ["A1"]


def test_equal_texts_are_shown_once() -> None:
    """One decision on a text is enough for all rows that have it."""
    located = _located(10).assign(normalised="街1号", lng=116.4)
    cases = sort_cases(located, pd.Series(0.0, index=located.index))
    assert len(line_up(cases, NOBODY, Reviewing("李", "audit"), THRESHOLDS)) == 1


def test_a_decision_carries_what_was_shown() -> None:
    """Verdict, point, the machine's answer and the stratum are written down; no match has no point."""
    state = Reviewing("李", "near", "A1", "near")
    machine = {"lng": 116.4, "lat": 39.9, "confidence": 0.7}
    accepted, corrected, none = (
        decide_case(state, verdict, machine, (1.0, 2.0)) for verdict in ("accept", "correct", "skip")
    )
    assert (accepted.lng, accepted.lat, accepted.stratum, accepted.confidence) == (116.4, 39.9, "near", 0.7)
    assert (corrected.lng, corrected.lat, corrected.machine_lng) == (1.0, 2.0, 116.4)
    assert decide_case(state, "no_match", machine).lng is None
    assert none.verdict == "skip"


def test_bulk_needs_a_measured_precision() -> None:
    """Without reviews, with few, and with reviews of the low scores only there is no floor; with enough there is one."""
    random = np.random.default_rng(2)
    frame = pd.DataFrame({"confidence": random.random(5000)})
    right = pd.Series((random.random(5000) < np.where(frame["confidence"] > 0.6, 0.995, 0.4)) * 1.0)

    def floor(keep: object) -> float | None:
        return find_floor(open_book(frame, right=right.where(keep), by=()), 0.95)

    assert floor(np.zeros(5000, bool)) is None
    assert floor(np.arange(5000) < 25) is None
    assert floor(frame["confidence"] < 0.5) is None
    found = floor(np.arange(5000) < 2500)
    assert found is not None
    assert 0.55 < found < 0.75
    assert right[frame["confidence"] >= found].mean() >= 0.95
