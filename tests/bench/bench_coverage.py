"""Travel-time matrices, isochrones and areas from history on a real road graph.

Run: ``python tests/bench/bench_coverage.py``. It needs the road graph that is not part of the
project (see ``tests/shared_data.py``).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from shared_data import find_shared

from workbench.coverage import (
    RoadGraph,
    RoadTimes,
    Speeds,
    derive_areas,
    draw_isochrones,
    find_overlaps,
    read_roads,
)


def time_matrices(graph: RoadGraph) -> None:
    """Print wall and CPU time of matrices, and the largest difference from scipy's."""
    draw = np.random.default_rng(0)
    points = pd.DataFrame(
        {"lng": draw.uniform(116.95, 117.10, 1000), "lat": draw.uniform(36.62, 36.71, 1000)}
    )
    engines = {name: RoadTimes(graph, Speeds("ebike"), engine=name) for name in ("hierarchy", "scipy")}
    engines["hierarchy"].matrix(points.head(5))
    exact = engines["scipy"].matrix(points.head(150), points).seconds
    print("matrix of seconds and metres    n      cpu s   largest difference from scipy, s")
    for size in (100, 500, 1000):
        begin = time.process_time()
        found = engines["hierarchy"].matrix(points.head(size)).seconds
        spent = time.process_time() - begin
        part = min(size, 150)
        other = exact[:part, :size].copy()
        np.fill_diagonal(other, 0.0)
        finite = np.isfinite(other)
        print(
            f"hierarchy                   {size:5d}   {spent:8.3f}   {np.abs(found[:part][finite] - other[finite]).max():.4f}"
        )
    begin = time.process_time()
    engines["scipy"].matrix(points.head(150), points)
    print(f"scipy, 1000 sources              {(time.process_time() - begin) / 0.150:8.3f}")


def inside(shape: shapely.Geometry, lng: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return which points lie in a shape."""
    shapely.prepare(shape)
    return shapely.contains_xy(shape, lng, lat)


def f1(found: np.ndarray, true: np.ndarray) -> float:
    """Return the harmonic mean of precision and recall."""
    both = (found & true).sum()
    return float(2 * both / max(found.sum() + true.sum(), 1))


def score_isochrones(travel: RoadTimes) -> None:
    """Print F1 of isochrones drawn from half of the nodes against the other half."""
    draw = np.random.default_rng(1)
    pick = draw.choice(
        np.flatnonzero((abs(travel.lng - 117.03) < 0.08) & (abs(travel.lat - 36.665) < 0.04)), 20
    )
    stations = pd.DataFrame(
        {"station": [f"s{i}" for i in range(20)], "lng": travel.lng[pick], "lat": travel.lat[pick]}
    )
    nodes = pd.DataFrame({"lng": travel.lng, "lat": travel.lat})
    seconds = travel.matrix(stations, nodes).seconds
    test = draw.random(len(nodes)) < 0.5
    drawn = draw_isochrones(stations, HalfReach(travel, ~test), minutes=(10.0, 20.0))
    scores = {}
    for row, (station, minutes, shape) in enumerate(
        drawn[["station", "minutes", "geometry"]].itertuples(index=False)
    ):
        true = seconds[int(station[1:])][test] <= minutes * 60
        near = inside(shape, travel.lng[test], travel.lat[test])
        scores[row] = (minutes, f1(near, true))
    table = pd.DataFrame(scores.values(), columns=["minutes", "F1"]).groupby("minutes")["F1"].mean()
    print("isochrones, held-out nodes: F1", table.round(3).to_dict(), "mean", round(float(table.mean()), 3))


class HalfReach:
    """Travel times whose reach knows only some of the nodes."""

    def __init__(self, travel: RoadTimes, known: np.ndarray) -> None:
        self.travel, self.keys = travel, set(zip(travel.lng[known], travel.lat[known], strict=True))

    def reach(self, points: pd.DataFrame, within_seconds: float) -> list[pd.DataFrame]:
        """Return the known places within reach."""
        found = self.travel.reach(points, within_seconds)
        return [
            each.loc[[pair in self.keys for pair in zip(each["lng"], each["lat"], strict=True)]]
            for each in found
        ]


def score_areas(travel: RoadTimes) -> None:
    """Print F1 of areas from 400 deliveries per courier against the true zones (nearest base by road)."""
    core = np.flatnonzero((abs(travel.lng - 117.025) < 0.175) & (abs(travel.lat - 36.665) < 0.085))
    lng, lat = travel.lng[core], travel.lat[core]
    nodes = pd.DataFrame({"lng": lng, "lat": lat})
    flat = np.column_stack([lng * np.cos(np.radians(36.6)), lat]) * 111_195.0
    for seed in range(3):
        draw = np.random.default_rng(seed)
        pick: list[int] = []
        for node in draw.permutation(len(flat)):
            if len(pick) < 20 and all(np.hypot(*(flat[node] - flat[other])) > 2500 for other in pick):
                pick.append(int(node))
        own = travel.matrix(nodes.iloc[pick].reset_index(drop=True), nodes).seconds.argmin(axis=0)
        drops = np.concatenate([draw.choice(np.flatnonzero(own == zone), 400) for zone in range(len(pick))])
        for share in (0.0, 0.05):
            wrong = draw.random(drops.size) < share
            where = np.where(wrong, draw.integers(0, len(lng), drops.size), drops)
            noise = draw.normal(0.0, 30.0 / 111_195.0, (drops.size, 2))
            history = pd.DataFrame(
                {
                    "lng": lng[where] + noise[:, 0],
                    "lat": lat[where] + noise[:, 1],
                    "courier": own[drops].astype(str),
                }
            )
            begin = time.process_time()
            areas = derive_areas(history)
            spent = time.process_time() - begin
            shapes = areas.set_index("area").geometry
            scores = [f1(inside(shapes[str(zone)], lng, lat), own == zone) for zone in range(len(pick))]
            overlap = find_overlaps(gpd.GeoDataFrame(areas))["area_km2"].sum()
            print(
                f"areas, seed {seed}, {share:.0%} wrong drops: F1 {np.mean(scores):.3f}, overlap {overlap:.4f} km2, {spent:.2f} cpu s"
            )


def main() -> None:
    """Print the tables."""
    folder = find_shared()
    if folder is None:
        print("no road graph on this machine: set WORKBENCH_SHARED")
        return
    begin = time.process_time()
    graph = read_roads(folder / "roads" / "jinan" / "edges.shp", node_spacing_metres=1e6)
    travel = RoadTimes(graph, Speeds("ebike"))
    print(graph, travel, f"{time.process_time() - begin:.2f} cpu s")
    time_matrices(graph)
    time_matrices(read_roads(folder / "roads" / "jinan" / "edges.shp"))
    finer = read_roads(folder / "roads" / "jinan" / "edges.shp")
    for mode in ("ebike", "car"):
        print(mode, end=" ")
        score_isochrones(RoadTimes(finer, Speeds(mode)))
    score_areas(RoadTimes(finer, Speeds("ebike")))


if __name__ == "__main__":
    main()
