"""How large, how fast and how smooth are maps of 2,000 to 1,000,000 cells, ours and its peers, in one run.

``python tests/bench/bench_maps.py [--cells 2000 20000] [--cdn FOLDER]``. Chromium runs without a network and, for ours and
folium, without a GPU. pydeck and lonboard draw nothing without WebGL: they get Chromium's software renderer, which our
map does not need. No peer is charged for the net: folium's page gets Leaflet inlined, pydeck inlines deck.gl itself, and
what lonboard asks of its CDNs is served from FOLDER, made by ``npm install --prefix FOLDER @jupyter-widgets/html-manager@1
requirejs@2 anywidget@0.9 parquet-wasm@VERSION`` with the version that lonboard's script names. A peer that cannot be
measured is named; ``nan`` says that the middle of its page got no colour in two minutes. Panning and the pointer are wall
time: on a busy machine compare the rows of one run.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
import time
from pathlib import Path

import h3
import numpy as np
import pandas as pd
from PIL import Image
from playwright.sync_api import Error, Page, Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))

from map_peers import PEERS, Method, find_missing, serve

from workbench.maps import DeliveryMap, RateCells

WUHAN = (30.59, 114.3)
RESOLUTION = 9
SIZE = {"width": 1280, "height": 800}
WAIT_MS = 120_000
_PLAIN = ("--no-sandbox", "--disable-gpu")
_SOFTWARE_GL = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)
_FRAMES = """() => {
  window.gaps = [];
  let last = performance.now();
  const tick = (now) => { window.gaps.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""
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


def measure_leaflet(page: Page, path: Path) -> dict[str, float | str]:
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


def measure_webgl(page: Page, path: Path) -> dict[str, float | str]:
    """Return the time until the middle has a colour, and frames per second while the mouse drags; at most 20 s of dragging."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri(), wait_until="commit", timeout=WAIT_MS)
    until = time.perf_counter() + WAIT_MS / 1000
    while not _is_coloured(page):
        if time.perf_counter() > until:
            return {"drawn s": float("nan"), "pan fps": float("nan"), "worst gap ms": float("nan")}
        page.wait_for_timeout(50)
    drawn = page.evaluate("performance.now()")
    page.wait_for_timeout(1000)
    x, y = SIZE["width"] // 2, SIZE["height"] // 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_FRAMES)
    until = time.perf_counter() + 20
    for step in range(1, 61):
        page.mouse.move(x - 5 * step, y + 2 * step)
        if time.perf_counter() > until:
            break
    gaps = page.evaluate("window.gaps")[1:]
    page.mouse.up()
    requests = len([url for url in asked if url.startswith("http")])
    return {
        "drawn s": drawn / 1000,
        "pan fps": 1000 * len(gaps) / max(sum(gaps), 1.0),
        "worst gap ms": float(max(gaps, default=float("nan"))),
        "hover ms": "-",
        "card": "-",
        "requests": requests,
    }


def _is_coloured(page: Page) -> bool:
    """Say whether the middle of the page shows a cell's colour, not grey or white."""
    box = {"x": SIZE["width"] / 2 - 20, "y": SIZE["height"] / 2 - 20, "width": 40, "height": 40}
    try:
        picture = page.screenshot(clip=box, timeout=WAIT_MS)
    except Error:  # the software renderer cannot be photographed while it starts
        return False
    shot = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), float)
    return bool(np.mean(np.ptp(shot, axis=2)) > 15)


OWN = Method(write_own)


def run_one(
    tool: Playwright, chromium: str, path: Path, cdn: Path | None, *, webgl: bool
) -> dict[str, float | str]:
    """Open a page in a browser of its own."""
    browser = tool.chromium.launch(executable_path=chromium, args=list(_SOFTWARE_GL if webgl else _PLAIN))
    try:
        context = browser.new_context(viewport=SIZE, offline=not webgl)
        if webgl:
            # Every request is answered from the folder or refused: nothing reaches the net.
            context.route(lambda url: url.startswith("http"), lambda route: serve(route, cdn))
        page = context.new_page()
        return (measure_webgl if webgl else measure_leaflet)(page, path)
    finally:
        browser.close()


def main() -> None:
    """Print one line per method and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, nargs="+", default=[2_000, 20_000, 200_000, 1_000_000])
    parser.add_argument("--peers-up-to", type=int, default=20_000)
    parser.add_argument("--cdn", type=Path, help="Folder with unpacked npm packages, for lonboard.")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium on this machine: nothing measured.")
    peers = {}
    for name, peer in PEERS.items():
        missing = find_missing(peer, asked.cdn)
        if missing:
            print(f"{name}: {missing}; not measured")
        else:
            peers[name] = peer
    print("method\tcells\tmake s\tMB\tdrawn s\tpan fps\tworst gap ms\thover ms\tcard\trequests")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        path = Path(folder) / "map.html"
        for count in asked.cells:
            frame = make_cells(count)
            known = {"workbench": OWN, **(peers if count <= asked.peers_up_to else {})}
            for name, method in known.items():
                began = time.perf_counter()
                method.write(frame, path)
                made = time.perf_counter() - began
                found = run_one(tool, chromium, path, asked.cdn, webgl=method.webgl)
                values = [f"{each:.2f}" if isinstance(each, float) else str(each) for each in found.values()]
                size = path.stat().st_size / 1e6
                print("\t".join([name, str(count), f"{made:.2f}", f"{size:.3f}", *values]), flush=True)


if __name__ == "__main__":
    main()
