"""Hard addresses of places, each with its truth, its look-alikes and why it is hard."""

from __future__ import annotations

import pandas as pd
import pytest
from golden_town import NEAR_M, away_m, golden, golden_gazetteer

from workbench.geocoding import Geocoder

CASES = golden()["case"]


@pytest.fixture(scope="module")
def located():
    """All cases, located at once, in a city that is known."""
    frame = pd.DataFrame({"address": [case["text"] for case in CASES], "city": "郑州市"})
    return Geocoder(golden_gazetteer()).geocode(frame, city="city")


@pytest.mark.parametrize("at", [pytest.param(at, id=case["text"]) for at, case in enumerate(CASES)])
def test_hard_addresses_go_to_their_place(located, at):
    """Near the truth, not at a look-alike; where nothing decides, the answer says that it is ambiguous."""
    case, row = CASES[at], located.iloc[at]
    if not case["truth"]:
        assert row["status"] == "ambiguous" or row["level"] in ("none", "city")
        assert row["decision"] != "accept"
        return
    assert away_m(row, case["truth"]) < NEAR_M, f"{row['level']} {row['place']}: {case['why']}"
    assert all(away_m(row, other) > NEAR_M for other in case["looks_like"])


def test_the_file_is_whole():
    """Many cases, no text twice, all with a look-alike and a reason."""
    assert len(CASES) >= 150
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert all(case["looks_like"] and case["why"] for case in CASES)
