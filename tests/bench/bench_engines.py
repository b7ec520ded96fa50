"""Two local processes against one: addresses per second of wall time, with and without their start, and the CPU that both spend.

``python tests/bench/bench_engines.py [ROWS]``. Over the bundled places, on addresses made from them. On a busy machine the ratio of
wall times says more about the neighbours than about the engine; what two free cores would give then follows from the CPU times: the start of
a worker and its half of the rows.
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


def run(name: str, workers: int, geocoder: Geocoder, frame: pd.DataFrame, **columns: str) -> Run:
    """Geocode the rows through an engine; ``columns`` as for ``Geocoder.geocode``."""
    marks: list[tuple[float, int]] = []
    start, before = time.perf_counter(), sum(os.times()[:4])
    located = geocode_with(
        open_engine(name, workers),
        geocoder,
        frame,
        progress=lambda done, _: marks.append((time.perf_counter(), done)),
        **columns,
    )
    wall, cpu = time.perf_counter() - start, sum(os.times()[:4]) - before
    warm = next(at for at, (_, done) in enumerate(marks) if done >= 4 * BATCH)
    (began, first), (ended, last) = marks[warm], marks[-1]
    return Run(wall, cpu, (ended - began) / max(last - first, 1), located)


def compare(geocoder: Geocoder, frame: pd.DataFrame, **columns: str) -> None:
    """Print two worker processes against one, both with their start, and what the start costs."""
    few = frame.head(8 * BATCH)
    start = run("processes", 1, geocoder, few, **columns).cpu - run("single", 1, geocoder, few, **columns).cpu
    one, two = (run("processes", workers, geocoder, frame, **columns) for workers in (1, 2))
    pd.testing.assert_frame_equal(one.rows, two.rows)
    n = len(frame)
    print(
        f"{n:,} addresses, {len(geocoder.gazetteer):,} places, {os.cpu_count()} cores, load of the machine {os.getloadavg()[0]:.1f}"
    )
    for name, done in (("one process", one), ("two processes", two)):
        print(
            f"{name:14} {n / done.wall:8,.0f}/s in all {1 / done.each:8,.0f}/s once running {done.cpu / n * 1e6:8,.0f} us of CPU each"
        )
    print(
        f"identical rows; two processes {one.wall / two.wall:.2f} times one by the clock, {one.each / two.each:.2f} once running"
    )
    free = one.cpu / (start + (two.cpu - 2 * start) / 2)
    print(f"the start of a worker costs {start:.1f} s of CPU; two free cores give {free:.2f} times one")


def main() -> None:
    """Make addresses and print the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 120_000
    gazetteer = Gazetteer.open()
    geocoder = Geocoder(gazetteer)
    frame = make_rows(gazetteer, n)
    geocoder.geocode(frame.head(4 * BATCH))
    compare(geocoder, frame)


if __name__ == "__main__":
    main()
