"""What a measure counts, and where it lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import h3
import pandas as pd
import pytest
from portfolios import make_portfolio

from workbench.errors import ColumnError, InputError
from workbench.patterns import Period, Scope, count_by, observe, tally_kpis
from workbench.tables import MEASURES


@pytest.fixture(scope="module")
def portfolio():
    """Return a made portfolio."""
    return make_portfolio(400)


@pytest.mark.parametrize("measure", MEASURES)
def test_inputs_stay_as_they_are(portfolio, measure):
    """Counting changes none of the frames."""
    before = [getattr(portfolio, name).copy() for name in ("cases", "addresses", "locations", "attempts")]
    observe(measure, portfolio, Scope(resolution=8))
    for frame, name in zip(before, ("cases", "addresses", "locations", "attempts"), strict=True):
        pd.testing.assert_frame_equal(frame, getattr(portfolio, name))


def test_letters_in_transit_do_not_count(portfolio):
    """A letter counts once it has a final outcome."""
    events = observe("delivered", portfolio)
    assert len(events) == portfolio.attempts["outcome"].ne("in_transit").sum()
    assert set(events.loc[events["hit"], "outcome"]) == {"self", "adult_family", "locker"}


def test_contact_counts_borrowers_once(portfolio):
    """A borrower is reached if one of the letters was signed or refused in person."""
    events = observe("contacted", portfolio)
    letters = observe("delivered", portfolio)
    reached = letters[letters["outcome"].isin(["self", "refused"])]["borrower"].unique()
    assert events["borrower"].is_unique
    assert set(events.loc[events["hit"], "borrower"]) == set(reached)


def test_cases_lie_at_home_first(portfolio):
    """A case lies at its accepted home address, else at the registered one, else nowhere."""
    events = observe("npl", portfolio, Scope(region_decisions=())).set_index("case_id")
    accepted = portfolio.locations.loc[portfolio.locations["decision"].eq("accept"), "address_id"]
    known = portfolio.addresses[portfolio.addresses["address_id"].isin(accepted)]
    home = known[known["kind"].eq("home")].set_index("case_id")["address_id"]
    assert (events.loc[home.index, "address_id"] == home).all()
    assert events["address_id"].isna().sum() == len(events) - known["case_id"].nunique()
    assert len(events) == len(portfolio.cases)


def test_npl_begins_after_ninety_days():
    """Ninety days past due is not yet NPL, ninety-one is; unknown days count nowhere."""
    portfolio = make_portfolio(12)
    cases = portfolio.cases.assign(days_past_due=[90, 91, None] + [0] * 9)
    events = observe("npl", replace(portfolio, cases=cases))
    assert events["hit"].tolist() == [False, True] + [False] * 9


def test_review_matches_are_not_placed(portfolio):
    """Locations that are not accepted count, but lie in a county but in no cell, unless they are asked for."""
    some = observe("delivered", portfolio)
    every = observe("delivered", portfolio, Scope(decisions=("accept", "review")))
    assert len(some) == len(every)
    assert some["cell"].notna().sum() < every["cell"].notna().sum() == len(every)
    assert some["adcode"].notna().all()
    none = observe("delivered", portfolio, Scope(region_decisions=()))
    assert none["adcode"].notna().tolist() == some["cell"].notna().tolist()


def test_letters_of_nobody_in_hand_do_not_count(portfolio):
    """A letter to an address of no case is counted neither here nor by the key figures: both have the same n."""
    cases = portfolio.cases.iloc[40:]
    left = replace(portfolio, cases=cases, addresses=portfolio.addresses.iloc[:-30])
    figures = tally_kpis(left).set_index("kpi")
    for measure, kpi in (("delivered", "delivered_per_letter"), ("contacted", "contacted_per_borrower")):
        events = observe(measure, left)
        assert set(events["case_id"]) <= set(cases["case_id"])
        assert (len(events), events["hit"].sum()) == tuple(figures.loc[kpi, ["n", "hits"]])


def test_another_resolution_is_taken_from_the_points(portfolio):
    """A resolution other than that of the locations comes from the points, not from parents or children."""
    events = observe("delivered", portfolio, Scope(resolution=10)).dropna(subset="cell")
    assert {h3.get_resolution(cell) for cell in events["cell"]} == {10}
    points = portfolio.locations.set_index("address_id").loc[events["address_id"]]
    wanted = [h3.latlng_to_cell(y, x, 10) for x, y in zip(points["lng"], points["lat"], strict=True)]
    assert events["cell"].tolist() == wanted


def test_period_and_product_choose_rows(portfolio):
    """Both ends of a period belong to it; only the products asked for are counted."""
    period = Period(date(2026, 3, 10), date(2026, 3, 20))
    events = observe("delivered", portfolio, Scope(period=period, products=("信用卡",)))
    assert set(events["product"]) == {"信用卡"}
    assert events["attempted_at"].between("2026-03-10", "2026-03-20 23:59:59").all()
    assert len(events) > 10


def test_counts_add_up(portfolio):
    """Sums over groups are the sums of the rows; persons are different borrowers."""
    events = observe("delivered", portfolio)
    counts = count_by(events, ["station"])
    assert counts["n"].sum() == len(events)
    assert counts["hits"].sum() == events["hit"].sum()
    assert counts["persons"].tolist() == events.groupby("station")["borrower"].nunique().tolist()


def test_no_attempts_are_no_events():
    """An empty portfolio counts nothing and raises nothing."""
    portfolio = make_portfolio(20)
    empty = replace(portfolio, attempts=portfolio.attempts.iloc[:0])
    assert observe("delivered", empty).empty
    assert observe("contacted", empty).empty


def test_mistakes_are_named(portfolio):
    """Unknown measures, missing columns and periods that end before they begin are told."""
    with pytest.raises(InputError, match="'sold' is not known"):
        observe("sold", portfolio)
    with pytest.raises(ColumnError, match="repaid_yuan"):
        observe("repaid", replace(portfolio, cases=portfolio.cases.drop(columns="repaid_yuan")))
    with pytest.raises(InputError, match=r"ends .* before it begins"):
        Period(date(2026, 2, 1), date(2026, 1, 1))
