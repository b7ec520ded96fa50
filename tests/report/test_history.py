"""Totals that moved by too few stay as they were."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.patterns import Control, Period
from workbench.report.history import hold_figures, hold_table, moved_little, splits_few

CONTROL = Control()


def figures(n, hits):
    """Return one key figure as a report shows it."""
    share = hits / n
    return pd.DataFrame(
        {
            "kpi": ["k"],
            "n": [n],
            "hits": [hits],
            "kpi_value": [share],
            "low_share": [0.0],
            "high_share": [1.0],
            "shown": [True],
        }
    )


def test_small_steps_are_found():
    """Nobody or enough persons may change; a few, or one or two hits or misses, may not."""
    after = [(100, 50), (109, 54), (100, 45), (140, 51), (140, 88), (140, 70)]
    n, hits = np.array(after).T
    found = moved_little((np.full(6, 100), np.full(6, 50)), (n, hits), CONTROL)
    assert found.tolist() == [False, True, True, True, True, False]


def test_a_figure_is_held_against_every_earlier_report():
    """What moved enough since the last report, but not since the one before, keeps the last figure."""
    first, second = figures(100, 50), figures(140, 70)
    held = hold_figures(figures(103, 52), [first, second], CONTROL).iloc[0]
    assert (held["n"], held["hits"], held["held"]) == (140, 70, True)
    assert not hold_figures(figures(200, 90), [first, second], CONTROL)["held"].iloc[0]


def test_a_table_is_held_whole():
    """One reason that moved by one letter keeps all reasons as they were."""
    first = pd.DataFrame({"reason": ["a", "b"], "n": 200, "hits": [30, 40]})
    now = pd.DataFrame({"reason": ["a", "b"], "n": 260, "hits": [31, 60]})
    table, held = hold_table(now, "reason", ("n", "hits"), [first], CONTROL)
    assert held
    pd.testing.assert_frame_equal(table, first)


def test_days_that_cut_few_letters_off_are_found():
    """Periods that end a day apart show the letters of that day."""
    times = pd.Series(pd.date_range("2026-01-01", periods=600, freq="h"))
    people = pd.Series([f"b{each // 4}" for each in range(600)])
    first = Period(pd.Timestamp("2026-01-05").date(), pd.Timestamp("2026-01-14").date())
    later = Period(pd.Timestamp("2026-01-05").date(), pd.Timestamp("2026-01-15").date())
    assert not splits_few(times, people, [first], CONTROL)
    assert splits_few(times, people, [first, later], CONTROL)
