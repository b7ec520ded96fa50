"""What the report may say: everything is counted and withheld here, the sections only write it down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.errors import InputError
from workbench.geodata import name_place
from workbench.patterns import (
    Control,
    Portfolio,
    Release,
    Scope,
    count_withheld,
    find_thin_places,
    observe,
    publish,
    show_breakdown,
    show_cells,
    show_regions,
)
from workbench.report.history import splits_few
from workbench.report.months import PERIOD, list_months, mark_months
from workbench.report.quality import count_rejects
from workbench.report.totals import LETTER_FIGURES, count_figures, count_totals
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from workbench.maps import Ground
    from workbench.patterns import Period
    from workbench.policy import Policy
    from workbench.report.shelf import Kept

MEASURES = ("delivered", "npl")
LEVELS = ("province", "city", "district")
BREAKDOWNS = ("product", PERIOD)


@dataclass(frozen=True, slots=True)
class Brief:
    """What the reader asked for and how the report is to be marked.

    Parameters
    ----------
    lender
        Name of the reader; cases of others are left out.
    lang
        ``zh`` or ``en``.
    as_of
        Day to which the data reach, printed on the report.
    period
        Letters of which days are counted; all if None.
    compare
        An earlier and a later period.
    control
        How much is held back.
    number
        Which report to this reader it is, from 1; 0 for a draft, which is marked as one.
    review_number
        审图号 of the map, if it was reviewed. Without one the report is marked for internal use.
    provenance
        Further lines of the last section, for example versions and hashes of the input files.
    policy
        Contact policy that contacts are held against; without one the report says that none was checked.
    sections
        Keys of the sections to be written, and of the annex what belongs to them; all if empty.
    """

    lender: str
    lang: str = "zh"
    as_of: date | None = None
    period: Period | None = None
    compare: tuple[Period, Period] | None = None
    control: Control = field(default_factory=Control)
    number: int = 0
    review_number: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
    policy: Policy | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the sections may use; nothing in it is about fewer persons than allowed."""

    brief: Brief
    kpis: pd.DataFrame
    periods: tuple[pd.DataFrame, pd.DataFrame] | None
    cells: pd.DataFrame
    regions: Mapping[str, pd.DataFrame]
    breakdowns: Mapping[str, pd.DataFrame]
    returns: pd.DataFrame
    levels: pd.DataFrame
    conduct: pd.DataFrame
    busiest: pd.DataFrame
    costs: pd.DataFrame
    rejects: pd.DataFrame
    withheld: pd.DataFrame
    cell_cities: Mapping[str, str]
    thin_cells: tuple[str, ...]
    thin_districts: tuple[str, ...]
    ground: Ground | None
    fingerprint: str
    dropped_measures: tuple[str, ...]
    held_tables: tuple[str, ...] = ()
    begun: bool = False


def select_lender(portfolio: Portfolio, lender: str) -> Portfolio:
    """Return the part of a portfolio that one lender entrusted.

    Raises
    ------
    InputError
        If the cases have a lender and none of them is this one.
    """
    cases = portfolio.cases
    if "lender" in cases.columns and cases["lender"].notna().any():
        found = cases["lender"].eq(lender)
        if not found.any() and len(cases):
            names = ", ".join(map(str, cases["lender"].dropna().unique()[:5]))
            raise InputError(
                f"report: no case was entrusted by {lender!r}. Lenders of this portfolio: {names}."
            )
        cases = cases[found]
    addresses = portfolio.addresses[portfolio.addresses["case_id"].isin(cases["case_id"])]
    own = addresses["address_id"]
    return Portfolio(
        cases,
        addresses,
        portfolio.locations[portfolio.locations["address_id"].isin(own)],
        portfolio.attempts[portfolio.attempts["address_id"].isin(own)],
    )


def release_figures(
    portfolio: Portfolio, brief: Brief, previous: Sequence[Release] = ()
) -> tuple[Release | None, tuple[str, ...]]:
    """Publish the measures that have enough persons; return the release and the measures that were left out.

    None if no measure can be shown.
    """
    events = {}
    for measure in MEASURES:
        if measure == "npl" and "days_past_due" not in portfolio.cases.columns:
            continue
        scope = Scope(period=brief.period if measure == "delivered" else None)
        events[measure] = mark_months(observe(measure, portfolio, scope), brief.as_of, brief.period)
    enough = {
        name: each
        for name, each in events.items()
        if each["borrower"].nunique() >= brief.control.least_persons
    }
    dropped = tuple(name for name in MEASURES if name not in enough)
    if not enough:
        return None, dropped
    breakdowns = [name for name in BREAKDOWNS if all(name in each.columns for each in enough.values())]
    return publish(enough, control=brief.control, breakdowns=breakdowns, previous=previous), dropped


def gather_facts(
    portfolio: Portfolio,
    brief: Brief,
    release: Release | None,
    *,
    dropped: tuple[str, ...] = (),
    rejects: pd.DataFrame | None = None,
    quarantine: pd.DataFrame | None = None,
    ground: Ground | None = None,
    earlier: Sequence[Kept] = (),
) -> Facts:
    """Count everything that the report says about one lender's part of a portfolio.

    Parameters
    ----------
    portfolio
        The lender's part, see :func:`select_lender`.
    brief
        What is asked for.
    release
        What may be shown of cells, regions and breakdowns; None if nothing.
    dropped
        Measures that are not in the release.
    rejects
        Table ``rejects`` of the lender's file.
    quarantine
        Table ``quarantine`` of the lender's file.
    ground
        Boundaries below the maps.
    earlier
        Reports that the reader has, oldest first: figures that moved by too few since then stay as they were.
    """
    return Facts(
        brief=brief,
        **count_totals(portfolio, brief, quarantine, [each.tables for each in earlier]),
        periods=_compare_figures(portfolio, brief, release, earlier),
        **_read_release(release, brief.lang),
        rejects=count_rejects(rejects),
        ground=ground,
        fingerprint=fingerprint(portfolio),
        dropped_measures=dropped,
    )


def _read_release(release: Release | None, lang: str) -> dict[str, Any]:
    """Return the fields that a release fills; empty ones without it."""
    if release is None:
        empty = pd.DataFrame()
        tables = {"cells": empty, "regions": {}, "breakdowns": {}, "withheld": empty}
        return {**tables, "cell_cities": {}, "thin_cells": (), "thin_districts": ()}
    names = [name for name in BREAKDOWNS if name in release.levels]
    thin_cells, thin_districts = find_thin_places(release)
    return {
        "cells": show_cells(release),
        "regions": {level: _named(show_regions(release, level), lang) for level in LEVELS},
        "breakdowns": {name: show_breakdown(release, name) for name in names},
        "withheld": count_withheld(release),
        "cell_cities": _name_cells(release, lang),
        "thin_cells": tuple(thin_cells),
        "thin_districts": tuple(thin_districts),
    }


def _named(regions: pd.DataFrame, lang: str) -> pd.DataFrame:
    return regions.assign(region=[name_place(str(each), lang) for each in regions["region"]])


def _name_cells(release: Release, lang: str) -> dict[str, str]:
    """Return the city in which most of each published cell's events lie, to name the maps by."""
    inside = release.ledger[release.ledger["block"].notna() & release.ledger["city"].notna()]
    sizes = inside.groupby(["block", "city"], sort=True).size().reset_index(name="size")
    most = sizes.sort_values("size", kind="stable").drop_duplicates("block", keep="last")
    return {
        block: name_place(release.region_names.get(city, ""), lang)
        for block, city in zip(most["block"], most["city"], strict=True)
    }


def _compare_figures(
    portfolio: Portfolio, brief: Brief, release: Release | None, earlier_reports: Sequence[Kept]
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Count the figures about letters in both periods, unless their days and those of earlier reports cut few letters off."""
    if brief.compare is None:
        return None
    earlier, later = brief.compare
    if earlier.last >= later.first:
        raise InputError(
            f"report: the periods {earlier.label} and {later.label} overlap. Choose one before the other."
        )
    letters = observe("delivered", portfolio, Scope(period=brief.period))
    require(letters, ("attempted_at",), where="attempts")
    known = [period for each in earlier_reports for period in (*each.periods, *list_months(each.release))]
    known += list_months(release) if release else ()
    if splits_few(letters["attempted_at"], letters["borrower"], [*brief.compare, *known], brief.control):
        return None
    both = [count_figures(portfolio, brief, each) for each in brief.compare]
    first, second = (each[each["kpi"].isin(LETTER_FIGURES)].reset_index(drop=True) for each in both)
    return first, second


def fingerprint(portfolio: Portfolio) -> str:
    """Return the SHA-256 of the four frames' content, so that two reports on the same data can be told."""
    digest = hashlib.sha256()
    for frame in (portfolio.cases, portfolio.addresses, portfolio.locations, portfolio.attempts):
        digest.update("\x1f".join(map(str, frame.columns)).encode())
        texts = frame.astype(object).where(frame.notna(), "").astype(str)
        digest.update(pd.util.hash_pandas_object(texts, index=False).to_numpy().tobytes())
    return digest.hexdigest()
