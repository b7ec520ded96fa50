"""From a slider to figures: 500,000 rows, in the kernel and in a browser.

Run: ``python tests/bench/bench_widgets.py`` (``--rows``, ``--no-browser``). Kernel: CPU time and wall time from setting the
slider's value until figures, groups, examples, chart and map classes are set, beside deciding and grouping all rows anew with
pandas in the same run. Browser: from the key until the figures on the page have changed, in a real JupyterLab.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browsers import run_chromium
from desks import make_project
from laboratories import Bench, Lab

from workbench.matching import Costs, Thresholds, decide, wilson
from workbench.widgets import Tuner
from workbench.workspace import Project, write_frame

MOVES = 20


def make_large(folder: Path, rows: int) -> Project:
    """Make a project of so many located addresses: rows of a small one, with scores and places of their own."""
    project = make_project(folder, rows=400)
    random = np.random.default_rng(0)
    at = random.integers(0, 400, rows)
    names = [f"R{each:07d}" for each in range(rows)]
    addresses = project.read("addresses").iloc[at].assign(address_id=names).reset_index(drop=True)
    located = project.read("locations").iloc[at].assign(address_id=names).reset_index(drop=True)
    located["confidence"] = np.where(located["lng"].isna(), 0.0, random.beta(4, 2, rows).round(4))
    located["lng"] += random.normal(0, 0.2, rows)
    located["lat"] += random.normal(0, 0.2, rows)
    located["city"] = random.choice([f"城市{each}" for each in range(300)], rows)
    for name, frame in (("addresses", addresses), ("locations", located)):
        write_frame(project.path(name), frame)
    return project


def decide_anew(frame: pd.DataFrame, accept: float, by: str) -> pd.DataFrame:
    """Do what the tuner shows with plain pandas: decide every row, group, sum, sort for the examples."""
    thresholds, costs = Thresholds(accept=accept, review=0.3), Costs()
    decided = frame.assign(decision=decide(frame["confidence"], thresholds))
    taken = decided[decided["decision"] == "accept"]
    wilson(taken["confidence"].sum(), len(taken))
    decided.groupby("decision")["confidence"].agg(lambda x: (1 - x).sum() * costs.wrong)
    frame.iloc[(frame["confidence"] - accept).abs().argsort()[:40]]
    curve = [(frame["confidence"] >= step).mean() for step in np.linspace(0, 1, 101)]
    groups = pd.crosstab(decided[by], decided["decision"], normalize="index")
    return groups.assign(curve=curve[0])


def measure_kernel(project: Project) -> None:
    """Print CPU and wall time of a move of the slider, and of the same with plain pandas."""
    tuner = Tuner(project, "en")
    frame = project.read("locations")
    for by in ("level", "city"):
        tuner.move(by=by)
        spent, waited = [], []
        for step in range(MOVES):
            cpu, wall = time.process_time(), time.perf_counter()
            tuner.sliders["accept"].value = 0.5 + step / 100
            spent.append(time.process_time() - cpu)
            waited.append(time.perf_counter() - wall)
        cpu = time.process_time()
        decide_anew(frame, 0.6, by)
        anew = time.process_time() - cpu
        ours = statistics.median(spent)
        print(
            f"kernel, {len(frame):,} rows by {by:<5}  CPU {ours * 1000:6.1f} ms  wall {statistics.median(waited) * 1000:6.1f} ms"
            f"  pandas anew {anew * 1000:7.0f} ms ({anew / ours:.0f} times)"
        )


def measure_browser(project: Project, home: Path) -> None:
    """Print the time from a key on the slider until the page has other figures, and until the map has other classes."""
    lab = Lab(project.folder, home)
    try:
        with run_chromium() as browser:
            cell = "from workbench.pipeline import find_project\nfrom workbench.widgets import Tuner\nTuner(find_project(), 'en')"
            bench = Bench(browser, lab, lab.write("bench.ipynb", cell))
            bench.run()
            page = bench.page
            page.wait_for_selector(".wb-map canvas[data-counts]", state="attached")
            page.wait_for_timeout(3000)
            page.locator(".noUi-handle").first.focus()
            for name, look in (
                ("figures", "document.querySelector('.wb-figures').innerText"),
                ("map", "document.querySelector('.wb-map canvas').dataset.counts"),
            ):
                times = [page.evaluate(_PRESS.replace("LOOK", look)) for _ in range(MOVES)]
                print(
                    f"browser, key to {name:<8} median {statistics.median(times):5.0f} ms  slowest {max(times):5.0f} ms"
                )
                page.wait_for_timeout(500)
            bench.close()
    finally:
        lab.close()


_PRESS = """async () => {
  const handle = document.querySelector('.noUi-handle'), before = LOOK, began = performance.now();
  handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
  while (LOOK === before && performance.now() - began < 20000) await new Promise((done) => setTimeout(done, 4));
  const taken = performance.now() - began;
  await new Promise((done) => setTimeout(done, 300));
  return taken;
}"""


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=500_000)
    asked.add_argument("--no-browser", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = make_large(Path(folder) / "project", options.rows)
        measure_kernel(project)
        if not options.no_browser:
            measure_browser(project, Path(folder) / "home")


if __name__ == "__main__":
    main()
