"""Never a crash: 100,000 hostile texts give rows, and no address takes long.

``python tests/bench/bench_fuzz.py [N]``. Over a made-up gazetteer; the slowest kinds are then timed one by one against an ordinary address.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from hostile import LONGEST, PIECES, make_texts
from made_places import made_addresses, made_gazetteer

from workbench.geocoding import COLUMNS, Geocoder

CHUNK = 4_000
ALONE = 400


def time_one(geocoder: Geocoder, text: str) -> float:
    """Return the CPU seconds of one address alone."""
    start = time.process_time()
    located = geocoder.geocode(pd.DataFrame({"address": pd.Series([text], dtype=object)}))
    assert len(located) == 1
    return time.process_time() - start


def main() -> None:
    """Print rows, failures and times."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    geocoder = Geocoder(made_gazetteer())
    geocoder.geocode(made_addresses(200))
    start, rows = time.process_time(), 0
    for at in range(0, n, CHUNK):
        texts = make_texts(min(CHUNK, n - at), seed=at)
        located = geocoder.geocode(pd.DataFrame({"address": pd.Series(texts, dtype=object)}))
        assert tuple(located.columns) == COLUMNS
        rows += len(located)
    spent = time.process_time() - start
    print(f"{n:,} hostile texts: {rows:,} rows, no exception, {n / spent:,.0f} texts/s of CPU")
    usual = np.median([time_one(geocoder, text) for text in made_addresses(60)["address"]])
    worst = [(text * LONGEST)[:LONGEST] for text in PIECES if text] + make_texts(ALONE, seed=-1)
    spans = np.asarray([time_one(geocoder, text) for text in worst])
    print(
        f"alone, each {len(worst)} texts of up to {LONGEST:,} characters: median {np.median(spans) * 1000:.1f} ms, most {spans.max() * 1000:.1f} ms "
        f"({spans.max() / usual:.1f} times an ordinary address, {usual * 1000:.1f} ms)"
    )
    print(f"slowest: {worst[int(spans.argmax())][:40]!r}")


if __name__ == "__main__":
    main()
