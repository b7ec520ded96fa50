"""What the pattern explorer counts: from the choices to cells, groups and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.geodata import name_place
from workbench.patterns import (
    Period,
    Portfolio,
    Scope,
    mark_spots,
    observe,
    plot_funnel,
    rate_cells,
    wilson_interval,
)
from workbench.tables import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.widgets.desks import Desk

TABLES = ("cases", "addresses", "locations", "attempts")
GROUPS = ("county", "station", "branch", "lender", "product", "agency")
RESOLUTIONS = (5, 6, 7, 8, 9)
_COMPARED = ("n", "hits", "persons", "raw_share", "low_share", "high_share", "z", "standing")
SIDES = 4  # west, south, east, north


@dataclass(frozen=True, slots=True)
class Exploring:
    """What is looked at.

    Parameters
    ----------
    measure
        One of ``tables.MEASURES``.
    months
        First and last month (``2026-01``), both counted; all times if None.
    product
        One product; all if empty.
    resolution
        H3 resolution of the map.
    smooth
        Whether rates of few cases are drawn towards their surroundings.
    least
        Cells of fewer cases are shown as too few.
    spots
        Whether the map shows hot and cold spots instead of rates.
    by
        What the funnel and the table compare, one of ``GROUPS``.
    """

    measure: str = MEASURES[0]
    months: tuple[str, str] | None = None
    product: str = ""
    resolution: int = 7
    smooth: bool = True
    least: int = 5
    spots: bool = False
    by: str = GROUPS[0]


@dataclass(frozen=True)
class Explored:
    """What was found.

    Parameters
    ----------
    cells
        Table ``cells`` at the resolution of the state; without smoothed shares if these were not asked for.
    by
        What is compared: as asked, or the first of ``GROUPS`` where the measure does not know that (cases have no station).
    groups
        Rows of the funnel for what lies in view, the most unusual first, with ``low_share`` and ``high_share``.
    inside, whole
        Figures of what lies in view, and of all that is counted.
    placed_share
        Share of all that is counted which is placed surely enough to lie in a cell.
    """

    cells: pd.DataFrame
    by: str
    groups: pd.DataFrame
    inside: Sum
    whole: Sum
    placed_share: float


@dataclass(frozen=True, slots=True)
class Sum:
    """How many of how many, of how many persons, with the 95 % interval of the share."""

    n: int
    hits: int
    persons: int
    share: float
    low: float
    high: float


def read_portfolio(desk: Desk) -> Portfolio:
    """Read the tables that patterns are counted from."""
    return Portfolio(*(desk.read(name) for name in TABLES))


def list_months(days: pd.Series) -> list[str]:
    """Return the months from the first to the last of some days, without a gap."""
    known = pd.to_datetime(days).dropna()
    if known.empty:
        return []
    return [str(each) for each in pd.period_range(known.min(), known.max(), freq="M")]


def list_days(portfolio: Portfolio) -> pd.Series:
    """Return the days on which letters were sent or cases placed."""
    columns = ((portfolio.attempts, "attempted_at"), (portfolio.cases, "placed_on"))
    days = [pd.to_datetime(frame[name]) for frame, name in columns if name in frame.columns]
    found: pd.Series = pd.concat([*days, pd.Series(dtype="datetime64[ns]")])
    return found


def to_period(months: tuple[str, str] | None) -> Period | None:
    """Return the days from the first of one month to the last of another."""
    if months is None:
        return None
    first, last = (pd.Period(each, freq="M") for each in months)
    return Period(date(first.year, first.month, 1), last.end_time.date())


def list_groups(events: pd.DataFrame) -> list[str]:
    """Return what the events can be compared by: columns in which something stands; counties at least."""
    found = [name for name in GROUPS if name in events.columns and events[name].notna().any()]
    return found or [GROUPS[0]]


def find_events(portfolio: Portfolio, state: Exploring) -> pd.DataFrame:
    """List what is counted, each with the point and the ``county`` that it lies in."""
    scope = Scope(period=to_period(state.months), products=(state.product,) if state.product else ())
    events = observe(state.measure, portfolio, scope)
    points = portfolio.locations[["address_id", "lng", "lat"]].drop_duplicates("address_id")
    events = events.merge(points, on="address_id", how="left")
    placed = events["cell"].notna()
    lng, lat = (events[name].where(placed) for name in ("lng", "lat"))
    return _slim(events.assign(lng=lng, lat=lat, county=_name_counties(events)))


def _slim(events: pd.DataFrame) -> pd.DataFrame:
    """Keep what is counted by, texts as categories: half a million rows are then cut to a view in milliseconds."""
    groups = [name for name in GROUPS if name in events.columns]
    fits = ["cell_fit"] if "cell_fit" in events.columns else []
    kept = events[["measure", "hit", "borrower", "cell", "lng", "lat", *fits, *groups]]
    person, _ = pd.factorize(kept["borrower"])
    texts = {name: kept[name].astype("category") for name in ("measure", "cell", *groups)}
    return kept.assign(borrower=person, **texts)


def _name_counties(events: pd.DataFrame) -> pd.Series:
    """Name counties by their city, too, where the events lie in more than one."""
    county, city = (events[name].replace("", None) for name in ("district", "city"))
    if city.nunique() < 2:  # noqa: PLR2004 - one city needs no name
        return county
    return (city.fillna("") + " " + county).str.strip()


def name_groups(groups: pd.DataFrame, by: str, lang: str) -> pd.DataFrame:
    """Return the rows of :func:`compare_groups` with divisions named for readers of ``lang``."""
    names = [" ".join(name_place(part, lang) for part in str(each).split(" ")) for each in groups[by]]
    return groups.assign(**{by: names})


def count_cells(events: pd.DataFrame, state: Exploring) -> pd.DataFrame:
    """Count the cells of the map, wherever it looks."""
    cells = rate_cells(events, state.resolution)
    if len(cells) and state.spots:
        cells = mark_spots(cells)
    return cells if state.smooth else cells.drop(columns=["smooth_share", "low_share", "high_share"])


def explore(
    events: pd.DataFrame, state: Exploring, view: Sequence[float] = (), *, cells: pd.DataFrame | None = None
) -> Explored:
    """Count cells everywhere, and groups and figures of what lies in ``view``.

    Parameters
    ----------
    events
        Frame of :func:`find_events` for this state.
    state
        What is looked at.
    view
        West, south, east, north, degrees WGS 84; everything, also what could not be placed, if empty.
    cells
        Cells of this state that were counted before.
    """
    seen = events[find_inside(events, view)]
    known = list_groups(events)
    by = state.by if state.by in known else known[0]
    placed = float(events["lng"].notna().mean()) if len(events) else np.nan
    return Explored(
        count_cells(events, state) if cells is None else cells,
        by,
        compare_groups(seen, by),
        sum_up(seen),
        sum_up(events),
        placed,
    )


def choose_resolution(events: pd.DataFrame, least: int) -> int:
    """Return the finest resolution at which most of what is placed lies in cells of ``least`` or more."""
    for resolution in RESOLUTIONS[:0:-1]:
        n = rate_cells(events, resolution)["n"]
        if len(n) and n[n >= least].sum() > n.sum() / 2:
            return resolution
    return RESOLUTIONS[0]


def find_inside(events: pd.DataFrame, view: Sequence[float]) -> pd.Series:
    """Say which events lie in a view."""
    if len(view) != SIDES:
        return pd.Series(data=True, index=events.index)
    west, south, east, north = view
    return events["lng"].between(west, east) & events["lat"].between(south, north)


def compare_groups(events: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the rows of the funnel with their own intervals, the most unusual first."""
    if by not in events.columns or not events[by].notna().any():
        return pd.DataFrame(columns=[by, *_COMPARED])
    groups = plot_funnel(events, by)
    low, high = wilson_interval(groups["hits"], groups["n"])
    groups = groups.assign(low_share=low, high_share=high)
    return groups.sort_values("z", key=lambda z: -z.abs(), kind="stable").reset_index(drop=True)


def sum_up(events: pd.DataFrame) -> Sum:
    """Return the figures of events."""
    n, hits = len(events), int(events["hit"].sum())
    if not n:
        return Sum(0, 0, 0, np.nan, np.nan, np.nan)
    low, high = wilson_interval([hits], [n])
    return Sum(n, hits, int(events["borrower"].nunique()), hits / n, float(low[0]), float(high[0]))
