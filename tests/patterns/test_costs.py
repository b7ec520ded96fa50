"""What deliveries cost, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from portfolios import make_portfolio

from workbench.patterns import observe, tally_costs


def test_costs_are_sums_over_counts():
    """All costs over letters, letters delivered, and borrowers with a delivery; each inside its interval."""
    portfolio = make_portfolio(200)
    costs = np.random.default_rng(1).choice([6.0, 12.0, 20.0], len(portfolio.attempts))
    portfolio = replace(portfolio, attempts=portfolio.attempts.assign(cost_yuan=costs))
    letters = observe("delivered", portfolio).merge(portfolio.attempts[["attempt_id", "cost_yuan"]])
    total = letters["cost_yuan"].sum()
    found = tally_costs(portfolio, lang="en").set_index("kpi")
    reached = letters.loc[letters["hit"], "borrower"].nunique()
    assert found["hits"].tolist() == [len(letters), int(letters["hit"].sum()), reached]
    assert found["kpi_value"].tolist() == pytest.approx((total / found["hits"]).tolist())
    assert (found["low_share"] < found["kpi_value"]).all()
    assert (found["kpi_value"] < found["high_share"]).all()


@pytest.mark.parametrize(("unknown", "rows"), [(0, 3), (4, 0), (150, 3)])
def test_letters_of_a_few_without_a_cost(unknown, rows):
    """Where the letters of only a few borrowers have no cost, nothing is counted."""
    portfolio = make_portfolio(300)
    cost = portfolio.attempts["cost_yuan"].where(portfolio.attempts.index >= unknown)
    found = tally_costs(
        replace(portfolio, attempts=portfolio.attempts.assign(cost_yuan=cost)), least_persons=10
    )
    assert len(found) == rows


def test_no_costs_no_rows():
    """Without the column, or without letters, there is nothing to say."""
    portfolio = make_portfolio(30)
    bare = replace(portfolio, attempts=portfolio.attempts.drop(columns="cost_yuan"))
    assert tally_costs(bare).empty
    assert tally_costs(replace(portfolio, attempts=portfolio.attempts.iloc[:0])).empty
