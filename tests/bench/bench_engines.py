"""Two local processes against one: addresses per second of wall time, with and without the start of the second.

``python tests/bench/bench_engines.py [ROWS [GAZETTEER]]``. Over the bundled places unless another gazetteer is named, on addresses
made from its places. Both run in turn, because a shared machine is by a quarter faster one minute than the next.
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
    """Seconds of wall time, start included, and seconds per row once running."""

    wall: float
    each: float


def run(
    name: str, workers: int, geocoder: Geocoder, frame: pd.DataFrame, **columns: str
) -> tuple[Run, pd.DataFrame]:
    """Geocode the rows through an engine; ``columns`` as for ``Geocoder.geocode``."""
    marks: list[tuple[float, int]] = []
    start = time.perf_counter()
    located = geocode_with(
        open_engine(name, workers),
        geocoder,
        frame,
        progress=lambda done, _: marks.append((time.perf_counter(), done)),
        **columns,
    )
    wall = time.perf_counter() - start
    warm = next(at for at, (_, done) in enumerate(marks) if done >= len(frame) // 4)
    (began, first), (ended, last) = marks[warm], marks[-1]
    return Run(wall, (ended - began) / max(last - first, 1)), located


def compare(geocoder: Geocoder, frame: pd.DataFrame, repeats: int = 3, **columns: str) -> None:
    """Print two processes against one, in turn, with what it takes to start the second: the median and the span of the ratios."""
    n = len(frame)
    print(
        f"{n:,} addresses, {len(geocoder.gazetteer):,} places, {os.cpu_count()} cores, load of the machine {os.getloadavg()[0]:.1f}"
    )
    clock, running = [], []
    for _ in range(repeats):
        (one, rows), (two, same) = (
            run("processes", workers, geocoder, frame, **columns) for workers in (1, 2)
        )
        pd.testing.assert_frame_equal(rows, same)
        clock.append(one.wall / two.wall)
        running.append(one.each / two.each)
        print(
            f"one process {n / one.wall:7,.0f}/s, two processes {n / two.wall:7,.0f}/s, identical rows",
            flush=True,
        )
    for name, ratios in (("by the clock", clock), ("once running", running)):
        print(
            f"two processes {np.median(ratios):.2f} times one {name} ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def main() -> None:
    """Make addresses and print the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 240_000
    gazetteer = Gazetteer.open(*sys.argv[2:3])
    geocoder = Geocoder(gazetteer)
    frame = make_rows(gazetteer, n)
    geocoder.geocode(frame.head(4 * BATCH))
    compare(geocoder, frame)


if __name__ == "__main__":
    main()
