"""Patterns against a known truth, against esda, and against an attacker.

Run: ``python tests/bench/bench_patterns.py``. Times are CPU seconds of this process; read the ratios.
"""

from __future__ import annotations

import sys
import time
import warnings
from dataclasses import replace
from pathlib import Path

import h3
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from disclosure_oracle import find_thin_sets
from portfolios import make_portfolio
from scipy.special import expit, ndtr

from workbench.delivery import hierarchical_rates
from workbench.patterns import (
    Release,
    adjust_p,
    attack,
    gi_star,
    link_neighbours,
    mark_spots,
    observe,
    publish,
    rate_cells,
    score_rates,
    show_cells,
)
from workbench.report.months import mark_months

CENTRE = "8831aa5051fffff"
BANDS = ((1, 4), (5, 9), (10, 29), (30, 99), (100, 10_000))
BREAKDOWNS = ("product", "period")


def make_field(rings: int, seed: int) -> pd.DataFrame:
    """Make smooth true rates over a disk of cells, with counts and hits."""
    random = np.random.default_rng(seed)
    cells = sorted(h3.grid_disk(CENTRE, rings))
    table = link_neighbours(cells)
    walk = table / table.sum(axis=1)[:, None]
    field, crowd = random.normal(size=(2, len(cells)))
    for _ in range(12):
        field, crowd = walk @ field, walk @ crowd
    truth = expit(-0.4 + 0.9 * field / field.std() + 0.15 * random.normal(size=len(cells)))
    n = 1 + random.poisson(np.exp(2.2 + 1.1 * crowd / crowd.std()))
    return pd.DataFrame({"cell": cells, "truth": truth, "n": n, "hits": random.binomial(n, truth)})


def bench_truth() -> None:
    """Print errors and coverage by size of the cell."""
    fields = [make_field(40, seed) for seed in range(3)]
    found = pd.concat([each.assign(**_smooth(each)) for each in fields])
    print("rates of cells against the truth (3 fields)")
    print(f"{'n':>10} {'cells':>7} {'raw RMSE':>9} {'EB RMSE':>9} {'covered':>8}")
    for low, high in BANDS:
        part = found[found["n"].between(low, high)]
        raw = np.sqrt(((part["hits"] / part["n"] - part["truth"]) ** 2).mean())
        smooth = np.sqrt(((part["smooth_share"] - part["truth"]) ** 2).mean())
        print(f"{low:>4}-{high:<5} {len(part):>7} {raw:>9.4f} {smooth:>9.4f} {_cover(part):>8.3f}")
    print(f"{'all':>10} {len(found):>7} {'':>9} {'':>9} {_cover(found):>8.3f}\n")


def _smooth(field: pd.DataFrame) -> dict[str, np.ndarray]:
    out = hierarchical_rates(field["cell"], field["hits"], field["n"])
    return {name: out[name].to_numpy() for name in ("smooth_share", "low_share", "high_share")}


def _cover(part: pd.DataFrame) -> float:
    return float(part["truth"].between(part["low_share"], part["high_share"]).mean())


def bench_spots() -> None:
    """Print the share of false spots among all found, and of planted cells found."""
    false, found, hit, planted = 0, 0, 0, 0
    for seed in range(30):
        random = np.random.default_rng(seed)
        cells = np.array(sorted(h3.grid_disk(CENTRE, 25)))
        middles = random.choice(cells, 4, replace=False)
        inner = {each for middle in middles for each in h3.grid_disk(middle, 2)}
        near = {each for cell in inner for each in h3.grid_disk(cell, 1)}
        n = 1 + random.poisson(np.exp(2.0 + 0.8 * random.normal(size=len(cells))))
        share = np.clip(
            np.where(np.isin(cells, list(inner)), 0.55, 0.3) + 0.05 * random.normal(size=len(cells)), 0, 1
        )
        marked = mark_spots(pd.DataFrame({"cell": cells, "n": n, "hits": random.binomial(n, share)}))
        hot = marked["spot"].ne("none").to_numpy()
        null = ~np.isin(cells, list(near))
        false, found = false + int((hot & null).sum()), found + int(hot.sum())
        inside = np.isin(cells, list(inner))
        hit, planted = hit + int((hot & inside).sum()), planted + int(inside.sum())
    print("hot spots: 30 fields, four planted disks each, unequal n, over-dispersed background")
    print(
        f"false among found {false / max(found, 1):.3f} (allowed 0.10), planted cells found {hit / planted:.3f}\n"
    )


def bench_speed() -> None:
    """Print CPU seconds on 100,000 cells, and of esda on the same."""
    field = make_field(182, 1)
    table, linking = _timed(lambda: link_neighbours(field["cell"]))
    steps = {
        f"count and smooth {int(field['n'].sum()):,} letters": lambda: rate_cells(_as_events(field), 8),
        "hierarchical EB": lambda: _smooth(field),
        "Gi* of rates and false-discovery control": lambda: adjust_p(
            2 * ndtr(-np.abs(score_rates(field["hits"], field["n"], table)))
        ),
    }
    print(f"{len(field):,} cells, CPU seconds")
    print(f"{'neighbour table':<44} {linking:8.3f}")
    seconds = {name: _timed(step)[1] for name, step in steps.items()}
    for name, each in seconds.items():
        print(f"{name:<44} {each:8.3f}")
    print(
        f"{'rates, EB and Gi* of counted cells together':<44} {sum(list(seconds.values())[1:]):8.3f}  (allowed 1.0)"
    )
    _bench_esda(field, table, linking)


def _bench_esda(field: pd.DataFrame, table: object, linking: float) -> None:
    try:
        from esda.getisord import G_Local  # noqa: PLC0415  a peer that may be missing
        from libpysal.graph import Graph  # noqa: PLC0415  a peer that may be missing
    except ImportError:
        print("esda and libpysal are not installed: no comparison\n")
        return
    values = (field["hits"] / field["n"]).to_numpy()  # esda divides by the mean: it must not be 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph, building = _timed(lambda: Graph.build_h3(field["cell"].tolist(), order=1, weight="binary"))
        weights, converting = _timed(lambda: graph.assign_self_weight(1).to_W())
        theirs, scoring = _timed(lambda: G_Local(values, weights, transform="B", permutations=0, star=None))
    ours, own = _timed(lambda: gi_star(values, table))
    print(
        f"{'libpysal build_h3 and to_W':<44} {building + converting:8.3f}  ({(building + converting) / linking:.1f} x ours)"
    )
    print(f"{'esda G_Local, no permutations':<44} {scoring:8.3f}  ({scoring / own:.0f} x ours)")
    print(f"largest difference of z: {np.abs(ours - theirs.Zs).max():.1e}\n")


def _as_events(field: pd.DataFrame) -> pd.DataFrame:
    cells = np.repeat(field["cell"].to_numpy(), field["n"])
    hit = (
        np.arange(len(cells)) - np.repeat(np.cumsum(field["n"]) - field["n"], field["n"]).to_numpy()
        < np.repeat(field["hits"], field["n"]).to_numpy()
    )
    return pd.DataFrame(
        {"measure": "delivered", "cell": cells, "hit": hit, "borrower": np.arange(len(cells))}
    )


def _timed(step) -> tuple[object, float]:
    start = time.process_time()
    made = step()
    return made, time.process_time() - start


def _uncover(release: Release) -> Release:
    """Return the release as it would be without control: every group of every level is published."""
    shown = {}
    for name, columns in release.levels.items():
        parts = [
            release.ledger.rename(columns={column: "group"})
            .dropna(subset="group")
            .groupby(["group", "measure"])
            .agg(n=("hit", "size"), hits=("hit", "sum"), persons=("borrower", "nunique"))
            .reset_index()
            .assign(level=level, held=False)
            for level, column in enumerate(columns)
        ]
        shown[name] = pd.concat(parts, ignore_index=True)
    return replace(release, shown=shown)


def bench_disclosure() -> None:
    """Print what attackers find in fifty random portfolios."""
    found, solved, cells, kept, whole, open_found = 0, 0, 0, 0, 0, 0
    for seed in range(50):
        portfolio = make_portfolio(150 + 12 * seed, seed=seed, spread=0.01 + 0.002 * (seed % 9))
        events = {name: mark_months(observe(name, portfolio), None, None) for name in ("delivered", "npl")}
        release = publish(events, breakdowns=BREAKDOWNS)
        found += len(attack(release))
        solved += sum(len(find_thin_sets(release, name)) for name in ("delivered", "npl"))
        open_found += len(attack(_uncover(release)))
        shown = show_cells(release).query("measure == 'npl'")
        cells, kept, whole = cells + len(shown), kept + int(shown["n"].sum()), whole + len(portfolio.cases)
    print("disclosure control on 50 random portfolios")
    print(f"thin sets found: by differencing {found}, by linear algebra {solved}")
    print(f"the same attack where every county, cell, product and month is published: {open_found}")
    print(f"cells published {cells}, cases inside them {kept / whole:.1%}")


if __name__ == "__main__":
    bench_truth()
    bench_spots()
    bench_speed()
    bench_disclosure()
