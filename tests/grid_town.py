"""An invented town on a grid of streets, for tests of coverage and dispatch."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from workbench.coverage import RoadGraph, make_graph

WEST, SOUTH, STEP = 117.0, 36.6, 0.004


def grid_roads(size: int = 8) -> gpd.GeoDataFrame:
    """Return two-way streets of a square grid, about 400 m apart, one row per direction."""
    lines = []
    for i in range(size):
        for j in range(size):
            here = (WEST + i * STEP, SOUTH + j * STEP)
            for there in ((here[0] + STEP, here[1]), (here[0], here[1] + STEP)):
                if there[0] < WEST + size * STEP - 1e-9 and there[1] < SOUTH + size * STEP - 1e-9:
                    lines += [shapely.LineString([here, there]), shapely.LineString([there, here])]
    return gpd.GeoDataFrame(
        {"highway": "residential"}, geometry=lines, index=range(len(lines)), crs="EPSG:4326"
    )


def grid_graph(size: int = 8) -> RoadGraph:
    """Return the grid as a graph."""
    return make_graph(grid_roads(size), attribution="invented")


def spots(count: int, seed: int, size: int = 8) -> pd.DataFrame:
    """Return points within the town."""
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "lng": WEST + draw.random(count) * STEP * (size - 1),
            "lat": SOUTH + draw.random(count) * STEP * (size - 1),
        }
    )


def make_visits(count: int, seed: int) -> pd.DataFrame:
    """Return candidate visits of half as many borrowers, lawful in every respect."""
    draw = np.random.default_rng(seed)
    return spots(count, seed).assign(
        address_id=[f"a{i}" for i in range(count)],
        borrower=[f"b{i // 2}" for i in range(count)],
        case_id=[f"k{i // 2}" for i in range(count)],
        address=[f"某街{i}号" for i in range(count)],
        radius_m=50.0,
        p_delivered=draw.uniform(0.1, 0.9, count).round(3),
        kind="home",
        lawful_source="contract",
        stop_flag=None,
        no_automation=False,
    )


def make_stations() -> pd.DataFrame:
    """Return two stations."""
    return pd.DataFrame(
        {
            "station": ["S0", "S1"],
            "lng": [WEST + STEP, WEST + 6 * STEP],
            "lat": [SOUTH + STEP, SOUTH + 6 * STEP],
        }
    )


def make_couriers(**columns: object) -> pd.DataFrame:
    """Return two couriers of different stations."""
    return pd.DataFrame({"courier": ["c0", "c1"], "station": ["S0", "S1"]}).assign(**columns)


NO_ATTEMPTS = pd.DataFrame(
    {
        "borrower": pd.Series(dtype=object),
        "channel": pd.Series(dtype=object),
        "attempted_at": pd.Series(dtype="datetime64[us]"),
        "address_id": pd.Series(dtype=object),
    }
)
