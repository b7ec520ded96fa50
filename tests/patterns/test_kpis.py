"""Key figures: denominators, numerators, intervals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbench.patterns import FIGURES, Period, Portfolio, Scope, tally_kpis
from workbench.patterns.kpis import Ratio, summarise
from workbench.tables import table


@pytest.fixture
def tiny():
    """Return two borrowers: one delivered at the third try, one refused once and never answered again."""
    cases = pd.DataFrame(
        {"case_id": ["1", "2", "3"], "borrower": ["a", "b", "c"], "days_past_due": [10, 100, 200]}
    )
    cases = cases.assign(amount_yuan=[100.0, 300.0, 600.0], repaid_yuan=[100.0, 0.0, None])
    addresses = pd.DataFrame(
        {"address_id": ["x", "y", "z"], "case_id": ["1", "2", "3"], "borrower": ["a", "b", "c"]}
    )
    addresses["kind"] = "home"
    locations = pd.DataFrame(
        {"address_id": ["x", "y", "z"], "level": ["door", "door", "town"], "decision": "accept"}
    )
    attempts = pd.DataFrame(
        {
            "address_id": ["x", "x", "x", "y", "y"],
            "attempted_at": pd.to_datetime(
                ["2026-01-03", "2026-01-01", "2026-01-02", "2026-01-01", "2026-01-02"]
            ),
            "outcome": ["self", "returned", "returned", "refused", "in_transit"],
            "return_reason": [None, "person_absent", "address_wrong", None, None],
        }
    )
    return Portfolio(cases, addresses, locations.assign(cell=None), attempts)


@pytest.mark.parametrize(
    ("kpi", "hits", "n"),
    [
        ("delivered_per_letter", 1, 4),
        ("self_per_letter", 1, 4),
        ("refused_per_letter", 1, 4),
        ("returned_per_letter", 2, 4),
        ("delivered_first_try", 0, 2),
        ("delivered_within_2", 0, 2),
        ("delivered_within_3", 1, 2),
        ("contacted_per_borrower", 2, 2),
        ("tried_per_borrower", 2, 3),
        ("valid_per_address", 1, 3),
        ("npl_per_case", 2, 3),
        ("repaid_per_case", 1, 3),
    ],
)
def test_every_figure_has_its_denominator(tiny, kpi, hits, n):
    """Letters, borrowers, addresses and cases are each counted once; tries go by time, not by row."""
    row = tally_kpis(tiny).set_index("kpi").loc[kpi]
    assert (row["hits"], row["n"]) == (hits, n)
    assert row["kpi_value"] == hits / n
    assert row["low_share"] <= row["kpi_value"] <= row["high_share"]


def test_the_share_of_the_amount_is_a_ratio_of_sums(tiny):
    """The amount repaid over the amount handed over, not a mean of shares."""
    row = tally_kpis(tiny).set_index("kpi").loc["repaid_amount"]
    assert row["kpi_value"] == pytest.approx(0.1)
    assert row["low_share"] <= 0.1 <= row["high_share"]


def test_the_interval_of_the_amount_covers():
    """The ratio estimator's interval holds the true ratio about 95 times in 100."""
    random = np.random.default_rng(0)
    held = []
    for _ in range(200):
        amount = random.lognormal(8, 0.5, 500)
        repaid = amount * random.binomial(1, 0.3, 500) * random.random(500)
        _, low, high, *_ = summarise(Ratio(repaid, amount, is_share=False))
        held.append(low <= 0.15 <= high)
    assert 0.9 <= np.mean(held) <= 0.99


def test_a_period_restarts_the_tries(tiny):
    """Within a period tries are numbered anew and earlier letters do not count."""
    scope = Scope(period=Period(date(2026, 1, 3), date(2026, 1, 3), "third"))
    figures = tally_kpis(tiny, scope).set_index("kpi")
    assert figures.loc["delivered_first_try", "n"] == 1
    assert figures.loc["delivered_first_try", "hits"] == 1
    assert set(figures["period"]) == {"third"}


def test_nothing_counted_is_not_zero(tiny):
    """Without letters the rates about letters are unknown, not 0."""
    figures = tally_kpis(replace(tiny, attempts=tiny.attempts.iloc[:0])).set_index("kpi")
    assert np.isnan(figures.loc["delivered_per_letter", "kpi_value"])
    assert figures.loc["tried_per_borrower", "kpi_value"] == 0.0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_is_that_of_the_dictionary(tiny, lang):
    """Columns are those of table ``kpis``; keys and names are unique in both languages."""
    figures = tally_kpis(tiny, lang=lang)
    assert figures.columns.tolist() == list(table("kpis").columns)
    assert figures["kpi_name"].is_unique
    assert figures["kpi"].tolist() == [figure.kpi for figure in FIGURES]


def test_columns_that_are_missing_leave_figures_out(tiny):
    """Without amounts and days there are no figures about them, and no error."""
    bare = replace(tiny, cases=tiny.cases[["case_id", "borrower"]])
    assert not {"npl_per_case", "repaid_amount"} & set(tally_kpis(bare)["kpi"])
