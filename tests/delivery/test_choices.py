"""The choice among a borrower's addresses, and what it is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.delivery import choice_probabilities, choose, expected_reach, worth_of_tries
from workbench.errors import InputError
from workbench.tables import table

ODDS = pd.DataFrame(
    {
        "borrower": ["b", "b", "b", "a", "c", "c"],
        "address_id": ["b1", "b2", "b3", "a1", "c1", "c2"],
        "p_delivered": [0.2, 0.6, 0.4, 0.1, 0.5, 0.3],
        "reasons": ["x"] * 6,
    }
)


def test_best_address_is_chosen_without_exploration():
    """With no exploration the best comes first, with probability 1."""
    out = choose(ODDS, k=2, exploration_share=0.0, seed=1)
    assert out["address_id"].tolist() == ["b2", "b3", "a1", "c1", "c2"]
    assert (out["p_chosen"] == 1.0).all()
    assert not out["explored"].any()


def test_table_is_that_of_the_dictionary():
    """All columns of table choices are there, human_decision empty."""
    out = choose(ODDS, seed=1)
    assert set(table("choices").columns) <= set(out.columns)
    assert out["human_decision"].eq("").all()
    assert out["seed"].eq(1).all()


def test_logged_probabilities_are_exact():
    """Over many borrowers each address is chosen as often as its p_chosen says."""
    many = pd.concat(
        [ODDS.iloc[:3].assign(borrower=i, address_id=[f"{i}-{j}" for j in range(3)]) for i in range(4000)]
    )
    out = choose(many, exploration_share=0.3, seed=9)
    share = out.groupby("p_delivered").size() / 4000
    assert share[0.6] == pytest.approx(0.8, abs=0.02)
    assert share[0.2] == pytest.approx(0.1, abs=0.015)
    assert out.loc[out["p_delivered"].eq(0.6), "p_chosen"].unique() == pytest.approx([0.8])


def test_same_seed_same_choice():
    """The seed decides the draws; another one differs."""
    many = pd.concat(
        [
            ODDS.assign(borrower=ODDS["borrower"] + str(i), address_id=ODDS["address_id"] + str(i))
            for i in range(50)
        ]
    )
    first = choose(many, exploration_share=0.5, seed=2)
    assert first.equals(choose(many, exploration_share=0.5, seed=2))
    assert not first["address_id"].equals(choose(many, exploration_share=0.5, seed=3)["address_id"])


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(0, 1)), min_size=1, max_size=25), st.floats(0, 1))
def test_first_choice_probabilities_sum_to_one(rows, share):
    """Per borrower the probabilities are a distribution, the best one's the largest."""
    borrower, p = (np.array(column) for column in zip(*rows, strict=True))
    chance = choice_probabilities(borrower, p, exploration_share=share)
    for who in np.unique(borrower):
        assert chance[borrower == who].sum() == pytest.approx(1.0)


@given(st.integers(1, 4), st.integers(0, 1000))
def test_no_address_is_chosen_twice_and_no_more_than_k(k, seed):
    """At most k addresses per borrower, each once."""
    out = choose(ODDS, k=k, exploration_share=0.5, seed=seed)
    assert out["address_id"].is_unique
    assert out.groupby("borrower").size().max() <= k


def test_objectors_are_left_to_a_person():
    """Who objects to automation gets no address, but a row that says why."""
    cases = pd.DataFrame(
        {"borrower": ["a", "b", "c"], "case_id": ["1", "2", "3"], "no_automation": [False, True, False]}
    )
    out = choose(ODDS, seed=1, cases=cases, lang="en").set_index("borrower")
    assert pd.isna(out.loc["b", "address_id"])
    assert out.loc["b", "held_reason"] == "objects to automated decisions"
    assert out.loc["c", "case_id"] == "3"


def test_stop_flags_hold():
    """A stop flag holds the borrower; paid does only if every case is paid."""
    cases = pd.DataFrame(
        {
            "borrower": ["a", "b", "b", "c"],
            "case_id": list("1234"),
            "stop_flag": ["disputed", "paid", None, "paid"],
        }
    )
    held = choose(ODDS, seed=1, cases=cases, lang="en").set_index("borrower")["held_reason"]
    assert held.to_dict() == {"b": "", "a": "stop flag: disputed", "c": "stop flag: paid"}


def test_low_odds_are_not_used():
    """Below the least odds nothing is sent, and the row says so."""
    held = [choose(ODDS, seed=1, least_p=0.15, lang=lang).set_index("borrower") for lang in ("zh", "en")]
    words = [out.loc["a", "held_reason"] for out in held]
    assert words == ["没有达到最低概率的地址", "no address above the least odds"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"k": 0}, "at least 1 address"),
        ({"exploration_share": 2.0}, "0 to 1"),
        ({"seed": -1}, "seed"),
        ({"odds": ODDS.assign(p_delivered=np.nan)}, "p_delivered is missing"),
        ({"odds": ODDS.assign(address_id="same")}, "occur twice"),
    ],
)
def test_wrong_settings_are_named(change, words):
    """Each wrong setting is told with what was expected."""
    with pytest.raises(InputError, match=words):
        choose(**({"odds": ODDS, "seed": 1} | change))


def test_expected_reach_is_arithmetic():
    """One minus the product of the misses, summed over borrowers."""
    reach = expected_reach(choose(ODDS, k=2, exploration_share=0.0, seed=1))
    assert reach["reached"] == pytest.approx((1 - 0.4 * 0.6) + 0.1 + (1 - 0.5 * 0.7))
    assert reach["low"] <= reach["reached"] <= reach["high"]


def test_interval_of_the_reach_covers_what_happens():
    """Letters drawn with the odds fall into the interval about 95 times in 100."""
    rng = np.random.default_rng(5)
    odds = pd.DataFrame(
        {"borrower": range(2000), "address_id": range(2000), "p_delivered": rng.uniform(0, 1, 2000)}
    )
    reach = expected_reach(choose(odds, seed=1), calibration_gap=0.0)
    totals = (rng.random((400, 2000)) < odds["p_delivered"].to_numpy()).sum(axis=1)
    assert 0.92 < ((totals >= reach["low"]) & (totals <= reach["high"])).mean() < 0.98


def test_costs_may_differ_by_channel():
    """A visit costs more than a letter; a channel without a price is named."""
    by_channel = ODDS.assign(channel=np.where(ODDS["p_delivered"] > 0.55, "visit", "letter"))
    worth = worth_of_tries(by_channel, cost_yuan={"letter": 20.0, "visit": 60.0}, most=1)
    assert worth["cost_yuan"].iloc[0] == pytest.approx(60 + 20 + 20)
    with pytest.raises(InputError, match="channel 'letter'"):
        worth_of_tries(by_channel, cost_yuan={"visit": 60.0})


def test_one_more_try_is_worth_less_and_less():
    """Later tries reach fewer and cost more per borrower gained."""
    worth = worth_of_tries(ODDS, cost_yuan=20.0, most=3)
    assert worth["gained_share"].is_monotonic_decreasing
    assert worth["letters"].iloc[0] == 3
    assert worth["reached"].iloc[0] == pytest.approx(0.6 + 0.1 + 0.5)
    assert worth["cost_yuan"].iloc[1] == pytest.approx(20 * (3 + (0.4 + 0.5)))


@given(
    st.lists(st.tuples(st.integers(0, 6), st.floats(0, 1)), min_size=1, max_size=30),
    st.integers(1, 4),
    st.floats(0, 1),
    st.integers(0, 99),
)
def test_whatever_the_odds_a_choice_keeps_its_promises(rows, k, share, seed):
    """At most k different own addresses per borrower, ranks from 1, each with a possible probability, again the same."""
    odds = pd.DataFrame(rows, columns=["borrower", "p_delivered"]).assign(address_id=range(len(rows)))
    out = choose(odds, k=k, exploration_share=share, seed=seed)
    assert out.groupby("borrower").size().le(k).all()
    assert not out["address_id"].duplicated().any()
    assert out["borrower"].tolist() == odds.set_index("address_id")["borrower"][out["address_id"]].tolist()
    assert (out.groupby("borrower").cumcount() + 1 == out["rank"]).all()
    assert out["p_chosen"].between(0, 1, inclusive="right").all() or share in (0.0, 1.0) or share < 1e-12
    assert out.equals(choose(odds, k=k, exploration_share=share, seed=seed))


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(0, 1)), min_size=1, max_size=30), st.floats(0, 1))
def test_choice_probabilities_sum_to_one_per_borrower(rows, share):
    """For any odds, ties included, each borrower's first choice is a distribution."""
    who, p = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    assert np.allclose(
        np.bincount(who, choice_probabilities(who, p, exploration_share=share))[np.unique(who)], 1.0
    )
