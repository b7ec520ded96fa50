"""County of a point, and how far homes lie from a division's point: ``python tests/bench/bench_regions.py [--rows N]``.

The homes are the residential compounds of the measurement data (Baidu points, brought to WGS 84). Speed is compared with
``geopandas.sjoin`` over the same polygons; CPU seconds, the better of two runs.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shared_data import find_shared

from workbench.coordinates import convert, distance_m
from workbench.gazetteer import division_points, locate
from workbench.gazetteer.sources import read_places
from workbench.geodata import regions

if TYPE_CHECKING:
    from collections.abc import Callable

_COMPOUNDS = "reference/compounds_bd09.parquet"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    options = parser.parse_args()
    folder = find_shared()
    if folder is None:
        print("The measurement data are not on this machine (set WORKBENCH_SHARED to their folder).")
        return
    compounds = pd.read_parquet(folder / _COMPOUNDS)
    compounds = compounds.sample(min(options.rows, len(compounds)), random_state=1)
    lng, lat = convert(compounds["lng"], compounds["lat"], source="bd09")
    print_speed(lng, lat)
    print_reading(folder / _COMPOUNDS)
    print_distances(lng, lat)


def print_speed(lng: np.ndarray, lat: np.ndarray) -> None:
    """Points per CPU second of this program and of a spatial join, and how often they agree."""
    counties = regions("district")
    own, own_s = _time(lambda: locate(lng, lat))
    joined, joined_s = _time(lambda: _join(lng, lat, counties))
    joined = joined[~joined.index.duplicated()]["adcode"].reindex(range(lng.size))
    same = (own["adcode"].to_numpy() == joined.to_numpy())[joined.notna().to_numpy()].mean()
    print(f"locate          {lng.size / own_s:12,.0f} points/s")
    print(f"geopandas.sjoin {lng.size / joined_s:12,.0f} points/s   same county {same:.4%}\n")


def _join(lng: np.ndarray, lat: np.ndarray, counties: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lng, lat), crs="EPSG:4326")
    return gpd.sjoin(
        frame, counties[["adcode", "province", "city", "district", "geometry"]], predicate="within"
    )


def print_reading(path: object) -> None:
    """Rows per CPU second of a whole place table, with datum and divisions."""
    places, seconds = _time(lambda: read_places(str(path), datum="bd09"))
    rows = len(places.rows) + len(places.rejects)
    print(f"read_places     {rows / seconds:12,.0f} rows/s     {len(places.rejects)} of {rows:,} refused\n")


def print_distances(lng: np.ndarray, lat: np.ndarray) -> None:
    """Distance of homes from the point of their division, and the share within its radius."""
    points = division_points().set_index("code")
    code = locate(lng, lat)["adcode"]
    print("level     point       homes  median km   p90 km  within radius")
    for level, length in (("district", 6), ("city", 4), ("province", 2)):
        own = code.str[:length].str.pad(6, side="right", fillchar="0")
        known = own.isin(points.index[points["level"] == level]).to_numpy()
        at = points.loc[own[known]]
        away = distance_m(lng[known], lat[known], at["lng"].to_numpy(), at["lat"].to_numpy())
        inside = away <= at["radius_m"].to_numpy()
        for source in sorted(at["point_source"].unique()):
            mine = (at["point_source"] == source).to_numpy()
            middle, far = np.percentile(away[mine], [50, 90]) / 1000
            print(
                f"{level:9} {source:9} {mine.sum():8,} {middle:10.1f} {far:8.1f} {inside[mine].mean():14.3f}"
            )
        print(f"{level:9} all       {len(at):8,} {np.median(away) / 1000:10.1f} {'':8} {inside.mean():14.3f}")


def _time(run: Callable[[], Any]) -> tuple[Any, float]:
    best, answer = np.inf, run()
    for _ in range(2):
        start = time.process_time()
        answer = run()
        best = min(best, time.process_time() - start)
    return answer, best


if __name__ == "__main__":
    main()
