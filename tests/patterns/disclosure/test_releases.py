"""Nothing that a lender is shown gives fewer persons away than allowed; without the control it would."""

from __future__ import annotations

from dataclasses import replace

import h3
import numpy as np
import pandas as pd
import pytest
from disclosure_oracle import find_thin_sets
from portfolios import make_portfolio

from workbench.errors import InputError
from workbench.patterns import (
    Control,
    Release,
    attack,
    count_withheld,
    find_thin_places,
    observe,
    publish,
    show_breakdown,
    show_cells,
    show_regions,
    show_totals,
)
from workbench.patterns.disclosure.families import make_family
from workbench.patterns.disclosure.releases import make_ledger, tabulate
from workbench.patterns.rates import REGION_LEVELS

SEEDS = range(0, 50, 4)  # all fifty are run by tests/bench/bench_patterns.py
BREAKDOWNS = ("product", "period")


def observe_both(portfolio):
    """Count letters, with their months, and cases, which have none."""
    letters, cases = (observe(measure, portfolio) for measure in ("delivered", "npl"))
    months = letters["attempted_at"].dt.strftime("%Y-%m")
    return {"delivered": letters.assign(period=months), "npl": cases.assign(period=None)}


def publish_plainly(events, control):
    """Publish as is often done: cells of two resolutions, regions and products, each with enough persons."""
    ledger = make_ledger(events, control, BREAKDOWNS)
    levels = {
        "regions": REGION_LEVELS,
        "cells": ("coarse", "block"),
        "product": ("product",),
        "period": ("period",),
    }
    ledger["block"] = ledger["cell"]
    ledger["coarse"] = [
        None if cell is None else h3.cell_to_parent(cell, control.finest - 1) for cell in ledger["cell"]
    ]
    families = [make_family(name, [ledger[column] for column in columns]) for name, columns in levels.items()]
    shown = {}
    for family in families:
        table = tabulate(family, ledger)
        shown[family.name] = table[
            table.groupby(["level", "group"])["persons"].transform("min") >= control.least_persons
        ]
    return Release(shown, ledger, control, levels)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_attack_finds_nothing(seed):
    """On random portfolios neither the attacker nor linear algebra isolates too few persons."""
    portfolio = make_portfolio(150 + 12 * seed, seed=seed, spread=0.01 + 0.002 * (seed % 9))
    release = publish(observe_both(portfolio), breakdowns=BREAKDOWNS)
    assert attack(release).empty
    assert not find_thin_sets(release, "delivered")
    assert not find_thin_sets(release, "npl")


@pytest.mark.parametrize("seed", range(2))
def test_without_the_control_the_attack_finds_cells(seed):
    """Plain thresholds leak: the attacker finds cells with fewer than ten persons."""
    portfolio = make_portfolio(4000, seed=seed, spread=0.03)
    plain = publish_plainly(observe_both(portfolio), Control())
    found = attack(plain)
    assert (found["breakdown"] == "cells").any()
    assert found["persons"].between(1, 9).any()


def test_linear_algebra_finds_what_plain_thresholds_leak():
    """The independent attacker can find something: on a plain release it does."""
    plain = publish_plainly(observe_both(make_portfolio(4000, seed=0, spread=0.03)), Control())
    assert find_thin_sets(plain, "npl") + find_thin_sets(plain, "delivered")


def test_every_published_figure_has_enough_persons():
    """All rows have at least ten persons and neither one nor two hits or misses."""
    release = publish(observe_both(make_portfolio(900, seed=1)), breakdowns=BREAKDOWNS)
    for table in release.shown.values():
        assert table["persons"].min() >= 10
        for count in (table["hits"], table["n"] - table["hits"]):
            assert not count.between(1, 2).any()


def test_cells_are_disjoint_and_of_allowed_resolutions():
    """No published cell lies in another."""
    cells = set(show_cells(publish(observe_both(make_portfolio(900, seed=2))))["cell"])
    for cell in cells:
        assert 5 <= h3.get_resolution(cell) <= 8
        assert not {h3.cell_to_parent(cell, up) for up in range(h3.get_resolution(cell))} & cells


def test_thin_children_are_merged_into_their_parent():
    """Twelve persons in two cells of one parent are shown as the parent."""
    parent = "8731aa42affffff"
    children = sorted(h3.cell_to_children(parent, 8))[:2]
    events = pd.DataFrame(
        {
            "measure": "npl",
            "case_id": range(412),
            "borrower": range(412),
            "hit": [True, False] * 206,
            "cell": [children[0]] * 6 + [children[1]] * 6 + ["8831aa5051fffff"] * 400,
        }
    )
    assert set(show_cells(publish({"npl": events}))["cell"]) == {parent, "8831aa5051fffff"}


def test_a_lone_suppressed_region_takes_another_with_it():
    """Where one county is too thin, its smallest neighbour is withheld as well."""
    adcode = np.repeat(["420102", "420103", "420104"], [4, 30, 200])
    events = pd.DataFrame({"measure": "npl", "case_id": range(234), "borrower": range(234), "adcode": adcode})
    events["hit"] = events["case_id"] % 2 == 0
    release = publish({"npl": events})
    assert show_regions(release, "district")["adcode"].tolist() == ["420104"]
    assert show_regions(release, "city")["adcode"].tolist() == ["420100"]
    assert find_thin_places(release) == ([], ["420102", "420103"])


def test_a_second_report_cannot_be_subtracted():
    """After few changes groups keep their figures; the attack on both reports finds nothing, plain ones leak."""
    portfolio = make_portfolio(1000, seed=3)
    first = publish(observe_both(portfolio), breakdowns=BREAKDOWNS)
    attempts = portfolio.attempts.assign(
        outcome=portfolio.attempts["outcome"].where(portfolio.attempts.index >= 150, "self")
    )
    events = observe_both(replace(portfolio, attempts=attempts))
    second = publish(events, breakdowns=BREAKDOWNS, previous=[first])
    assert attack(first, second).empty
    assert second.shown["cells"]["held"].any()
    assert not second.shown["cells"]["held"].all()
    careless = publish(events, breakdowns=BREAKDOWNS)
    assert "two releases" in set(attack(first, careless)["attack"])


def test_held_figures_are_those_of_the_report_before():
    """A group that is held shows exactly what it showed before."""
    portfolio = make_portfolio(1000, seed=4)
    first = publish(observe_both(portfolio))
    attempts = portfolio.attempts.assign(
        outcome=portfolio.attempts["outcome"].where(portfolio.attempts.index >= 100, "self")
    )
    second = publish(observe_both(replace(portfolio, attempts=attempts)), previous=[first])
    keys = ["level", "group", "measure"]
    both = second.shown["cells"].query("held").merge(first.shown["cells"], on=keys, suffixes=("", "_before"))
    assert len(both) == second.shown["cells"]["held"].sum() > 0
    assert (both[["n", "hits"]].to_numpy() == both[["n_before", "hits_before"]].to_numpy()).all()


def test_a_report_after_next_to_no_change_is_refused():
    """If fewer than ten persons changed in all, there is nothing new to publish safely."""
    portfolio = make_portfolio(400, seed=5)
    first = publish(observe_both(portfolio))
    fewer = replace(portfolio, attempts=portfolio.attempts.iloc[3:])
    with pytest.raises(InputError, match="fewer than 10 persons changed"):
        publish(observe_both(fewer), previous=[first])


def test_the_same_data_give_the_same_report():
    """Publishing again with nothing changed shows the same figures, none of them held."""
    events = observe_both(make_portfolio(500, seed=6))
    first = publish(events, breakdowns=BREAKDOWNS)
    second = publish(events, breakdowns=BREAKDOWNS, previous=[first])
    for name, table in first.shown.items():
        pd.testing.assert_frame_equal(table, second.shown[name])


def test_three_reports_in_a_row_hold():
    """A third report is checked against both earlier ones."""
    portfolio = make_portfolio(700, seed=7)
    releases = []
    for changed in (0, 120, 260):
        attempts = portfolio.attempts.assign(
            outcome=portfolio.attempts["outcome"].where(portfolio.attempts.index >= changed, "returned")
        )
        releases.append(publish(observe_both(replace(portfolio, attempts=attempts)), previous=releases))
    assert attack(*releases).empty


def test_a_tiny_portfolio_is_refused():
    """Fewer than ten persons in all: nothing may be shown."""
    with pytest.raises(InputError, match="whole portfolio has fewer than 10 persons"):
        publish({"npl": observe("npl", make_portfolio(9))})


def test_sheets_add_up_with_what_is_withheld():
    """What is shown and what is withheld make the whole."""
    release = publish(observe_both(make_portfolio(800, seed=8)), breakdowns=BREAKDOWNS)
    withheld = count_withheld(release).set_index(["breakdown", "measure"])
    totals = show_totals(release).set_index("measure")
    for measure in ("delivered", "npl"):
        cells = show_cells(release).query("measure == @measure")["n"].sum()
        assert cells + withheld.loc[("cells", measure), "withheld"] == totals.loc[measure, "n"]
        products = show_breakdown(release, "product").query("measure == @measure")["n"].sum()
        assert products + withheld.loc[("product", measure), "withheld"] == totals.loc[measure, "n"]


@pytest.mark.parametrize("settings", [{"least_persons": 1}, {"finest": 5, "coarsest": 8}])
def test_settings_that_protect_nobody_are_refused(settings):
    """Thresholds that make no sense are errors."""
    with pytest.raises(InputError, match="control"):
        Control(**settings)


def test_a_breakdown_less_than_before_is_refused():
    """A series keeps its breakdowns: what was shown stays to be checked."""
    events = observe_both(make_portfolio(300, seed=9))
    with pytest.raises(InputError, match="other breakdowns"):
        publish(events, previous=[publish(events, breakdowns=BREAKDOWNS)])


def test_a_breakdown_may_be_added_to_a_series():
    """Of a breakdown that is new all groups may be shown, and two reports give nothing away."""
    portfolio = make_portfolio(700, seed=9)
    first = publish(observe_both(portfolio), breakdowns=BREAKDOWNS[:1])
    attempts = portfolio.attempts.assign(
        outcome=portfolio.attempts["outcome"].where(portfolio.attempts.index >= 200, "self")
    )
    second = publish(
        observe_both(replace(portfolio, attempts=attempts)), breakdowns=BREAKDOWNS, previous=[first]
    )
    assert len(show_breakdown(second, "period")) == 3
    assert attack(first, second).empty


@pytest.mark.parametrize("late", [0, 4, 40])
def test_a_new_month_is_shown_once_it_is_over(late):
    """A month of which the last report had no event appears; one that was too thin then stays out, as does nothing else."""
    portfolio = make_portfolio(900, seed=10)
    days = portfolio.attempts["attempted_at"]
    until = days.lt("2026-05-01") | days.index.isin(days.index[days.ge("2026-05-01")][:late])
    first = publish(
        observe_both(replace(portfolio, attempts=portfolio.attempts[until])), breakdowns=BREAKDOWNS
    )
    second = publish(observe_both(portfolio), breakdowns=BREAKDOWNS, previous=[first])
    assert attack(first, second).empty
    assert ("2026-05" in set(show_breakdown(second, "period")["period"])) == (late != 4)
