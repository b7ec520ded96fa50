"""A release: what a lender is shown, and the sealed ledger against which the next one is checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.patterns.disclosure.families import Control, Rows, make_family
from workbench.patterns.disclosure.mosaic import NO_CELL, merge_cells
from workbench.patterns.disclosure.protection import protect
from workbench.patterns.disclosure.series import find_held, hold_until_still, stack_family
from workbench.patterns.grids import parents_of, read_cells, write_cells
from workbench.patterns.rates import REGION_LEVELS, cell_events, region_code, region_events
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.patterns.disclosure.families import Family
    from workbench.patterns.disclosure.series import Stack

CELLS, REGIONS = "cells", "regions"
_EVENT_KEYS = ("attempt_id", "case_id", "borrower")


@dataclass(frozen=True, slots=True)
class Release:
    """What was published, and from what.

    Parameters
    ----------
    shown
        Per breakdown (``cells``, ``regions``, columns such as ``product``): one row per level, group and measure with
        ``level``, ``group``, ``measure``, ``n``, ``hits``, ``persons`` and ``held`` (the figures are those of the earlier release).
        Level 0 is the coarsest; level -1 is the whole portfolio.
    ledger
        For the analyst only, never to be handed out: the events with their groups. Keep it to check the next release.
    control
        Settings.
    levels
        Columns of the ledger per breakdown, coarsest first.
    region_names
        Names of the divisions by code.
    """

    shown: dict[str, pd.DataFrame]
    ledger: pd.DataFrame
    control: Control
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    region_names: dict[str, str] = field(default_factory=dict)


def publish(
    events: Mapping[str, pd.DataFrame],
    *,
    control: Control | None = None,
    breakdowns: Sequence[str] = (),
    previous: Sequence[Release] = (),
) -> Release:
    """Choose what of several measures may be shown to a lender.

    Parameters
    ----------
    events
        Frames of :func:`observe` by measure. All measures are shown for the same groups.
    control
        Thresholds.
    breakdowns
        Columns to break down by as well, for example ``product`` and ``station``.
    previous
        Every earlier release to the same reader, oldest first. Only groups of the last one are shown again, and groups of
        which it had no event, such as a new month; those in which fewer than ``least_persons`` persons changed keep their
        old figures (``held``). Locking was chosen over noise: a lender compares the figures with its own books, where noise
        would look like an error.

    Returns
    -------
    Release
        Cells are disjoint; whatever a reader gets by subtracting published groups of one breakdown from each other,
        or of two breakdowns, or of this release and the previous one, has no or at least ``least_persons`` persons.

    Raises
    ------
    InputError
        If an earlier release has a breakdown that this one lacks.
    DisclosureError
        If the whole portfolio is too small to be shown, or too few persons changed since an earlier release.
    """
    control = control or Control()
    ledger = make_ledger(events, control, breakdowns)
    rows = read_rows(ledger)
    levels = {REGIONS: REGION_LEVELS, CELLS: ("block",), **{each: (each,) for each in breakdowns}}
    ledger["block"] = _choose_blocks(ledger, rows, control, previous[-1] if previous else None)
    families = [make_family(name, [ledger[column] for column in columns]) for name, columns in levels.items()]
    protect(families, rows, control)
    _hold_against(previous, families, ledger, rows, control, levels)
    held = find_held(families, add_breakdowns(previous[-1], levels).shown) if previous else {}
    shown = {family.name: tabulate(family, ledger, held.get(family.name)) for family in families}
    return Release(shown, ledger, control, levels, name_regions(events))


def name_regions(events: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the names of all divisions in which events lie, by code."""
    names: dict[str, str] = {}
    for frame in events.values():
        for level in REGION_LEVELS if "adcode" in frame else ():
            found = region_events(frame, level)[["adcode", "region"]].drop_duplicates("adcode")
            names = dict(zip(found["adcode"], found["region"], strict=True)) | names
    return names


def _hold_against(
    previous: Sequence[Release],
    families: Sequence[Family],
    ledger: pd.DataFrame,
    rows: Rows,
    control: Control,
    levels: dict[str, tuple[str, ...]],
) -> None:
    """Withdraw groups in place until no step from any earlier release gives anybody away."""
    if any(levels.get(name) != columns for each in previous for name, columns in each.levels.items()):
        raise InputError("publish: an earlier release has other breakdowns. Use the same ones as before.")
    if not previous:
        return
    series = [add_breakdowns(each, levels) for each in previous]
    # Groups that a release had but did not show stay out: they could be subtracted from what it left over.
    for family in families:
        for level, (names, shown) in enumerate(zip(family.names, family.shown, strict=True)):
            left = set().union(*(_list_left(each, family.name, level) for each in series))
            shown[:] = shown & ~np.isin(names.astype(str), sorted(left))
    stacks = [stack_release(families, ledger, each) for each in series]
    protect(families, rows, control)
    while hold_until_still(families, stacks, control):
        protect(families, rows, control)


def _list_left(release: Release, name: str, level: int) -> set[str]:
    """Return the groups of a level of which a release has events and shows no figure."""
    table = release.shown[name]
    had = release.ledger[release.levels[name][level]].dropna().astype(str)
    return set(had) - set(table.loc[table["level"] == level, "group"].astype(str))


def add_breakdowns(release: Release, levels: Mapping[str, tuple[str, ...]]) -> Release:
    """Return the release with breakdowns that came later: it showed nothing of them."""
    new = {name: columns for name, columns in levels.items() if name not in release.levels}
    lacking = [column for columns in new.values() for column in columns if column not in release.ledger]
    empty = next(iter(release.shown.values())).iloc[:0]
    return replace(
        release,
        shown=release.shown | dict.fromkeys(new, empty),
        ledger=release.ledger.assign(**dict.fromkeys(lacking)),
        levels=release.levels | new,
    )


def stack_release(families: Sequence[Family], ledger: pd.DataFrame, earlier: Release) -> list[Stack]:
    """Stack every breakdown on that of an earlier release."""
    return [
        stack_family(each, earlier.levels[each.name], ledger, earlier.ledger, earlier.shown[each.name])
        for each in families
    ]


def make_ledger(
    events: Mapping[str, pd.DataFrame], control: Control, breakdowns: Sequence[str]
) -> pd.DataFrame:
    """Stack the events of all measures with the columns that they are broken down by.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``event`` (its id), ``borrower``, ``hit``, ``cell`` at ``control.finest`` (None if there is none), ``province``,
        ``city``, ``district`` (codes) and the breakdowns.
    """
    parts = []
    for measure, frame in events.items():
        require(frame, ("borrower", "hit", *breakdowns), where=f"publish: events of {measure}")
        frame = frame.reset_index(drop=True)  # noqa: PLW2901  row numbers join the pieces below
        key = next(name for name in _EVENT_KEYS if name in frame.columns)
        part = pd.DataFrame(
            {
                "measure": measure,
                "event": frame[key].astype(object),
                "borrower": frame["borrower"].astype(object),
            }
        )
        part["hit"] = frame["hit"].astype(bool)
        part["cell"] = (
            cell_events(frame, control.finest)["cell"].reindex(frame.index) if "cell" in frame else None
        )
        adcode = frame["adcode"] if "adcode" in frame else pd.Series(None, index=frame.index, dtype=object)
        for level in REGION_LEVELS:
            part[level] = region_code(adcode, level).astype(object)
        for name in breakdowns:
            part[name] = frame[name].astype(object)
        parts.append(part)
    if not parts:
        raise InputError("publish: there are no events. Expected at least one measure.")
    ledger = pd.concat(parts, ignore_index=True)
    return ledger.astype(object).where(ledger.notna(), None).astype({"hit": bool})


def read_rows(ledger: pd.DataFrame) -> Rows:
    """Bring a ledger to integers."""
    measure, _ = pd.factorize(ledger["measure"])
    person, _ = pd.factorize(ledger["borrower"])
    return Rows(measure.astype(np.int64), person.astype(np.int64), ledger["hit"].to_numpy(bool))


def _choose_blocks(ledger: pd.DataFrame, rows: Rows, control: Control, last: Release | None) -> pd.Series:
    """Give each event its cell of the mosaic; a cell of the previous mosaic stays a cell."""
    placed = ledger["cell"].notna().to_numpy()
    cells = np.zeros(len(ledger), dtype=np.uint64)
    cells[placed] = read_cells(ledger.loc[placed, "cell"])
    block = np.zeros(len(ledger), dtype=np.uint64)
    if last is not None:
        block = assign_blocks(cells, last.shown[CELLS]["group"], control)
    else:
        block[placed] = merge_cells(cells[placed], rows.take(placed), control)
    texts = pd.Series([None] * len(ledger), index=ledger.index, dtype=object)
    known = block != NO_CELL
    texts[known] = write_cells(block[known])
    return texts


def assign_blocks(cells: np.ndarray, published: pd.Series, control: Control) -> np.ndarray:
    """Return for each cell the published cell over it, 0 for none."""
    mosaic = read_cells(published[published.ne("all")].unique())
    block = np.zeros(len(cells), dtype=np.uint64)
    placed = cells != NO_CELL
    for resolution in range(control.coarsest, control.finest + 1):
        parent = np.zeros(len(cells), dtype=np.uint64)
        parent[placed] = parents_of(cells[placed], resolution)
        block = np.where(np.isin(parent, mosaic) & placed, parent, block)
    return block


def tabulate(family: Family, ledger: pd.DataFrame, held: pd.DataFrame | None = None) -> pd.DataFrame:
    """Sum the published groups of a family, and everything together as level -1."""
    parts = [_sum_groups(ledger, pd.Series("all", index=ledger.index), -1)]
    for level, (codes, names, shown) in enumerate(zip(family.codes, family.names, family.shown, strict=True)):
        group = pd.Series(None, index=ledger.index, dtype=object)
        visible = codes >= 0
        visible[visible] = shown[codes[visible]]
        group[visible] = names[codes[visible]]
        parts.append(_sum_groups(ledger, group, level))
    table = pd.concat(parts, ignore_index=True)
    if held is not None and len(held):
        table = pd.concat([table, held], ignore_index=True)
    return table.sort_values(["level", "group", "measure"], kind="stable", ignore_index=True)


def _sum_groups(ledger: pd.DataFrame, group: pd.Series, level: int) -> pd.DataFrame:
    known = ledger.assign(group=group)[group.notna().to_numpy()]
    keys = ["group", "measure"]
    sums = known.groupby(keys, sort=True).agg(
        n=("hit", "size"), hits=("hit", "sum"), persons=("borrower", "nunique")
    )
    sums = sums.astype({"hits": "int64"}).reset_index()
    sums.insert(0, "level", level)
    return sums.assign(held=False)
