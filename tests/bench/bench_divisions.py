"""Divisions against peers: ``python tests/bench/bench_divisions.py [--seed N] [--half 0|1]``.

Prints the share of full paths (province, city and district right, old and new names both count) on the natural labelled
addresses and on each synthetic condition, the share of rows that assert a false place, how often nothing is asserted when
nothing decides, and addresses per second of CPU time, best of three parts. Half 1 of the natural set and seeds other than
1 to 9 were never looked at while the weights were set.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

sys.path.append(str(Path(__file__).resolve().parents[1]))

from division_conditions import CLEAN, draw_conditions
from division_peers import installed_peers
from division_sets import Judge, Sample, load_natural, texts_of
from shared_data import find_shared

from workbench.address import normalise, parse
from workbench.matching.divisions import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from division_peers import Answer

NATURAL, UNDECIDED = "natural", "c06b nothing decides"
_PARTS = 3
_SLICE = 1500


def main() -> None:
    """Run all parsers on all sets and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--half", type=int, default=1, choices=(0, 1))
    options = parser.parse_args()
    samples = draw_conditions(options.seed) + _natural(options.half)
    columns = {}
    for name, peer in installed_peers().items():
        columns[name] = measure(samples, peer)
    print(f"\nseed {options.seed}, natural half {options.half}, {len(samples):,} addresses\n")
    print_table(samples, columns)
    print_speed(texts_of(samples))


def print_speed(texts: list[str]) -> None:
    """Print the speed of each of this project's steps alone: best of several parts, names of villages read before.

    Parameters
    ----------
    texts
        Raw addresses.
    """
    raw = pd.Series(texts, dtype="str").sample(frac=1, random_state=1)
    clean = normalise(raw)
    rest = resolve(clean)["rest"]
    for name, step, column in (
        ("normalise", normalise, raw),
        ("divisions", resolve, clean),
        ("elements", parse, rest),
    ):
        best = 0.0
        for start in range(0, len(column), _SLICE):
            part = column.iloc[start : start + _SLICE]
            begun = time.process_time()
            step(part)
            best = max(best, len(part) / (time.process_time() - begun))
        print(f"workbench, {name} alone: {best:,.0f} addresses/s of CPU")


def _natural(half: int) -> list[Sample]:
    folder = find_shared()
    if folder is None:
        print(
            "The natural labelled addresses are not on this machine: that row is left out (set WORKBENCH_SHARED)."
        )
        return []
    return load_natural(folder / "labelled" / "parsing.jsonl", half)


def measure(samples: list[Sample], peer: Callable[[list[str]], list[Answer]]) -> dict[str, float]:
    """Return shares by condition, and addresses per second of CPU time.

    Parameters
    ----------
    samples
        Addresses with their truth.
    peer
        A parser; it is warmed up before it is timed.
    """
    texts = texts_of(samples)
    peer(texts[:50])
    answers: list[Answer] = []
    speeds = []
    size = -(-len(texts) // _PARTS)
    for start in range(0, len(texts), size):
        part = texts[start : start + size]
        begun = time.process_time()
        answers += peer(part)
        speeds.append(len(part) / (time.process_time() - begun))
    judge = Judge()
    right: dict[str, list[bool]] = defaultdict(list)
    false: dict[str, list[bool]] = defaultdict(list)
    for sample, answer in zip(samples, answers, strict=True):
        is_right, is_false = judge.judge(sample.truth, answer)
        right[sample.condition].append(is_right)
        false[sample.condition].append(is_false)
    shares = {name: sum(marks) / len(marks) for name, marks in right.items()}
    everything = [mark for marks in false.values() for mark in marks]
    shares["asserts a false place"] = sum(everything) / len(everything)
    if NATURAL in false:
        shares["  of them natural"] = sum(false[NATURAL]) / len(false[NATURAL])
    hard = [share for name, share in shares.items() if name in right and name not in (*CLEAN, NATURAL)]
    shares["macro, hard conditions"] = sum(hard) / len(hard)
    shares["addresses/s"] = max(speeds)
    return shares


def print_table(samples: list[Sample], columns: dict[str, dict[str, float]]) -> None:
    """Print one row per condition and one column per parser, shares in per cent."""
    counts: dict[str, int] = defaultdict(int)
    for sample in samples:
        counts[sample.condition] += 1
    rows = [NATURAL, *(name for name in counts if name != NATURAL)] if NATURAL in counts else list(counts)
    print(f"{'':28}{'n':>7}" + "".join(f"{name:>12}" for name in columns))
    for row in [*rows, "macro, hard conditions", "asserts a false place", "  of them natural"]:
        if any(row in shares for shares in columns.values()):
            values = "".join(f"{100 * shares.get(row, float('nan')):12.2f}" for shares in columns.values())
            print(f"{row:28}{counts.get(row, len(samples)):7,}{values}")
    print(
        f"{'addresses/s of CPU':28}{'':7}"
        + "".join(f"{shares['addresses/s']:12,.0f}" for shares in columns.values())
    )


if __name__ == "__main__":
    main()
