"""Plans are fixed before the start, arms drawn per borrower, balance seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError, MissingError
from workbench.experiments import Plan, check_balance, draw_arms, load_plan, overdue_bands, register_plan

PLAN = Plan("letters", "Letters raise repayment.", "repaid", 30, strata=("lender",), shares=(0.4, 0.6))


def people(count: int = 1000) -> pd.DataFrame:
    """Borrowers of three lenders."""
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "borrower": [f"p{i:05d}" for i in range(count)],
            "lender": rng.choice(["x", "y", "z"], count, p=[0.6, 0.3, 0.1]),
            "age": rng.normal(36, 9, count),
        }
    )


def test_a_registered_plan_comes_back_as_it_was(tmp_path):
    """File, hash and plan agree."""
    digest = register_plan(PLAN, tmp_path / "plan.json")
    assert load_plan(tmp_path / "plan.json") == PLAN
    assert digest == PLAN.sha256 != replace(PLAN, window_days=31).sha256


def test_a_plan_is_never_overwritten(tmp_path):
    """A second registration at the same place is refused."""
    register_plan(PLAN, tmp_path / "plan.json")
    with pytest.raises(InputError, match="another trial"):
        register_plan(replace(PLAN, window_days=60), tmp_path / "plan.json")


def test_a_changed_plan_is_seen(tmp_path):
    """Editing the file afterwards breaks the hash."""
    path = tmp_path / "plan.json"
    register_plan(PLAN, path)
    path.write_text(
        path.read_text(encoding="utf-8").replace('"window_days": 30', '"window_days": 60'), encoding="utf-8"
    )
    with pytest.raises(InputError, match="changed after it was registered"):
        load_plan(path)


def test_a_plan_must_be_there(tmp_path):
    """The message says to register one."""
    with pytest.raises(MissingError, match="register_plan"):
        load_plan(tmp_path / "none.json")


def test_arms_have_their_shares_in_every_stratum():
    """Within a lender no arm is off by more than one borrower."""
    drawn = draw_arms(people(), PLAN, seed=3)
    for _, part in drawn.groupby("stratum"):
        assert abs(part["arm"].eq("treated").sum() - 0.6 * len(part)) <= 1


def test_each_borrower_is_treated_as_often_as_planned():
    """Over many draws a borrower's share of treatments is p_assigned."""
    few = people(37)
    treated = np.mean([draw_arms(few, PLAN, seed=seed)["arm"].eq("treated") for seed in range(150)], axis=0)
    assert np.abs(treated - 0.6).max() < 0.16
    assert treated.mean() == pytest.approx(0.6, abs=0.01)


def test_the_draw_follows_the_borrowers_not_their_rows():
    """Order and repetition of the rows do not matter; the seed does."""
    table = people()
    first = draw_arms(table, PLAN, seed=1)
    assert first.equals(draw_arms(pd.concat([table.iloc[::-1], table]), PLAN, seed=1))
    assert not first["arm"].equals(draw_arms(table, PLAN, seed=2)["arm"])


def test_a_drawn_trial_is_balanced_and_a_picked_one_is_not():
    """The check passes what was drawn at random and sees what was picked by age."""
    table = people(4000)
    drawn = draw_arms(table, PLAN, seed=5)
    assert check_balance(drawn, table)["verdict"].eq("balanced").all()
    old = drawn.merge(table, on="borrower")["age"].gt(36)
    picked = drawn.assign(arm=np.where(old, "treated", "control"))
    assert check_balance(picked, table).set_index("covariate")["verdict"]["age"] == "look"


@pytest.mark.parametrize("change", [{"shares": (0.5, 0.6)}, {"arms": ("one",), "shares": (1.0,)}])
def test_impossible_plans_are_refused(change):
    """Shares must sum to 1 and there must be two arms."""
    with pytest.raises(InputError, match="Expected"):
        replace(PLAN, **change)


def test_bands_of_days_past_due_are_the_trades():
    """M0 is not overdue, M1 ends at 30 days, M6+ begins at 181; unknown days have no band."""
    days = pd.Series([-2, 0, 1, 30, 31, 180, 181, 900, None])
    assert overdue_bands(days).tolist() == ["M0", "M0", "M1", "M1", "M2", "M6", "M6+", "M6+", ""]


@given(
    st.lists(st.sampled_from("xyz"), min_size=1, max_size=80),
    st.lists(st.integers(1, 9), min_size=2, max_size=4),
    st.integers(0, 999),
)
def test_whatever_strata_and_shares_no_arm_is_off_by_more_than_one(lenders, parts, seed):
    """In every stratum each arm gets its share, rounded up or down; p_assigned is the share."""
    shares = tuple(part / sum(parts) for part in parts)
    plan = replace(PLAN, arms=tuple(f"arm{at}" for at in range(len(parts))), shares=shares)
    table = pd.DataFrame({"borrower": range(len(lenders)), "lender": lenders})
    drawn = draw_arms(table, plan, seed=seed)
    counts = pd.crosstab(drawn["stratum"], drawn["arm"]).reindex(columns=list(plan.arms), fill_value=0)
    wanted = np.outer(counts.sum(axis=1), shares)
    assert (np.abs(counts.to_numpy() - wanted) < 1 + 1e-9).all()
    assert drawn["p_assigned"].tolist() == [
        dict(zip(plan.arms, shares, strict=True))[arm] for arm in drawn["arm"]
    ]
