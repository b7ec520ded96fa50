"""Rates by cell and region."""

from __future__ import annotations

import h3
import pandas as pd
import pytest
from portfolios import make_portfolio

from workbench.errors import InputError
from workbench.patterns import Scope, observe, rate_cells, rate_regions
from workbench.patterns.rates import region_code
from workbench.tables import Audience, guard


@pytest.fixture(scope="module")
def events():
    """Return the letters of a made portfolio."""
    return observe("delivered", make_portfolio(800))


@pytest.mark.parametrize("resolution", [5, 6, 7, 8, 9])
def test_coarser_cells_are_sums_of_finer_ones(events, resolution):
    """At every resolution the counts are those of the children."""
    fine, coarse = rate_cells(events, 9), rate_cells(events, resolution)
    parent = [h3.cell_to_parent(cell, resolution) for cell in fine["cell"]]
    sums = fine.groupby(parent)[["n", "hits"]].sum()
    assert sums.index.tolist() == coarse["cell"].tolist()
    assert (sums.to_numpy() == coarse[["n", "hits"]].to_numpy()).all()
    assert coarse["low_share"].le(coarse["smooth_share"]).all()
    assert coarse["smooth_share"].le(coarse["high_share"]).all()


def test_coarse_matches_stay_out_of_fine_cells(events):
    """A match that only supports resolution 6 is not drawn at 8, but at 6."""
    town = events.assign(cell_fit=6)
    assert rate_cells(town, 8).empty
    assert rate_cells(town, 6)["n"].sum() == events["cell"].notna().sum()


def test_a_finer_resolution_than_located_says_what_to_do(events):
    """Cells of resolution 10 do not come from cells of resolution 9."""
    with pytest.raises(InputError, match=r"Scope\(resolution=10\)"):
        rate_cells(events.assign(cell_fit=10), 10)


def test_regions_have_names_that_do_not_collide():
    """Two cities' 朝阳 are two regions with two names."""
    events = observe("npl", make_portfolio(300))
    events.loc[events["adcode"].eq("130102"), ["district", "adcode", "city"]] = [
        "朝阳区",
        "130199",
        "石家庄市",
    ]
    regions = rate_regions(events, "district")
    assert {"北京市朝阳区", "石家庄市朝阳区"} <= set(regions["region"])
    assert regions["n"].sum() == events["adcode"].notna().sum()


def test_levels_are_nested(events):
    """A province has what its cities have, and a city what its counties have."""
    sums = [
        rate_regions(events, level)[["n", "hits"]].sum().tolist()
        for level in ("province", "city", "district")
    ]
    assert sums[0] == sums[1] == sums[2]


@pytest.mark.parametrize(
    ("adcode", "province", "city", "district"),
    [
        ("420102", "420000", "420100", "420102"),
        ("110101", "110000", "110000", "110101"),
        ("500229", "500000", "500000", "500229"),
        ("429004", "420000", "429004", "429004"),
        ("441900", "440000", "441900", "441900"),
        ("420100", "420000", "420100", None),
        ("420000", "420000", None, None),
        ("110000", "110000", "110000", None),
        (None, None, None, None),
        ("42", None, None, None),
        ("<b>12", None, None, None),
    ],
)
def test_codes_are_brought_to_a_level(adcode, province, city, district):
    """Municipalities, counties run by a province and cities without counties follow the outlines."""
    found = [region_code(pd.Series([adcode]), level)[0] for level in ("province", "city", "district")]
    assert [None if pd.isna(each) else each for each in found] == [province, city, district]


def test_nothing_gives_an_empty_table(events):
    """Without events the tables are there, with their columns and no rows."""
    none = events.iloc[:0]
    assert rate_cells(none, 7).columns.tolist() == rate_cells(events, 7).columns.tolist()
    assert rate_regions(none, "city").columns.tolist() == rate_regions(events, "city").columns.tolist()


def test_tables_may_be_shown_to_lenders_by_column(events):
    """The columns of both tables are declared for lenders; the counts behind them are another gate's matter."""
    guard(rate_cells(events, 7), Audience.LENDER)
    guard(rate_regions(events, "city"), Audience.LENDER)


def test_mixed_measures_and_unknown_levels_are_refused(events):
    """One measure per table; levels are a closed list."""
    both = pd.concat([events, observe("npl", make_portfolio(20), Scope())])
    with pytest.raises(InputError, match="are mixed"):
        rate_cells(both, 7)
    with pytest.raises(InputError, match="level: 'street'"):
        rate_regions(events, "street")
    with pytest.raises(InputError, match="resolution: 12"):
        rate_cells(events, 12)
