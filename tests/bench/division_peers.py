"""Other parsers of Chinese divisions behind one signature: texts in, (province, city, district) out."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pandas as pd

from workbench.address import normalise
from workbench.matching.divisions import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = tuple[str, str, str]


def parse_workbench(texts: list[str]) -> list[Answer]:
    """Parse with this project: cleaning and divisions."""
    found = resolve(normalise(pd.Series(texts, dtype="str")))
    return list(zip(found["province"], found["city"], found["district"], strict=True))


def parse_jionlp(texts: list[str]) -> list[Answer]:
    """Parse with jionlp, which ranks paths over its whole table."""
    import jionlp  # noqa: PLC0415 - a peer that may be missing

    answers = []
    for text in texts:
        found = jionlp.parse_location(text)
        answers.append((found["province"] or "", found["city"] or "", found["county"] or ""))
    return answers


def parse_cpca(texts: list[str]) -> list[Answer]:
    """Parse with cpca, greedy from left to right."""
    import cpca  # noqa: PLC0415 - a peer that may be missing

    found = cpca.transform(texts).fillna("")
    return list(zip(found["省"], found["市"], found["区"], strict=True))


def parse_cnloc(texts: list[str]) -> list[Answer]:
    """Parse with cnloc and short county names."""
    import cnloc  # noqa: PLC0415 - a peer that may be missing

    found = pd.DataFrame(cnloc.getlocation(texts, county_short=True)).fillna("").astype(str)
    columns = [
        next(c for c in found.columns if c.startswith(level) and c.endswith("name"))
        for level in ("province", "city", "county")
    ]
    return list(zip(*(found[c].tolist() for c in columns), strict=True))


PEERS: dict[str, tuple[str, Callable[[list[str]], list[Answer]]]] = {
    "workbench": ("workbench", parse_workbench),
    "jionlp": ("jionlp", parse_jionlp),
    "cpca": ("cpca", parse_cpca),
    "cnloc": ("cnloc", parse_cnloc),
}


def installed_peers() -> dict[str, Callable[[list[str]], list[Answer]]]:
    """Return the parsers that can run here; say which ones cannot."""
    found = {}
    for name, (module, parse) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f'{name} is not installed and left out: python -m pip install ".[bench]"')
        else:
            found[name] = parse
    return found
