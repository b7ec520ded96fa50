"""How good the data are: how finely addresses were matched, and what was refused at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases import suggest_mapping
from workbench.patterns import wilson_interval
from workbench.tables import COLUMNS, require

if TYPE_CHECKING:
    from collections.abc import Sequence

# Finest first. Thin groups are shown with the next coarser one.
LEVEL_GROUPS: dict[str, tuple[str, ...]] = {
    "door": ("door", "door_near"),
    "place": ("place",),
    "road": ("road", "crossing"),
    "village": ("village", "town"),
    "coarse": ("district", "city", "province", "none"),
}


def count_levels(locations: pd.DataFrame, least: int) -> pd.DataFrame:
    """Count addresses by how finely they were matched.

    Returns
    -------
    pandas.DataFrame
        ``groups`` (names, finest first, joined by ``+`` where thin ones were put together), ``n`` and ``accepted``.
    """
    require(locations, ("level", "decision"), where="locations")
    accepted = locations["decision"].eq("accept")
    rows: list[tuple[tuple[str, ...], int, int]] = []
    waiting: tuple[tuple[str, ...], int, int] = ((), 0, 0)
    for name, levels in LEVEL_GROUPS.items():
        inside = locations["level"].isin(levels)
        waiting = (
            (*waiting[0], name),
            waiting[1] + int(inside.sum()),
            waiting[2] + int((inside & accepted).sum()),
        )
        if waiting[1] == 0 or waiting[1] >= least:
            rows.append(waiting)
            waiting = ((), 0, 0)
    while waiting[0]:
        if not rows or waiting[1] >= least:
            rows.append(waiting)
            break
        last = rows.pop()
        waiting = (last[0] + waiting[0], last[1] + waiting[1], last[2] + waiting[2])
    named = [("+".join(names), n, sure) for names, n, sure in rows]
    return pd.DataFrame(named, columns=["groups", "n", "accepted"])


def count_rejects(rejects: pd.DataFrame | None) -> pd.DataFrame:
    """Count refused values by column of the data dictionary, most first; the values themselves never leave.

    A head of the lender's file that is no known word may hold a name: such columns are counted together as ``""``.
    """
    if rejects is None or rejects.empty:
        return pd.DataFrame({"column": pd.Series(dtype=object), "n": pd.Series(dtype="int64")})
    require(rejects, ("column",), where="rejects")
    heads = rejects["column"].astype(str)
    known = {head: head if head in COLUMNS else _recognise(head) for head in heads.unique()}
    counts = heads.map(known).value_counts()
    return pd.DataFrame({"column": counts.index.to_numpy(dtype=object), "n": counts.to_numpy()})


def _recognise(head: str) -> str:
    (match,) = suggest_mapping([head]).matches
    return match.column if match.state == "sure" else ""


def merge_thin(table: pd.DataFrame, key: str, other: str, least: Sequence[int]) -> pd.DataFrame:
    """Put rows with small numerators together under ``other``, with the next smallest if that is small as well.

    Parameters
    ----------
    table
        ``key``, ``hits``, ``persons``; shares of ``n``, if it has any, are counted anew.
    key
        Column of the names.
    other
        Name of what is put together; a row of that name is the first to join.
    least
        Fewest hits and fewest persons of a row that is shown.
    """
    ordered = table.assign(_last=table[key].eq(other)).sort_values(
        ["_last", "hits"], ascending=[False, True], kind="stable"
    )
    thin = (ordered["hits"] < least[0]) | (ordered["persons"] < least[1])
    if not thin.any():
        return table
    merged = thin | ordered["_last"]
    for index in ordered.index[~merged]:
        if ordered.loc[merged, "hits"].sum() >= least[0] and ordered.loc[merged, "persons"].sum() >= least[1]:
            break
        merged[index] = True
    rest = ordered[merged]
    row = rest.iloc[[0]].assign(
        **{key: other}, hits=int(rest["hits"].sum()), persons=int(rest["persons"].sum())
    )
    if "raw_share" in row:
        low, high = wilson_interval(row["hits"], row["n"])
        row = row.assign(raw_share=row["hits"] / row["n"], low_share=low, high_share=high)
    return pd.concat([table.loc[ordered.index[~merged].sort_values()], row[table.columns]], ignore_index=True)
