"""Figures that stand on too few are blanked, and their complements with them."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.patterns import Control, tally_returns
from workbench.report.figures import withhold_figures
from workbench.report.quality import count_levels, count_rejects, merge_thin


def make_kpis(**hits):
    """Make a table of figures of 100 letters."""
    frame = pd.DataFrame({"kpi": list(hits), "hits": list(hits.values()), "n": 100})
    return frame.assign(kpi_value=frame["hits"] / 100, low_share=0.0, high_share=1.0)


@pytest.mark.parametrize("hits", [1, 2, 98, 99])
def test_small_numerators_and_complements_are_blank(hits):
    """One or two hits or misses are not shown, nor left in the table."""
    found = withhold_figures(make_kpis(npl_per_case=hits), Control()).iloc[0]
    assert not found["shown"]
    assert found["hits"] == 0
    assert pd.isna(found["kpi_value"])


@pytest.mark.parametrize("hits", [0, 3, 50, 97, 100])
def test_others_are_shown(hits):
    """None, all, or enough of both are shown."""
    assert withhold_figures(make_kpis(npl_per_case=hits), Control())["shown"].all()


def test_a_withheld_part_takes_another_with_it():
    """Delivered, refused and returned make all letters: one alone would be what is left."""
    found = withhold_figures(
        make_kpis(delivered_per_letter=60, refused_per_letter=2, returned_per_letter=38), Control()
    )
    assert found["shown"].tolist() == [True, False, False]


def test_small_steps_between_nested_figures_are_hidden():
    """Delivered within two tries less at the first try is a count of people, too."""
    found = withhold_figures(
        make_kpis(delivered_first_try=50, delivered_within_2=51, delivered_within_3=60), Control()
    )
    assert found["shown"].tolist() == [False, True, True]


def test_thin_reasons_are_put_together():
    """A reason with two letters joins ``other``; if that stays thin, the next smallest joins as well."""
    table = pd.DataFrame(
        {"reason": ["a", "b", "c", "other"], "hits": [40, 2, 12, 1], "persons": [40, 2, 12, 1]}
    )
    found = merge_thin(table, "reason", "other", (3, 10)).set_index("reason")["hits"]
    assert found.to_dict() == {"a": 40, "other": 15}


def test_shares_of_reasons_put_together_are_counted_anew():
    """The share of ``other`` is that of all letters in it, inside its interval."""
    letters = pd.DataFrame({"outcome": ["returned"] * 60, "borrower": range(60)})
    letters["return_reason"] = ["person_moved"] * 45 + ["unclaimed"] * 2 + ["unit_unknown"] * 13
    found = merge_thin(tally_returns(letters), "return_reason", "other", (3, 10)).set_index("return_reason")
    assert found.loc["other", "raw_share"] == 15 / 60
    assert found.loc["other", "low_share"] < 15 / 60 < found.loc["other", "high_share"]


def test_levels_are_counted_and_thin_ones_joined():
    """Groups of levels with fewer addresses than allowed are shown with the next coarser one."""
    level = ["door"] * 20 + ["place"] * 4 + ["road"] * 30 + ["none"] * 3
    found = count_levels(pd.DataFrame({"level": level, "decision": "accept"}), 10)
    assert found["groups"].tolist()[0] == "door"
    assert found["groups"].tolist()[1] == "place+road+village+coarse"
    assert found["n"].sum() == 57
    assert not found["n"].between(1, 9).any()


def test_rejects_are_counted_without_their_values():
    """Of refused values only the column and the number remain."""
    heads = ["委案金额", "amount_yuan", "家庭地址", "王小明的备注", "赵六", "赵六"]
    found = count_rejects(pd.DataFrame({"column": heads, "value": "x"}))
    assert dict(zip(found["column"], found["n"], strict=True)) == {"": 3, "amount_yuan": 2, "address": 1}
    assert count_rejects(None).empty
