"""Effects: against statsmodels, at the nominal error, and only of what was drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from workbench.errors import InputError
from workbench.experiments import Plan, draw_arms, estimate_effects
from workbench.experiments.effects import regress

PLAN = Plan("letters", "Letters raise repayment.", "repaid", 30, strata=("lender",))


def trial(seed: int, *, effect: float = 0.0, count: int = 600) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw a trial and its outcomes, which depend on lender and on earlier payments."""
    rng = np.random.default_rng(seed)
    people = pd.DataFrame({"borrower": np.arange(count), "lender": rng.choice(["x", "y"], count)})
    drawn = draw_arms(people, PLAN, seed=seed)
    earlier = rng.gamma(2, 1, count)
    value = (
        earlier + people["lender"].eq("x") + effect * drawn["arm"].eq("treated") + rng.standard_normal(count)
    )
    return drawn, pd.DataFrame({"borrower": people["borrower"], "repaid": value, "earlier": earlier})


def test_effect_and_error_are_those_of_statsmodels():
    """Least squares with strata, a covariate and clusters agrees with the reference."""
    rng = np.random.default_rng(2)
    cluster, stratum = np.repeat(np.arange(150), 2), np.repeat(rng.integers(0, 3, 150), 2)
    treated, known = np.repeat(rng.integers(0, 2, 150), 2).astype(float), rng.standard_normal((300, 1))
    value = 0.3 * treated + known[:, 0] + np.repeat(rng.standard_normal(150), 2) + rng.standard_normal(300)
    design = np.column_stack([treated, known, np.eye(3)[stratum]])
    theirs = sm.OLS(value, design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    effect, error = regress(value, treated, known, stratum, cluster)
    assert effect == pytest.approx(theirs.params[0])
    assert error == pytest.approx(theirs.bse[0], rel=1e-6)


def test_error_of_the_first_kind_is_nominal():
    """Of 3,000 trials without effect 4 to 6 in 100 are called effects."""
    rng = np.random.default_rng(8)
    stratum, cluster, false = np.repeat([0, 1], 200), np.arange(400), 0
    for _ in range(3000):
        treated = np.concatenate([rng.permutation(np.repeat([0.0, 1.0], 100)) for _ in range(2)])
        known = rng.gamma(2, 1, (400, 1))
        effect, error = regress(known[:, 0] + rng.exponential(1, 400), treated, known, stratum, cluster)
        false += abs(effect) > 1.96 * error
    assert 120 <= false <= 180


def test_a_true_effect_is_found_within_its_interval():
    """The interval holds the effect that was built in."""
    row = estimate_effects(PLAN, *trial(1, effect=0.5), before=["earlier"]).iloc[0]
    assert row["low"] < 0.5 < row["high"]
    assert row["verdict"] == "effect"


def test_what_was_known_before_narrows_the_interval():
    """CUPED: the same trial with the covariate has a smaller error."""
    drawn, outcomes = trial(1)
    plain, adjusted = (
        estimate_effects(PLAN, drawn, outcomes, before=names)["se"].iloc[0] for names in ([], ["earlier"])
    )
    assert adjusted < 0.8 * plain


def test_who_has_no_outcome_counts_as_none():
    """Everybody who was drawn stays in the denominator."""
    drawn, outcomes = trial(3)
    paid = outcomes.assign(repaid=1.0).iloc[:100]
    row = estimate_effects(PLAN, drawn, paid).iloc[0]
    controls = drawn[drawn["arm"].eq("control")]["borrower"]
    assert row["borrowers"] == 600
    assert row["control_mean"] == pytest.approx(paid["borrower"].isin(controls).sum() / len(controls))


def test_guardrails_are_watched():
    """More complaints under treatment are told as harm."""
    drawn, outcomes = trial(4, count=4000)
    treated = drawn.set_index("borrower")["arm"].eq("treated").reindex(outcomes["borrower"]).to_numpy()
    hurt = np.random.default_rng(0).random(4000) < np.where(treated, 0.06, 0.02)
    table = estimate_effects(PLAN, drawn, outcomes.assign(complaint=hurt)).set_index("outcome")
    assert table.loc["complaint", "verdict"] == "harm"


def test_an_early_look_has_a_stricter_threshold():
    """At half of the borrowers only a fraction of alpha may be used."""
    plan = Plan("letters", "Letters raise repayment.", "repaid", 30, strata=("lender",), looks=(0.5, 1.0))
    assert estimate_effects(plan, *trial(1), look=0)["threshold"].iloc[0] < 0.01


@pytest.mark.parametrize(
    ("change", "words"),
    [({"among": "delivered"}, "Everybody who was drawn"), ({"days": "best"}, "best of 30 days")],
)
def test_effects_that_are_none_are_refused(change, words):
    """Those reached, and the best day, are no effects; the message says why."""
    with pytest.raises(InputError, match=words):
        estimate_effects(PLAN, *trial(1), **change)


def test_strangers_are_refused():
    """An outcome of somebody who was not drawn is an error."""
    drawn, outcomes = trial(1)
    with pytest.raises(InputError, match="not drawn"):
        estimate_effects(PLAN, drawn.iloc[:100], outcomes)
