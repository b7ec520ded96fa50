"""Reports are kept whole and come back as they were."""

from __future__ import annotations

import pandas as pd
import pytest
from portfolios import make_portfolio

from workbench.errors import InputError
from workbench.patterns import Period, observe, publish
from workbench.report import Kept, keep, read_shelf, unname

DAY = pd.Timestamp("2026-05-01").date()


@pytest.fixture(scope="module")
def kept():
    """Return a report to keep."""
    release = publish({"npl": observe("npl", make_portfolio(300))}, breakdowns=["product"])
    table = pd.DataFrame({"kpi": ["a"], "n": [20], "hits": [5], "shown": [True]})
    tables = dict.fromkeys(("figures", "returns", "levels"), table)
    return Kept(1, DAY, release, tables, (Period(DAY, DAY, "一天"),))


def test_what_is_kept_comes_back(kept, tmp_path):
    """Tables, ledger, thresholds and periods are those that were put there."""
    keep(tmp_path, kept)
    (back,) = read_shelf(tmp_path)
    assert (back.number, back.as_of, back.periods) == (1, DAY, kept.periods)
    assert (back.release.control, back.release.levels) == (kept.release.control, kept.release.levels)
    assert back.release.region_names == kept.release.region_names
    pd.testing.assert_frame_equal(back.release.ledger, kept.release.ledger)
    for name, table in kept.release.shown.items():
        pd.testing.assert_frame_equal(back.release.shown[name], table, check_dtype=False)


def test_a_ledger_without_its_person_still_counts_one(kept, tmp_path):
    """The rows stay, of one person whom nobody can name; other rows are as they were."""
    keep(tmp_path, kept)
    ledger = kept.release.ledger
    who = ledger["borrower"].iloc[0]
    theirs = (ledger["borrower"] == who).to_numpy()
    assert unname(tmp_path, {who}, dry_run=True) == theirs.sum()
    assert unname(tmp_path, {who}) == theirs.sum()
    assert unname(tmp_path, {who}) == 0
    (back,) = read_shelf(tmp_path)
    found = back.release.ledger
    pd.testing.assert_frame_equal(found[~theirs], ledger[~theirs])
    assert found["borrower"].nunique() == ledger["borrower"].nunique()
    assert (
        not found.loc[theirs, ["borrower", "event"]].isin([who, *ledger.loc[theirs, "event"]]).any(axis=None)
    )


def test_nothing_kept_is_written_over(kept, tmp_path):
    """A number is given once."""
    keep(tmp_path, kept)
    with pytest.raises(InputError, match="kept already"):
        keep(tmp_path, kept)


def test_a_damaged_shelf_stops_the_next_report(kept, tmp_path):
    """Without an earlier ledger nothing safe can be said, so nothing is."""
    folder = keep(tmp_path, kept)
    (folder / "ledger.parquet").unlink()
    with pytest.raises(InputError, match="restore the folder"):
        read_shelf(tmp_path)


def test_an_empty_shelf_is_no_fault(tmp_path):
    """Before the first report there is no folder."""
    assert read_shelf(tmp_path / "none") == []
