"""Two local processes against one: addresses per second of wall time, with and without their start, and the CPU that both spend.

``python tests/bench/bench_engines.py [ROWS]``. Over the bundled places, on addresses made from them. On a busy machine the ratio of
wall times says more about the neighbours than about the engine; what two free cores would give then follows from the CPU times.
"""

from __future__ import annotations

import os
import sys
import time
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.gazetteer import Gazetteer
from workbench.geocoding import BATCH, Geocoder, geocode_with, open_engine


def make_rows(gazetteer: Gazetteer, n: int) -> pd.DataFrame:
    """Write addresses of bundled places with buildings and rooms."""
    rng = np.random.default_rng(5)
    rows = np.sort(rng.integers(0, len(gazetteer), n))
    columns = [gazetteer.texts(name, rows) for name in ("address", "place")]
    tails = rng.choice(["", "3号楼2单元501", "附近", "5栋"], n).tolist()
    frame = pd.DataFrame(
        {"address": [f"{address}{place}{tail}" for address, place, tail in zip(*columns, tails, strict=True)]}
    )
    return frame.sample(frac=1, random_state=1, ignore_index=True)


class Run(NamedTuple):
    """Seconds of wall time and of CPU (workers included) in all, seconds per row once running, and the rows."""

    wall: float
    cpu: float
    each: float
    rows: pd.DataFrame


def run(name: str, workers: int, geocoder: Geocoder, frame: pd.DataFrame) -> Run:
    """Geocode the rows through an engine."""
    marks: list[tuple[float, int]] = []
    start, before = time.perf_counter(), sum(os.times()[:4])
    located = geocode_with(
        open_engine(name, workers),
        geocoder,
        frame,
        progress=lambda done, _: marks.append((time.perf_counter(), done)),
    )
    wall, cpu = time.perf_counter() - start, sum(os.times()[:4]) - before
    warm = next(at for at, (_, done) in enumerate(marks) if done >= 4 * BATCH)
    (began, first), (ended, last) = marks[warm], marks[-1]
    return Run(wall, cpu, (ended - began) / max(last - first, 1), located)


def start_cost(geocoder: Geocoder, frame: pd.DataFrame) -> float:
    """Return the CPU seconds that two workers need before their first row."""
    return (
        run("processes", 2, geocoder, frame.head(8 * BATCH)).cpu
        - run("single", 1, geocoder, frame.head(8 * BATCH)).cpu
    )


def main() -> None:
    """Print the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 120_000
    gazetteer = Gazetteer.open()
    geocoder = Geocoder(gazetteer)
    frame = make_rows(gazetteer, n)
    geocoder.geocode(frame.head(4 * BATCH))
    load = os.getloadavg()[0]
    one, two = run("single", 1, geocoder, frame), run("processes", 2, geocoder, frame)
    pd.testing.assert_frame_equal(one.rows, two.rows)
    print(
        f"{n:,} addresses, {len(gazetteer):,} places, {os.cpu_count()} cores, load of the machine {load:.1f}"
    )
    for name, done in (("one process", one), ("two processes", two)):
        print(
            f"{name:14} {n / done.wall:8,.0f}/s in all {1 / done.each:8,.0f}/s once running {done.cpu / n * 1e6:8,.0f} us of CPU each"
        )
    cost = start_cost(geocoder, frame)
    print(
        f"identical rows; wall ratio {one.wall / two.wall:.2f} in all, {one.each / two.each:.2f} once running"
    )
    print(
        f"the start of two workers costs {cost:.1f} s of CPU; behind it two free cores give {2 * one.cpu / (two.cpu - cost):.2f} times one"
    )


if __name__ == "__main__":
    main()
