"""What is counted: one row per letter, case or borrower, with its place and whether it was a hit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.patterns.grids import cells_of_points, read_cells, resolutions_of, write_cells
from workbench.tables import DELIVERED, MEASURES, OPEN_OUTCOMES, require

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.patterns.periods import Period

RIGHT_PARTY = ("self", "refused")  # the borrower in person: signed, or refused to
KIND_ORDER = ("confirmed", "home", "shipping", "billing", "registered", "work")
NPL_AFTER_DAYS = 90
_CELL = ("cell", "cell_fit", "lng", "lat")
_PLACE = (*_CELL, "adcode", "province", "city", "district", "level")
_CASE = ("lender", "batch", "branch", "product", "days_past_due", "repaid_yuan", "placed_on")


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The frames that patterns are counted from.

    Parameters
    ----------
    cases, addresses, locations, attempts
        Tables of those names in the data dictionary.
    """

    cases: pd.DataFrame
    addresses: pd.DataFrame
    locations: pd.DataFrame
    attempts: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a portfolio is counted.

    Parameters
    ----------
    period
        By ``attempted_at`` for letters, by ``placed_on`` for cases; all times if None.
    products, lenders
        Only these; all if empty.
    decisions
        Locations that are good enough to lie in a cell. Others count, but lie in no cell.
    region_decisions
        Locations that are good enough to lie in a region: a point that is too doubtful for a cell is nearly always in the
        right county.
    resolution
        Resolution of ``cell``; that of the locations if None. A finer or coarser one is taken from the points.
    """

    period: Period | None = None
    products: tuple[str, ...] = ()
    lenders: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ("accept",)
    region_decisions: tuple[str, ...] = ("accept", "review")
    resolution: int | None = None


def observe(measure: str, portfolio: Portfolio, scope: Scope | None = None) -> pd.DataFrame:
    """List what a measure counts.

    Parameters
    ----------
    measure
        ``delivered``: letters with a final outcome to addresses of the cases; a hit was handed to the addressee or left with family, a
        designated receiver, another signer or a locker.
        ``contacted``: borrowers tried; a hit if the borrower in person signed or refused once.
        ``npl``: cases; a hit is more than 90 days past due. ``repaid``: cases; a hit repaid anything.
    portfolio
        Frames to count from; untouched.
    scope
        Part to count.

    Returns
    -------
    pandas.DataFrame
        One row per counted thing: ``measure``, ``case_id``, ``borrower``, ``address_id``, ``hit``, where
        it lies (``cell``, ``cell_fit``, ``adcode``, ``province``, ``city``, ``district``, missing if it could not be placed),
        and the columns to group by (``lender``, ``branch``, ``product``, ``station``, ...). Cases lie at the
        first located address by kind: confirmed, home, shipping, billing, registered, work.

    Raises
    ------
    InputError
        If the measure is unknown.
    ColumnError
        If a frame lacks a column.
    """
    scope = scope or Scope()
    try:
        count = _COUNTERS[measure]
    except KeyError:
        raise InputError(
            f"measure: {measure!r} is not known. Expected one of: {', '.join(MEASURES)}."
        ) from None
    _check(portfolio)
    events = count(portfolio, scope)
    for name, wanted in (("product", scope.products), ("lender", scope.lenders)):
        if wanted:
            require(events, (name,), where=f"observe({measure})")
            events = events[events[name].isin(wanted)]
    events.insert(0, "measure", measure)
    return events.reset_index(drop=True)


def _check(portfolio: Portfolio) -> None:
    require(portfolio.cases, ("case_id", "borrower"), where="cases")
    require(portfolio.addresses, ("address_id", "case_id", "kind"), where="addresses")
    require(portfolio.locations, ("address_id", "cell", "decision"), where="locations")
    require(portfolio.attempts, ("address_id", "attempted_at", "outcome"), where="attempts")


def _located(portfolio: Portfolio, scope: Scope) -> pd.DataFrame:
    """Places of the addresses that are good enough; doubtful and coarse matches keep the region and lose the cell."""
    locations = portfolio.locations
    known = [name for name in _PLACE if name in locations.columns]
    good = locations[locations["decision"].isin({*scope.decisions, *scope.region_decisions})]
    out = good[["address_id", *known]].drop_duplicates("address_id")
    sure = good.loc[out.index, "decision"].isin(scope.decisions)
    for name in _CELL:
        if name in out.columns:
            out[name] = out[name].where(sure)
    placed = out["cell"].notna().to_numpy()
    if scope.resolution is None or not placed.any():
        return out.drop(columns=["lng", "lat"], errors="ignore")
    if (resolutions_of(read_cells(out.loc[placed, "cell"])) != scope.resolution).any():
        require(out, ("lng", "lat"), where=f"locations: cells at resolution {scope.resolution}")
        cell = pd.Series([None] * len(out), index=out.index, dtype=object)
        at = out["lng"].notna() & out["lat"].notna() & placed
        cell[at] = write_cells(cells_of_points(out.loc[at, "lng"], out.loc[at, "lat"], scope.resolution))
        out = out.assign(cell=cell)
    return out.drop(columns=["lng", "lat"], errors="ignore")


def _case_columns(cases: pd.DataFrame) -> pd.DataFrame:
    known = [name for name in _CASE if name in cases.columns]
    return cases[["case_id", "borrower", *known]].drop_duplicates("case_id")


def _letters(portfolio: Portfolio, scope: Scope) -> pd.DataFrame:
    """Letters with a final outcome, with their case and place."""
    attempts = portfolio.attempts
    final = ~attempts["outcome"].isin(OPEN_OUTCOMES) & attempts["outcome"].notna()
    if scope.period is not None:
        final &= scope.period.holds(attempts["attempted_at"])
    wanted = (
        "attempt_id",
        "address_id",
        "attempted_at",
        "outcome",
        "return_reason",
        "channel",
        "station",
        "agency",
    )
    letters = attempts.loc[final, [name for name in wanted if name in attempts.columns]]
    owner = portfolio.addresses[["address_id", "case_id"]].drop_duplicates("address_id")
    # As in the key figures: a letter to an address of no case here is of nobody in hand, and not counted.
    letters = letters.merge(owner, on="address_id", how="inner", validate="many_to_one")
    letters = letters.merge(_case_columns(portfolio.cases), on="case_id", how="inner", validate="many_to_one")
    return letters.merge(_located(portfolio, scope), on="address_id", how="left", validate="many_to_one")


def _delivered(portfolio: Portfolio, scope: Scope) -> pd.DataFrame:
    letters = _letters(portfolio, scope)
    return letters.assign(hit=letters["outcome"].isin(DELIVERED))


def _contacted(portfolio: Portfolio, scope: Scope) -> pd.DataFrame:
    letters = _letters(portfolio, scope)
    letters = letters.assign(hit=letters["outcome"].isin(RIGHT_PARTY))
    ordered = letters.sort_values(["borrower", "hit", "attempted_at"], kind="stable")
    return ordered.drop_duplicates("borrower", keep="last").sort_index()


def _cases(portfolio: Portfolio, scope: Scope) -> pd.DataFrame:
    """Cases, each at its best located address."""
    cases = _case_columns(portfolio.cases)
    if scope.period is not None:
        require(cases, ("placed_on",), where="cases: a period of cases goes by placed_on")
        cases = cases[scope.period.holds(cases["placed_on"])]
    owner = portfolio.addresses[["address_id", "case_id", "kind"]]
    placed = owner.merge(_located(portfolio, scope), on="address_id", how="inner", validate="one_to_one")
    rank = placed["kind"].map({kind: order for order, kind in enumerate(KIND_ORDER)})
    placed = placed.assign(no_cell=placed["cell"].isna(), order=rank).sort_values(
        ["no_cell", "order"], kind="stable"
    )
    placed = placed.drop_duplicates("case_id").drop(columns=["no_cell", "order", "kind"])
    return cases.merge(placed, on="case_id", how="left", validate="one_to_one")


def _npl(portfolio: Portfolio, scope: Scope) -> pd.DataFrame:
    cases = _cases(portfolio, scope)
    require(cases, ("days_past_due",), where="cases: npl")
    cases = cases[cases["days_past_due"].notna()]
    return cases.assign(hit=cases["days_past_due"] > NPL_AFTER_DAYS)


def _repaid(portfolio: Portfolio, scope: Scope) -> pd.DataFrame:
    cases = _cases(portfolio, scope)
    require(cases, ("repaid_yuan",), where="cases: repaid")
    return cases.assign(hit=np.nan_to_num(cases["repaid_yuan"].to_numpy(float)) > 0)


_COUNTERS: dict[str, Callable[[Portfolio, Scope], pd.DataFrame]] = {
    "delivered": _delivered,
    "npl": _npl,
    "repaid": _repaid,
    "contacted": _contacted,
}


def count_by(events: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Sum events by columns: ``n``, ``hits`` and the number of different ``persons``; rows without a key are left out."""
    require(events, (*keys, "hit", "borrower"), where="count_by")
    events = events[events[list(keys)].notna().all(axis=1)]
    sums = events.groupby(list(keys), observed=True, sort=True).agg(n=("hit", "size"), hits=("hit", "sum"))
    people = (
        events[[*keys, "borrower"]].drop_duplicates().groupby(list(keys), observed=True, sort=True).size()
    )
    return sums.assign(hits=sums["hits"].astype("int64"), persons=people).reset_index()
