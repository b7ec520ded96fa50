"""The pattern explorer's logic: state in, result out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from workbench.widgets.exploring import (
    Exploring,
    choose_resolution,
    compare_groups,
    explore,
    find_events,
    list_days,
    list_groups,
    list_months,
    name_groups,
    read_portfolio,
)

STATE = Exploring()


@pytest.fixture(scope="module")
def portfolio(desk):
    """Return the frames of the demo."""
    return read_portfolio(desk)


@pytest.fixture(scope="module")
def letters(portfolio):
    """Return the letters that are counted at first."""
    return find_events(portfolio, STATE)


def test_everything_counts_without_a_view(letters) -> None:
    """Without a view the figures inside are those of all, placed or not."""
    found = explore(letters, STATE)
    assert found.inside == found.whole
    assert found.whole.n == len(letters)
    assert found.whole.low < found.whole.share < found.whole.high


def test_a_view_cuts_figures_and_groups(letters) -> None:
    """Only what lies in view is summed up and compared; the cells stay, so that the map can be moved on."""
    placed = letters.dropna(subset=["lng"])
    middle = placed["lng"].median()
    found = explore(letters, STATE, (0.0, 0.0, middle, 90.0))
    assert found.inside.n == (placed["lng"] <= middle).sum()
    assert found.groups["n"].sum() <= found.inside.n
    assert len(found.cells) == len(explore(letters, STATE).cells)


def test_counties_are_named_for_the_reader() -> None:
    """In English each part of a name has Latin letters behind it; other groups stay as they are."""
    groups = pd.DataFrame({"county": ["北京市 东城区", "某地"], "n": 1})
    assert name_groups(groups, "county", "en")["county"].tolist() == [
        "北京市 Beijing 东城区 Dongcheng",
        "某地",
    ]
    assert name_groups(groups, "county", "zh").equals(groups)


def test_an_empty_view_is_no_fault(letters) -> None:
    """Nothing in view: no rows, no rate."""
    found = explore(letters, STATE, (0.0, 0.0, 1.0, 1.0))
    assert (found.inside.n, len(found.groups)) == (0, 0)
    assert pd.isna(found.inside.share)


def test_months_and_product_narrow_what_is_counted(portfolio, letters) -> None:
    """A month holds a part of the letters, all months hold all of them; one product its own."""
    months = list_months(list_days(portfolio))
    one = find_events(portfolio, replace(STATE, months=(months[0], months[0])))
    every = find_events(portfolio, replace(STATE, months=(months[0], months[-1])))
    assert 0 < len(one) < len(every) == len(letters)
    product = str(letters["product"].iloc[0])
    assert set(find_events(portfolio, replace(STATE, product=product))["product"]) == {product}


def test_raw_rates_carry_no_smoothing(letters) -> None:
    """Without smoothing the map gets hits over n."""
    assert "smooth_share" not in explore(letters, replace(STATE, smooth=False)).cells.columns


def test_spots_are_marked_on_demand(letters) -> None:
    """Hot and cold are tested only where they are looked at."""
    assert "spot" not in explore(letters, STATE).cells.columns
    assert "spot" in explore(letters, replace(STATE, spots=True)).cells.columns


def test_cases_have_no_station(portfolio) -> None:
    """A comparison that a measure does not know falls back to counties."""
    state = replace(STATE, measure="npl", by="station")
    cases = find_events(portfolio, state)
    assert "station" not in list_groups(cases)
    assert explore(cases, state).by == "county"


def test_the_most_unusual_group_comes_first() -> None:
    """A station that loses nearly everything stands at the top, below the funnel; the like ones within."""
    rows = [(f"S{number}", hit) for number in range(6) for hit in [True] * 60 + [False] * 60]
    rows += [("bad", hit) for hit in [True] * 2 + [False] * 118]
    events = pd.DataFrame(rows, columns=["station", "hit"]).assign(borrower=range(len(rows)))
    groups = compare_groups(events, "station")
    assert groups["station"].iloc[0] == "bad"
    assert groups["low_share"].iloc[0] < 2 / 120 < groups["high_share"].iloc[0]


def test_the_resolution_follows_the_amount(letters) -> None:
    """Few letters are shown in coarser cells than a crowd at the same places."""
    crowd = pd.concat([letters] * 12, ignore_index=True)
    assert choose_resolution(letters, 10) < choose_resolution(crowd, 10)
    assert choose_resolution(letters.iloc[:0], 10) == 5
