"""H3 cells of points, and areas made of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Iterable

EQUAL_AREA = "EPSG:6933"  # NSIDC EASE-Grid 2.0: areas are true everywhere


def find_cells(points: pd.DataFrame, resolution: int) -> pd.Series:
    """Return the H3 cell of each point (``lng``, ``lat`` WGS 84), empty without a point."""
    lng, lat = points["lng"].to_numpy(dtype=np.float64), points["lat"].to_numpy(dtype=np.float64)
    cells = [
        h3.latlng_to_cell(y, x, resolution) if x == x and y == y else None  # noqa: PLR0124 - false for NaN only
        for x, y in zip(lng, lat, strict=True)
    ]
    return pd.Series(cells, index=points.index, dtype=object)


def vote(owners: dict[str, str], *, weights: dict[str, float] | None = None) -> dict[str, str]:
    """Give each free cell beside owned ones to the owner with most weight among its neighbours."""
    votes: dict[str, dict[str, float]] = {}
    for cell, owner in owners.items():
        weight = 1.0 if weights is None else weights.get(cell, 1.0)
        for near in h3.grid_ring(cell, 1):
            if near not in owners:
                tally = votes.setdefault(near, {})
                tally[owner] = tally.get(owner, 0.0) + weight
    return {cell: min(tally, key=lambda name: (-tally[name], name)) for cell, tally in sorted(votes.items())}


def grow(owners: dict[str, str], rings: int) -> dict[str, str]:
    """Let every owner take the free cells around its own, ring by ring; no cell changes hands."""
    grown = dict(owners)
    for _ in range(rings):
        grown |= vote(grown)
    return grown


def fill_holes(owners: dict[str, str], *, most_cells: int) -> dict[str, str]:
    """Give holes of free cells that owned ones enclose to their neighbours, up to a size."""
    filled = dict(owners)
    edge = {near for cell in owners for near in h3.grid_ring(cell, 1) if near not in owners}
    seen: set[str] = set()
    for seed in sorted(edge):
        if seed in seen:
            continue
        hole, front = {seed}, [seed]
        while front and len(hole) <= most_cells:
            for near in h3.grid_ring(front.pop(), 1):
                if near not in owners and near not in hole:
                    hole.add(near)
                    front.append(near)
        seen |= hole
        while len(hole) <= most_cells and hole:
            given = {cell: owner for cell, owner in vote(filled).items() if cell in hole}
            if not given:
                break
            filled |= given
            hole -= given.keys()
    return filled


def pieces(cells: Iterable[str]) -> list[set[str]]:
    """Return the connected pieces of a set of cells, largest first."""
    rest, found = set(cells), []
    while rest:
        piece = {min(rest)}
        front = list(piece)
        rest -= piece
        while front:
            near = rest & set(h3.grid_ring(front.pop(), 1))
            rest -= near
            piece |= near
            front.extend(near)
        found.append(piece)
    return sorted(found, key=lambda piece: (-len(piece), min(piece)))


def outline(cells: Iterable[str]) -> shapely.Geometry:
    """Return the ground of a set of cells as a polygon or several, WGS 84."""
    polygon = shape(h3.cells_to_h3shape(sorted(cells)).__geo_interface__)
    return shapely.make_valid(polygon)


def make_areas(owners: dict[str, str]) -> gpd.GeoDataFrame:
    """Dissolve owned cells: one row per owner with ``area``, ``area_km2`` and ``geometry``, sorted."""
    grouped: dict[str, list[str]] = {}
    for cell, owner in owners.items():
        grouped.setdefault(owner, []).append(cell)
    names = sorted(grouped)
    frame = gpd.GeoDataFrame(
        {"area": names}, geometry=[outline(grouped[name]) for name in names], crs="EPSG:4326"
    )
    return measure(frame)


def measure(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return ``areas`` with ``area_km2``."""
    ground = areas.geometry.to_crs(EQUAL_AREA).area / 1e6 if len(areas) else pd.Series(dtype=np.float64)
    return areas.assign(area_km2=ground)
