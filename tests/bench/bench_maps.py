"""How large, how fast and how smooth are maps of 2,000 to 1,000,000 cells, ours and its peers, in one run.

``python tests/bench/bench_maps.py [--cells 2000 20000] [--peers-up-to N] [--cdn FOLDER]``. Every page is measured alike, in
Chromium without a graphics card: seen when the middle of its picture has a cell's colour, dragged and pointed at with
the mouse. Chromium then answers WebGL, which pydeck and lonboard need, in software; a last table shows all where a
policy forbids WebGL. No peer is charged for the net: folium's page gets Leaflet inlined, pydeck inlines deck.gl itself,
and what lonboard asks of its CDNs is served from FOLDER, made by ``npm install --prefix FOLDER
@jupyter-widgets/html-manager@1 requirejs@2 anywidget@0.9 parquet-wasm@VERSION @geoarrow/geoarrow-js@0.3.0`` with the
version of parquet-wasm that lonboard's script names. A peer that cannot be measured is named. Times are wall time: on a
busy machine compare the rows of one run.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import h3
import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))

from map_browser import NO_GPU, NO_WEBGL, measure, open_page
from map_peers import PEERS, Method, find_missing

from workbench.maps import DeliveryMap, RateCells

WUHAN = (30.59, 114.3)
RESOLUTION = 9
COLUMNS = ("drawn s", "pan fps", "worst gap ms", "hover ms", "card", "requests", "said")


def make_cells(count: int) -> pd.DataFrame:
    """Return a disk of ``count`` cells with random rates and cases: the worst case for compression."""
    radius = int(np.ceil((np.sqrt(12 * count - 3) - 3) / 6))
    cells = h3.grid_disk(h3.latlng_to_cell(*WUHAN, RESOLUTION), radius)[:count]
    rng = np.random.default_rng(1)
    n = rng.integers(1, 200, len(cells))
    hits = rng.binomial(n, 0.2 + 0.6 * rng.random(len(cells)))
    return pd.DataFrame(
        {"cell": cells, "measure": "delivered", "n": n, "hits": hits, "smooth_share": (hits + 6) / (n + 10)}
    )


def write_own(frame: pd.DataFrame, path: Path) -> None:
    """Write the workbench's map."""
    DeliveryMap(title="Cells").add(RateCells(frame=frame)).save(path)


def find_methods(cdn: Path | None) -> dict[str, Method]:
    """Return ours and the peers that can be measured here; name the others."""
    methods = {"workbench": Method(write_own)}
    for name, peer in PEERS.items():
        if missing := find_missing(peer, cdn):
            print(f"{name}: {missing}; not measured")
        else:
            methods[name] = peer
    return methods


def print_row(values: list[str], found: dict[str, str]) -> None:
    """Print what is known of one page, one column after the other."""
    print("\t".join([*values, *(found.get(column, "-") for column in COLUMNS)]), flush=True)


def main() -> None:
    """Print one line per method and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, nargs="+", default=[2_000, 20_000, 200_000, 1_000_000])
    parser.add_argument("--peers-up-to", type=int, default=20_000)
    parser.add_argument(
        "--limit", type=float, default=60, help="Seconds that a page has until its cells are seen."
    )
    parser.add_argument("--cdn", type=Path, help="Folder with unpacked npm packages, for lonboard.")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium on this machine: nothing measured.")
    methods = find_methods(asked.cdn)
    few = make_cells(100)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        path = Path(folder) / "map.html"
        for method in methods.values():
            method.write(few, path)  # so that nobody is charged for imports
        print("\t".join(["method", "cells", "make s", "MB", *COLUMNS]))
        for count in asked.cells:
            frame = make_cells(count)
            for name, method in methods.items():
                if method.package != "workbench" and count > asked.peers_up_to:
                    continue
                began = time.perf_counter()
                method.write(frame, path)
                made = time.perf_counter() - began
                with open_page(tool, chromium, NO_GPU, asked.cdn) as page:
                    found = measure(page, path, asked.limit)
                print_row([name, str(count), f"{made:.2f}", f"{path.stat().st_size / 1e6:.3f}"], found)
        print("where a policy forbids WebGL")
        for name, method in methods.items():
            method.write(few, path)
            with open_page(tool, chromium, NO_WEBGL, asked.cdn) as page:
                print_row([name, str(len(few)), "-", "-"], measure(page, path, min(asked.limit, 20)))


if __name__ == "__main__":
    main()
