"""Months of the report: whole ones only, and what a release shows of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from lxml import html
from portfolios import make_portfolio

from workbench.patterns import Period, attack
from workbench.report import Brief, lender_report, read_shelf, release_figures
from workbench.report.months import leave_begun, list_months, mark_months

TIMES = pd.to_datetime(["2026-01-20 08:00", "2026-02-28 23:59", "2026-03-01 00:00", None])


@pytest.mark.parametrize(
    ("until", "within", "months"),
    [
        (date(2026, 2, 28), None, ["2026-01", "2026-02"]),
        (date(2026, 2, 27), None, ["2026-01"]),
        (None, None, ["2026-01", "2026-02"]),
        (date(2026, 6, 1), Period(date(2026, 1, 2), date(2026, 3, 31)), ["2026-02", "2026-03"]),
    ],
)
def test_only_whole_months_are_months(until, within, months):
    """A month that is not over, or of which the period holds a part, is none."""
    marked = mark_months(pd.DataFrame({"attempted_at": TIMES}), until, within)
    assert marked["period"].dropna().tolist() == months


@pytest.mark.parametrize("seed", range(3))
def test_a_report_with_months_gives_nothing_away(seed):
    """The attacker finds nothing in the release behind a report, and months are in it."""
    portfolio = make_portfolio(300 + 200 * seed, seed=seed)
    release, _ = release_figures(portfolio, Brief("甲行", as_of=date(2026, 5, 31)))
    assert [each.name for each in list_months(release)] == ["2026-03", "2026-04", "2026-05"]
    assert attack(release).empty


def test_a_thin_month_breaks_the_line(tmp_path):
    """A month with too few persons takes another with it; neither stands in the table, and the letters are counted."""
    portfolio = make_portfolio(600)
    attempts = portfolio.attempts
    april = attempts["attempted_at"].dt.month.eq(4)
    portfolio = replace(portfolio, attempts=attempts[~april | april.cumsum().le(4)])
    brief = Brief("甲行", as_of=date(2026, 5, 31))
    page = lender_report(portfolio, brief, tmp_path)
    section = html.fromstring(page.read_text("utf-8")).get_element_by_id("months")
    assert section.xpath(".//tbody//th/text()") in (["2026-03"], ["2026-05"])
    assert "封信函不属于所列月份" in section.text_content()


def test_no_month_says_so(tmp_path):
    """Before the first month is over the section has no table."""
    page = lender_report(make_portfolio(300), Brief("甲行", as_of=date(2026, 3, 20)), tmp_path)
    assert html.fromstring(page.read_text("utf-8")).xpath("//section[@id='months']/p[@class='empty']")


@pytest.mark.parametrize(("late", "left"), [(0, False), (5, True), (60, False)])
def test_letters_of_a_month_just_begun_wait_if_they_are_few(late, left):
    """Few letters of the first days of a month would give themselves away; without them the whole months can be shown."""
    portfolio = make_portfolio(900)
    days = portfolio.attempts["attempted_at"]
    begun = days[days >= "2026-05-01"].index[:late]
    cut = replace(portfolio, attempts=portfolio.attempts[days.lt("2026-05-01") | days.index.isin(begun)])
    brief = Brief("甲行", as_of=date(2026, 5, 3))
    kept = leave_begun(cut, brief)
    assert (kept is not cut) == left
    assert len(cut.attempts) - len(kept.attempts) == (late if left else 0)
    release, _ = release_figures(kept, brief)
    assert [each.name for each in list_months(release)] == ["2026-03", "2026-04"]


def test_months_come_one_by_one_and_none_is_lost(tmp_path):
    """Reports soon after the end of each month show all months that are over, and no two give anybody away."""
    portfolio = make_portfolio(900, seed=1)
    days = portfolio.attempts["attempted_at"]
    for until in ("2026-04-01", "2026-05-02"):
        part = replace(portfolio, attempts=portfolio.attempts[days < until])
        brief = Brief("甲行", as_of=date.fromisoformat(until))
        page = lender_report(part, brief, tmp_path, shelf=tmp_path / "shelf", draft=False)
    kept = read_shelf(tmp_path / "shelf")
    assert [len(list_months(each.release)) for each in kept] == [1, 2]
    assert attack(*(each.release for each in kept)).empty
    assert "刚开始的月份" in page.read_text("utf-8")
