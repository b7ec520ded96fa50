"""Values of rules from logged choices, against a world whose truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cases.samples import make_plane
from workbench.delivery import DeliveryModel, choice_probabilities
from workbench.errors import InputError
from workbench.experiments import value_of_rule


def logged_world(seed: int, *, cases: int = 6000) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Log and actions of the second half of a world, judged by a model of the first, and the rule's true value."""
    plane = make_plane(cases=cases, seed=seed, rings=15)
    letters, addresses = (
        table.rename(columns={"case": "borrower"}) for table in (plane.letters, plane.addresses)
    )
    model = DeliveryModel.fit(letters[letters["borrower"] < cases / 2])
    actions = addresses[addresses["borrower"] >= cases / 2].reset_index(drop=True)
    truth = actions["p_delivered"].to_numpy() * 0.98
    actions["p_delivered"] = model.score(actions, reasons=False)["p_delivered"]
    actions["p_rule"] = choice_probabilities(
        actions["borrower"].to_numpy(), actions["p_delivered"].to_numpy(), exploration_share=0.05
    )
    log = letters[letters["borrower"] >= cases / 2]
    return log, actions, float((truth * actions["p_rule"]).sum() / actions["borrower"].nunique())


@pytest.fixture(scope="module")
def world():
    """One world for all tests that only look."""
    return logged_world(2)


def test_doubly_robust_value_holds_the_truth(world):
    """With logged probabilities the interval of DR holds the true value, hidden confounder and all."""
    log, actions, truth = world
    table = value_of_rule(log, actions, rounds=200).estimates.set_index("method")
    assert table.loc["dr", "low"] < truth < table.loc["dr", "high"]
    assert table.loc["dr", "value"] > table.loc["logged", "value"] + 0.03


def test_the_logged_rule_gets_its_own_value(world):
    """Asked for the rule that ran, every weighted estimate is the mean that was logged."""
    log, actions, _ = world
    table = value_of_rule(log, actions.assign(p_rule=actions["p_logged"]), rounds=2).estimates.set_index(
        "method"
    )["value"]
    assert table["ips"] == pytest.approx(table["logged"])
    assert table["snips"] == pytest.approx(table["logged"])
    assert table["dr"] == pytest.approx(table["logged"], abs=0.02)


def test_a_good_log_raises_no_warning(world):
    """Logged probabilities with exploration leave nothing to warn of."""
    assert value_of_rule(*world[:2], rounds=2).warnings == ()


def test_estimated_probabilities_are_warned_of(world):
    """Whoever estimated them afterwards is told what that costs."""
    log, actions, _ = world
    even = 1.0 / log["borrower"].map(actions.groupby("borrower").size())
    value = value_of_rule(log.assign(p_chosen=even), actions, estimated=True, rounds=2)
    assert any("estimated, not logged" in each for each in value.warnings)


def test_exploding_weights_are_warned_of(world):
    """Where the log hardly chose what the rule chooses, the largest weight is named."""
    log, actions, _ = world
    tiny = log.assign(p_chosen=np.where(np.arange(len(log)) < 300, 0.002, log["p_chosen"]))
    words = " ".join(value_of_rule(tiny, actions, rounds=2).warnings)
    assert "explode" in words
    assert "overlap is missing" in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda log, actions: (log.assign(p_chosen=np.nan), actions), "p_chosen is missing"),
        (lambda log, actions: (pd.concat([log, log]), actions), "twice"),
        (lambda log, actions: (log, actions.assign(p_rule=0.9)), "sum to 1"),
        (lambda log, actions: (log.assign(address_id="elsewhere"), actions), "not among the actions"),
    ],
)
def test_logs_that_cannot_tell_are_refused(change, words, world):
    """Each flaw of the log is named."""
    with pytest.raises(InputError, match=words):
        value_of_rule(*change(*world[:2]))


@given(st.integers(0, 10_000), st.integers(2, 60), st.floats(0.05, 1.0))
def test_a_rule_that_repeats_the_log_is_worth_what_was_logged(seed, people, explored):
    """Whatever the odds: with the log's own probabilities IPS and SNIPS give the mean of the log and no weight is above 1."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), rng.integers(1, 5, people))
    odds = rng.random(len(who))
    p = choice_probabilities(who, odds, exploration_share=explored)
    actions = pd.DataFrame(
        {"borrower": who, "address_id": np.arange(len(who)), "p_rule": p, "p_delivered": odds}
    )
    first = (
        actions.assign(p_chosen=p, draw=rng.random(len(who)) / p)
        .sort_values("draw")
        .drop_duplicates("borrower")
    )
    log = first.assign(delivered=rng.integers(0, 2, people))[
        ["borrower", "address_id", "p_chosen", "delivered"]
    ]
    judged = value_of_rule(log, actions, rounds=2)
    values = judged.estimates.set_index("method")["value"]
    assert values["ips"] == pytest.approx(values["logged"])
    assert values["snips"] == pytest.approx(values["logged"])
    assert judged.effective_letters == pytest.approx(people)
