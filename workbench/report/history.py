"""What a report may not change against those that its reader has: figures that moved by too few stay as they were.

Cells, regions and products are held by ``publish``; here it is the totals: key figures, reasons, match levels, periods.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from workbench.patterns import Control, Period

    Flags = NDArray[np.bool_]


def moved_little(
    before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike], control: Control
) -> Flags:
    """Say where two figures differ by so few that the difference is about a few persons.

    Parameters
    ----------
    before, after
        ``n`` and ``hits`` of both figures.
    control
        Thresholds: fewer than ``least_persons`` more or less in all, or 1 to ``small_count`` more or fewer hits or misses.
    """
    (n, hits), (later_n, later_hits) = (
        tuple(np.asarray(each, dtype=np.int64) for each in pair) for pair in (before, after)
    )
    more, more_hits = np.abs(later_n - n), np.abs(later_hits - hits)
    misses = np.abs((later_n - later_hits) - (n - hits))
    few: Flags = (more > 0) & (more < control.least_persons)
    few |= (more == 0) & (more_hits > 0) & (more_hits < control.least_persons)
    for count in (more_hits, misses):
        few |= (count > 0) & (count <= control.small_count)
    return few


def hold_figures(kpis: pd.DataFrame, earlier: Sequence[pd.DataFrame], control: Control) -> pd.DataFrame:
    """Return key figures with those of the last report where a step from any earlier one is too small; ``held`` says which."""
    out = kpis.assign(held=False).set_index("kpi", drop=False)
    if not earlier:
        return out.reset_index(drop=True)
    held = out["held"].copy()
    for figures in earlier:
        known = figures[figures["shown"]].set_index("kpi")
        both = out.index[out["shown"] & out.index.isin(known.index)]
        before, after = (
            (each.loc[both, "n"].to_numpy(), each.loc[both, "hits"].to_numpy()) for each in (known, out)
        )
        held[both] |= moved_little(before, after, control)
    last = earlier[-1].set_index("kpi")
    for key in out.index[held]:
        if key in last.index:
            for name in ("kpi_value", "low_share", "high_share", "n", "hits", "shown"):
                out.loc[key, name] = last.loc[key, name]
        out.loc[key, "held"] = True
    return out.reset_index(drop=True)


def hold_table(
    table: pd.DataFrame, key: str, counts: tuple[str, str], earlier: Sequence[pd.DataFrame], control: Control
) -> tuple[pd.DataFrame, bool]:
    """Return the table, or the whole one of the last report where a row's step from any earlier one is too small.

    Parameters
    ----------
    table
        Rows by ``key`` with two counts, the second part of the first.
    key, counts
        Columns.
    earlier
        The same table of each earlier report, oldest first.
    control
        Thresholds.
    """
    for each in earlier:
        both = each.merge(table, on=key, how="outer", suffixes=("_before", "_after")).fillna(0)
        before, after = ([both[f"{name}_{when}"] for name in counts] for when in ("before", "after"))
        if moved_little((before[0], before[1]), (after[0], after[1]), control).any():
            return earlier[-1], True
    return table, False


def cut_days(periods: Iterable[Period]) -> list[pd.Timestamp]:
    """Return the days on which a period begins, or another time begins after it."""
    days = {day for each in periods for day in (each.first, each.last + timedelta(days=1))}
    return [pd.Timestamp(day) for day in sorted(days)]


def splits_few(times: pd.Series, borrowers: pd.Series, periods: Iterable[Period], control: Control) -> bool:
    """Say whether the days of some periods cut a piece off that holds letters of too few borrowers.

    Figures of two periods can be subtracted as soon as they begin or end on different days.
    """
    days = np.array(cut_days(periods), dtype="datetime64[ns]")
    piece = np.searchsorted(days, pd.to_datetime(times).to_numpy("datetime64[ns]"), side="right")
    persons = borrowers.groupby(piece).nunique()
    return bool((persons < control.least_persons).any())
