"""Two local processes against one: addresses per second of wall time, with and without their start.

``python tests/bench/bench_engines.py [ROWS]``. Over the bundled places, on addresses made from them. On a busy machine the ratio says
more about the neighbours than about the engine: run it alone.
"""

from __future__ import annotations

import os
import sys
import time

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


def run(
    name: str, workers: int, geocoder: Geocoder, frame: pd.DataFrame
) -> tuple[float, float, pd.DataFrame]:
    """Return the seconds in all, the seconds per row behind the first batches, and the rows."""
    marks: list[tuple[float, int]] = []
    start = time.perf_counter()
    located = geocode_with(
        open_engine(name, workers),
        geocoder,
        frame,
        progress=lambda done, _: marks.append((time.perf_counter(), done)),
    )
    whole = time.perf_counter() - start
    warm = next(at for at, (_, done) in enumerate(marks) if done >= 4 * BATCH)
    (began, first), (ended, last) = marks[warm], marks[-1]
    return whole, (ended - began) / max(last - first, 1), located


def main() -> None:
    """Print the table."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 120_000
    gazetteer = Gazetteer.open()
    geocoder = Geocoder(gazetteer)
    frame = make_rows(gazetteer, n)
    geocoder.geocode(frame.head(500))
    print(
        f"{n:,} addresses, {len(gazetteer):,} places, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    one = run("single", 1, geocoder, frame)
    two = run("processes", 2, geocoder, frame)
    pd.testing.assert_frame_equal(one[2], two[2])
    print(f"one process     {n / one[0]:8,.0f}/s in all   {1 / one[1]:8,.0f}/s once running")
    print(f"two processes   {n / two[0]:8,.0f}/s in all   {1 / two[1]:8,.0f}/s once running   identical rows")
    print(f"ratio           {one[0] / two[0]:8.2f}            {one[1] / two[1]:8.2f}")


if __name__ == "__main__":
    main()
