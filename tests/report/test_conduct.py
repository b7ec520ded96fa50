"""Contacts against the policy: counted right, withheld where few, and of this lender only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import openpyxl
import pandas as pd
import pytest
from lxml import html
from portfolios import make_portfolio

from workbench.patterns import Control
from workbench.policy import load_policy
from workbench.report import Brief, keep, lender_report, read_shelf, select_lender
from workbench.report.conduct import count_busiest, count_conduct, count_crowded
from workbench.report.figures import withhold_conduct, withhold_costs, withhold_figures

POLICY = load_policy("cn-cba-2026")
BRIEF = Brief("甲行", as_of=date(2026, 6, 1), policy=POLICY)


@pytest.mark.parametrize("days", [1, 7, 30])
def test_the_most_crowded_span_is_that_of_all_spans(days):
    """For every borrower it is the largest count over all spans that begin with a contact; the far end is outside."""
    rng = np.random.default_rng(days)
    at = pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 80, 600) * 12, unit="h")
    contacts = pd.DataFrame({"borrower": rng.integers(0, 60, 600).astype(str), "attempted_at": at})
    span = pd.Timedelta(days=days)
    for borrower, most in count_crowded(contacts, days).items():
        own = contacts.loc[contacts["borrower"] == borrower, "attempted_at"]
        assert most == max(((own >= each) & (own < each + span)).sum() for each in own)


def make_contacts(*per_borrower):
    """Return the lender's part of a portfolio in which borrowers got so many letters on days in a row, each refused."""
    portfolio = make_portfolio(len(per_borrower))
    cases = portfolio.cases.assign(lender="甲行")
    first = portfolio.addresses.drop_duplicates("case_id").reset_index(drop=True)
    rows = np.repeat(np.arange(len(first)), per_borrower)
    day = np.concatenate([np.arange(each) for each in per_borrower])
    attempts = first.loc[rows, ["address_id", "case_id", "borrower"]].reset_index(drop=True)
    attempts = attempts.assign(
        attempt_id=[f"T{each}" for each in range(len(rows))],
        channel="letter",
        attempted_at=pd.Timestamp("2026-03-01 10:00") + pd.to_timedelta(day, unit="D"),
        outcome="refused",
    )
    return replace(portfolio, cases=cases, attempts=attempts)


@pytest.mark.parametrize(("over", "shown"), [(0, True), (2, False), (3, True)])
def test_borrowers_over_the_cap(over, shown):
    """Of two letters in thirty days three are one too many; one or two such borrowers are not told."""
    portfolio = make_contacts(*[3] * over, *[2] * 20, *[1] * 20)
    found = withhold_figures(count_conduct(portfolio, BRIEF, None), Control()).set_index("kpi")
    assert found.loc["cap_letters_30_days", "shown"] == shown
    assert found.loc["cap_letters_30_days", "hits"] == (40 if shown else 0)


def test_classes_of_the_busiest_week_are_never_thin():
    """The few with many contacts are counted with the class below; one class alone says nothing."""
    found = count_busiest(make_contacts(*[1] * 30, *[2] * 15, *[3] * 4, *[6] * 5), BRIEF)
    assert dict(zip(found["contacts"], found["hits"], strict=True)) == {"1": 30, "2+": 24}
    assert count_busiest(make_contacts(*[1] * 30, *[2] * 5), BRIEF).empty


def test_who_was_not_contacted():
    """Addresses in quarantine count for the case they were sent with; a stop mark as in the policy."""
    portfolio = make_portfolio(90)
    cases = portfolio.cases.assign(borrower=[f"p{each // 2}" for each in range(90)])
    cases["stop_flag"] = np.where(np.arange(90) < 30, "disputed", "")
    cases["no_automation"] = np.arange(90) >= 60
    own = select_lender(replace(portfolio, cases=cases), "甲行")
    foreign = cases.loc[cases["lender"] == "乙行", ["case_id", "borrower"]]
    found = count_conduct(own, BRIEF, pd.concat([foreign, own.cases[["case_id", "borrower"]].head(5)]))
    found = found.set_index("kpi")["hits"]
    assert found["no_source"] == own.cases["borrower"].head(5).nunique()
    assert found["stop_flag"] == own.cases.loc[own.cases["stop_flag"] == "disputed", "borrower"].nunique()
    assert found["automation"] == own.cases.loc[own.cases["no_automation"], "borrower"].nunique()
    assert found["address_kind"] == 0
    work = replace(own, addresses=own.addresses.assign(kind="work"))
    assert count_conduct(work, BRIEF, None).set_index("kpi").loc["address_kind", "hits"] > 0


def test_costs_on_a_few_more_borrowers_than_a_key_figure_are_hidden():
    """Borrowers with a delivery less those within three tries are people as well."""
    costs = pd.DataFrame({"kpi": ["cost_per_letter", "cost_per_reached"], "n": 90, "hits": [90, 41]})
    costs = costs.assign(kpi_value=6.0, low_share=5.0, high_share=7.0)
    kpis = pd.DataFrame({"kpi": ["delivered_within_3"], "n": [90], "hits": [40], "shown": [True]})
    assert withhold_costs(costs, kpis, Control())["shown"].tolist() == [True, False]


def with_costs(portfolio, *, unknown_delivered):
    """Return the lender's part with other costs, unknown of 40 letters that came back and of so many that arrived."""
    portfolio = select_lender(portfolio, "甲行")
    attempts = portfolio.attempts
    cost = pd.Series(np.random.default_rng(4).choice([6.0, 12.0, 20.0], len(attempts)), attempts.index)
    for outcome, letters in (("returned", 40), ("self", unknown_delivered)):
        own = attempts[attempts["outcome"].eq(outcome) & ~attempts["case_id"].duplicated(keep=False)]
        cost[own.index[:letters]] = np.nan
    return replace(portfolio, attempts=attempts.assign(cost_yuan=cost))


def read_costs(page):
    """Return the rows of the table of costs of the page and of the annex, as texts."""
    tree = html.fromstring(page.read_text("utf-8"))
    tables = tree.xpath("//section[@id='delivery']//table[caption[contains(., 'yuan')]]")
    seen = [[cell.text_content() for cell in row] for table in tables for row in table.xpath(".//tbody/tr")]
    book = openpyxl.load_workbook(page.with_suffix(".xlsx"))
    rows = list(book["Costs (yuan)"].values)[1:] if "Costs (yuan)" in book.sheetnames else []
    told = [
        [name, of, f"{n:,}", f"{value:.2f}", f"{low:.2f}–{high:.2f}"]
        for _, name, of, n, value, low, high in rows
    ]
    return seen, told, [cell for row in rows for cell in row[3:]]


@pytest.mark.parametrize(("unknown", "shown"), [(0, 3), (1, 2), (2, 2), (15, 3)])
def test_the_annex_holds_the_costs_of_the_page_and_nothing_more(tmp_path, unknown, shown):
    """The same rows, figures and digits; where one or two letters that arrived have no cost, neither has what they are told by."""
    portfolio = with_costs(make_portfolio(900), unknown_delivered=unknown)
    page = lender_report(portfolio, replace(BRIEF, lang="en"), tmp_path)
    seen, told, numbers = read_costs(page)
    assert seen == told
    assert len(told) == shown
    assert all(each == round(each, 2) for each in numbers)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("unknown", [0, 1, 2, 15])
def test_costs_of_the_annex_cannot_be_subtracted_from_key_figures(tmp_path, seed, unknown):
    """No count of the sheet of costs lies one or two off any count of letters or borrowers on the sheet of key figures."""
    portfolio = with_costs(make_portfolio(600, seed=seed), unknown_delivered=unknown)
    page = lender_report(portfolio, replace(BRIEF, lang="en"), tmp_path)
    book = pd.read_excel(page.with_suffix(".xlsx"), sheet_name=None)
    figures = book["Key figures"].set_index("key figure")
    for row in book.get("Costs (yuan)", pd.DataFrame()).to_dict("records"):
        same = {
            "cost_per_letter": [("delivered_per_letter", "n"), ("refused_per_letter", "n")],
            "cost_per_delivered": [("delivered_per_letter", "hits")],
            "cost_per_reached": [("delivered_within_3", "hits")],
        }[row["key figure"]]
        for key, name in same:
            if key in figures.index:
                assert abs(row["n"] - figures.loc[key, name]) not in (1, 2)


def test_figures_a_few_apart_are_hidden():
    """If those within one cap are two fewer than those within another, the difference would be two people."""
    conduct = pd.DataFrame({"kpi": ["a", "b", "c", "d"], "denominator": ["x", "x", "x", "y"], "n": 100})
    conduct = conduct.assign(hits=[60, 62, 40, 61], kpi_value=0.5, low_share=0.4, high_share=0.6)
    assert withhold_conduct(conduct, Control())["shown"].tolist() == [False, True, True, True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_section_names_the_policy(tmp_path, lang):
    """Title, digest and what is not checked are told; without a policy that is said, and no cap is shown."""
    portfolio = make_portfolio(300)
    told = []
    for policy in (POLICY, None):
        page = lender_report(portfolio, replace(BRIEF, lang=lang, policy=policy), tmp_path)
        told.append(html.fromstring(page.read_text("utf-8")).get_element_by_id("contacts").text_content())
    title, other = (POLICY.title.zh, POLICY.title.en)[:: 1 if lang == "zh" else -1]
    assert title in told[0]
    assert other not in told[0]
    assert POLICY.digest[:12] in told[0]
    assert all(each.say(lang) in told[0] for each in POLICY.outside)
    assert title not in told[1]
    assert "30" in told[0]


def test_a_shelf_of_an_earlier_version_still_counts(tmp_path):
    """Reports that were kept without these tables are read, and the next one is checked against the rest."""
    portfolio = make_portfolio(500)
    lender_report(portfolio, BRIEF, tmp_path / "a", shelf=tmp_path / "new", draft=False)
    (kept,) = read_shelf(tmp_path / "new")
    assert {"conduct", "busiest", "costs"} <= set(kept.tables)
    old = {name: kept.tables[name] for name in ("figures", "returns", "levels")}
    keep(tmp_path / "old", replace(kept, tables=old))
    lender_report(portfolio, BRIEF, tmp_path / "b", shelf=tmp_path / "old", draft=False)
    first, second = read_shelf(tmp_path / "old")
    assert sorted(first.tables) == sorted(old)
    assert sorted(second.tables) == sorted(kept.tables)


def test_what_moved_by_few_is_kept(tmp_path):
    """Where a handful of borrowers came over the cap since the last report, its figure stays."""
    portfolio = make_contacts(*[3] * 5, *[2] * 200, *[1] * 200)
    shelf = tmp_path / "shelf"
    lender_report(portfolio, BRIEF, tmp_path, shelf=shelf, draft=False)
    attempts = portfolio.attempts.copy()
    attempts.loc[attempts.index[20:160], "outcome"] = "self"
    extra = attempts.iloc[[20, 22]].assign(
        attempt_id=["X1", "X2"], attempted_at=pd.Timestamp("2026-03-03 10:00"), outcome="in_transit"
    )
    later = replace(portfolio, attempts=pd.concat([attempts, extra], ignore_index=True))
    lender_report(later, BRIEF, tmp_path, shelf=shelf, draft=False)
    first, second = (each.tables["conduct"].set_index("kpi") for each in read_shelf(shelf))
    assert second.loc["cap_letters_30_days", "held"]
    assert second.loc["cap_letters_30_days", "hits"] == first.loc["cap_letters_30_days", "hits"]
