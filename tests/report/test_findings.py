"""Findings say what the published tables show, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from portfolios import make_portfolio

from workbench.patterns import Period
from workbench.report import Brief, gather_facts, release_figures, select_lender
from workbench.report.sections.findings import write_findings

COMPARE = (
    Period(date(2026, 3, 1), date(2026, 4, 14), "早"),
    Period(date(2026, 4, 15), date(2026, 6, 30), "晚"),
)


@pytest.fixture(scope="module")
def facts():
    """Return the facts of a report on a made portfolio."""
    own, brief = select_lender(make_portfolio(600), "甲行"), Brief("甲行", compare=COMPARE)
    release, dropped = release_figures(own, brief)
    return gather_facts(own, brief, release, dropped=dropped)


def change(facts, **columns):
    """Return the facts with other intervals of the counties' NPL."""
    table = facts.regions["district"].copy()
    for name, value in columns.items():
        table.loc[table["measure"].eq("npl"), name] = value
    return replace(facts, regions={**facts.regions, "district": table})


def test_counties_beyond_their_interval_are_named(facts):
    """Only counties whose interval does not hold the whole portfolio's rate are called high or low."""
    level = write_findings(change(facts, low_share=0.0, high_share=1.0))
    assert "没有一个区县的不良率" in level
    high = write_findings(change(facts, low_share=0.999, high_share=1.0))
    assert "不良率明显高于整体" in high
    assert facts.regions["district"]["region"].iloc[0] in high


def test_shares_of_returns_are_those_of_the_table(facts):
    """The sentence about returns sums the published reasons by fault."""
    returns = pd.DataFrame(
        {"return_reason": ["address_wrong", "address_unclear", "refused"], "hits": [20, 30, 10], "n": 200}
    )
    said = write_findings(replace(facts, returns=returns))
    assert "25.0% 因地址问题" in said
    assert "未领 5.0%" in said


def test_changes_are_said_only_where_the_interval_excludes_zero(facts):
    """Two equal periods have not changed."""
    same = replace(facts, periods=(facts.periods[1], facts.periods[1]))
    assert "没有一项投递指标有明显变化" in write_findings(same)


def test_nothing_to_say_is_nothing(facts):
    """Without published figures there are no findings."""
    hidden = facts.kpis.assign(shown=False)
    assert write_findings(replace(facts, kpis=hidden, returns=facts.returns.iloc[:0], periods=None)) is None
