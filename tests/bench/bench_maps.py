"""How large, how fast and how smooth are maps of 2,000 to 1,000,000 cells, ours and its peers, in one run.

``python tests/bench/bench_maps.py [--cells 2000 20000] [--peers-up-to 20000]``. Chromium runs without a
GPU and without a network. A peer that is not installed is named and left out. folium's page gets Leaflet
inlined, so that it is not charged for the net.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import folium
import h3
import numpy as np
import pandas as pd
from playwright.sync_api import Page, sync_playwright

from workbench.maps import DeliveryMap, RateCells
from workbench.maps.assets import leaflet_script, leaflet_style

WUHAN = (30.59, 114.3)
RESOLUTION = 9
SIZE = {"width": 1280, "height": 800}
PEERS_WITHOUT_GPU = ("pydeck", "lonboard")
WAIT_MS = 240_000
_PAN = """async ([x, y]) => {
  const target = document.querySelector('.leaflet-container');
  const fire = (kind, dx, dy) => (kind === 'mousedown' ? target : document).dispatchEvent(new MouseEvent(kind, {
    clientX: x + dx, clientY: y + dy, bubbles: true, button: 0, buttons: 1, view: window}));
  const gaps = [];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  fire('mousedown', 0, 0);
  let last = performance.now();
  for (let step = 1; step <= 60; step++) {
    fire('mousemove', -5 * step, 2 * step);
    const now = await frame();
    gaps.push(now - last);
    last = now;
  }
  fire('mouseup', -300, 120);
  await frame();
  const total = gaps.slice(1).reduce((a, b) => a + b, 0);
  return [1000 * (gaps.length - 1) / total, Math.max(...gaps.slice(1))];
}"""
_HOVER = """async ([x, y]) => {
  const target = document.querySelector('.leaflet-container'), times = [];
  for (let step = 0; step < 20; step++) {
    const before = performance.now();
    target.dispatchEvent(new MouseEvent('mousemove', {clientX: x + 7 * step, clientY: y + 5 * step, bubbles: true, view: window}));
    await new Promise((done) => requestAnimationFrame(done));
    times.push(performance.now() - before);
  }
  const card = document.querySelector('.card');
  return [Math.max(...times), Boolean(card && !card.hidden && card.textContent)];
}"""


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


def write_folium(frame: pd.DataFrame, path: Path, *, canvas: bool) -> None:
    """Write the same cells with folium.GeoJson, coloured in the same number of classes, with a tooltip."""
    colours = ("#edf8b1", "#c7e9b4", "#41b6c4", "#1d91c0", "#225ea8", "#253494")
    codes = pd.qcut(frame["smooth_share"], 6, labels=False)
    features = [
        {
            "type": "Feature",
            "properties": {"n": int(n), "share": round(float(share), 3), "colour": colours[int(code)]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[lng, lat] for lat, lng in h3.cell_to_boundary(cell)]],
            },
        }
        for cell, n, share, code in zip(frame["cell"], frame["n"], frame["smooth_share"], codes, strict=True)
    ]
    sheet = folium.Map(WUHAN, zoom_start=11, tiles=None, prefer_canvas=canvas)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": feature["properties"]["colour"],
            "weight": 0.5,
            "fillOpacity": 0.8,
        },
        tooltip=folium.GeoJsonTooltip(["n", "share"]),
    ).add_to(sheet)
    text = sheet.get_root().render()
    text = re.sub(r'<script src="[^"]*"></script>|<link rel="stylesheet"[^>]*/>', "", text)
    assets = f"<style>{leaflet_style()}</style><script>{leaflet_script()}</script>"
    done = "<script>requestAnimationFrame(() => requestAnimationFrame(() => { document.documentElement.dataset.state = 'drawn'; performance.mark('workbench-drawn'); }));</script>"
    path.write_text(text.replace("<head>", "<head>" + assets, 1) + done, encoding="utf-8")


def measure(page: Page, path: Path) -> dict[str, float | str]:
    """Open a page and return draw time, frames per second of a drag, and the slowest answer to the pointer."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri(), wait_until="commit", timeout=WAIT_MS)
    page.wait_for_selector("html[data-state=drawn]", timeout=WAIT_MS, state="attached")
    drawn = page.evaluate("performance.getEntriesByName('workbench-drawn')[0].startTime")
    page.wait_for_timeout(1000)
    hover, answered = page.evaluate(_HOVER, [520, 380])
    rate, worst = page.evaluate(_PAN, [700, 400])
    requests = len([url for url in asked if not url.startswith("file:")])
    return {
        "drawn s": drawn / 1000,
        "pan fps": rate,
        "worst gap ms": worst,
        "hover ms": hover,
        "card": str(answered),
        "requests": requests,
    }


def main() -> None:
    """Print one line per method and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, nargs="+", default=[2_000, 20_000, 200_000, 1_000_000])
    parser.add_argument("--peers-up-to", type=int, default=20_000)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium on this machine: nothing measured.")
    methods = {
        "workbench": write_own,
        "folium.GeoJson": lambda frame, path: write_folium(frame, path, canvas=False),
        "folium canvas": lambda frame, path: write_folium(frame, path, canvas=True),
    }
    for name in PEERS_WITHOUT_GPU:
        if importlib.util.find_spec(name) is None:
            print(f"{name}: not installed, not measured")
        else:
            print(f"{name}: installed, but it needs WebGL, which --disable-gpu takes away; not measured")
    print("method\tcells\tmake s\tMB\t" + "drawn s\tpan fps\tworst gap ms\thover ms\tcard\trequests")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        for count in asked.cells:
            frame = make_cells(count)
            for name, write in methods.items():
                if name != "workbench" and count > asked.peers_up_to:
                    continue
                path = Path(folder) / "map.html"
                began = time.perf_counter()
                write(frame, path)
                made = time.perf_counter() - began
                browser = tool.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
                )
                context = browser.new_context(viewport=SIZE, offline=True)
                found = measure(context.new_page(), path)
                browser.close()
                cells = [
                    f"{value:.2f}" if isinstance(value, float) else str(value) for value in found.values()
                ]
                print(
                    "\t".join([name, str(count), f"{made:.2f}", f"{path.stat().st_size / 1e6:.3f}", *cells]),
                    flush=True,
                )


if __name__ == "__main__":
    main()
