"""Hard addresses whose truth, look-alikes and reasons stand in ``tests/golden/divisions.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from workbench.address import normalise
from workbench.matching.divisions import resolve

CASES = tomllib.loads((Path(__file__).parents[2] / "golden" / "divisions.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.fixture(scope="module")
def found():
    """All cases resolved in one call."""
    return resolve(normalise(pd.Series([case["text"] for case in CASES])))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["text"] for case in CASES])
def test_truth_is_found_and_no_lookalike(found, number):
    """The path is right as far as the case says; where nothing decides, nothing is asserted."""
    truth = [*CASES[number]["truth"].split("/"), "", "", ""][:4]
    row = found.iloc[number]
    path = [row["province"], row["city"], row["district"], row["town"]]
    wanted = 4 if truth[3] else 3
    assert path[:wanted] == truth[:wanted]
