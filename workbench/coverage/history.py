"""Areas from where couriers delivered before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import h3
import pandas as pd

from workbench.coverage.cells import fill_holes, find_cells, grow, make_areas, pieces
from workbench.errors import InputError
from workbench.tables import DELIVERED, require

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """How visits become ground.

    Parameters
    ----------
    resolution
        H3 resolution; 9 has cells of about 0.1 km².
    near_weight
        Weight of the visits in the six neighbouring cells when a cell's owner is voted; it
        keeps single wrong drops from becoming islands.
    grow_rings
        So many rings of cells without a visit are added around each area.
    least_share
        A detached piece with less than this share of its owner's visits is given up.
    largest_hole
        Holes of up to so many cells are filled.
    """

    resolution: int = 9
    near_weight: float = 0.1
    grow_rings: int = 2
    least_share: float = 0.03
    largest_hole: int = 40


def derive_areas(
    deliveries: pd.DataFrame, *, by: str = "courier", settings: HistorySettings | None = None
) -> gpd.GeoDataFrame:
    """Derive areas that do not overlap from past deliveries.

    Each H3 cell goes to the courier with most visits in and around it; far single visits
    are given up, cells between are added ring by ring, small holes filled.

    Parameters
    ----------
    deliveries
        Visits with ``lng``, ``lat`` (WGS 84) and the column ``by``; a column ``outcome``
        restricts them to those delivered. ``station`` is kept if there.
    by
        Whose areas: ``courier``, ``station`` or ``area``.
    settings
        Resolution and smoothing.

    Returns
    -------
    geopandas.GeoDataFrame
        Table ``areas``, sorted by ``area``.

    Raises
    ------
    InputError
        If no visit has a point and an owner.
    """
    settings = settings or HistorySettings()
    require(deliveries, ("lng", "lat", by), where="deliveries")
    used = deliveries.loc[deliveries[["lng", "lat", by]].notna().all(axis=1)]
    if "outcome" in used and used["outcome"].isin(DELIVERED).any():
        used = used.loc[used["outcome"].isin(DELIVERED)]
    if used.empty:
        raise InputError(f"areas: no delivery has a point and a {by}. Give past deliveries or an area file.")
    visits = pd.DataFrame({"cell": find_cells(used, settings.resolution), "owner": used[by].astype(str)})
    counts = visits.groupby(["cell", "owner"]).size()
    owners = _drop_far_pieces(_vote_owners(counts, settings.near_weight), counts, settings.least_share)
    owners = fill_holes(grow(owners, settings.grow_rings), most_cells=settings.largest_hole)
    return _label(make_areas(owners), used, by)


def _vote_owners(counts: pd.Series, near_weight: float) -> dict[str, str]:
    """Give each visited cell to the owner with most visits in it and, weighted, around it."""
    tallies: dict[str, dict[str, float]] = {}
    visited = set(counts.index.get_level_values(0))
    table = counts.rename("n").reset_index()[["cell", "owner", "n"]]
    for cell, owner, n in table.itertuples(index=False):
        for near in h3.grid_disk(cell, 1):
            if near in visited:
                tally = tallies.setdefault(near, {})
                tally[owner] = tally.get(owner, 0.0) + (n if near == cell else n * near_weight)
    return {cell: min(tally, key=lambda name: (-tally[name], name)) for cell, tally in tallies.items()}


def _drop_far_pieces(owners: dict[str, str], counts: pd.Series, least_share: float) -> dict[str, str]:
    """Give up detached pieces that hold only a small share of the owner's visits."""
    grouped: dict[str, list[str]] = {}
    for cell, owner in owners.items():
        grouped.setdefault(owner, []).append(cell)
    visits = counts.to_dict()
    kept: dict[str, str] = {}
    for owner, cells in sorted(grouped.items()):
        held = {cell: visits.get((cell, owner), 0) for cell in cells}
        needed = least_share * sum(held.values())
        loose = pieces({near for cell in cells for near in h3.grid_disk(cell, 1)})
        for piece in loose:
            mine = piece & held.keys()
            if sum(held[cell] for cell in mine) >= max(needed, 1):
                kept |= dict.fromkeys(sorted(mine), owner)
    return kept


def _label(areas: gpd.GeoDataFrame, used: pd.DataFrame, by: str) -> gpd.GeoDataFrame:
    """Write down whose areas they are, in the columns of the table."""
    station = pd.Series(None, index=areas.index, dtype=object)
    if by == "station":
        station = areas["area"]
    elif "station" in used:
        known = used.dropna(subset=["station"])
        most = known.groupby([known[by].astype(str), known["station"]]).size().sort_values(kind="stable")
        station = areas["area"].map(
            most.reset_index().drop_duplicates(by, keep="last").set_index(by)["station"]
        )
    courier = areas["area"] if by == "courier" else pd.Series(None, index=areas.index, dtype=object)
    return areas.assign(station=station, courier=courier)[
        ["area", "station", "courier", "area_km2", "geometry"]
    ]
