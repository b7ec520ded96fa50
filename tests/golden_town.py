"""The made-up town of the golden addresses of places, and what counts as right there."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd

from workbench.coordinates import distance_m
from workbench.gazetteer import Gazetteer, build

FILE = Path(__file__).parent / "golden" / "places.toml"
CODES = {"金水区": "410105", "中原区": "410102"}
CORNER = (113.65, 34.78)
EAST_DEG, NORTH_DEG = 1 / 91_430, 1 / 110_940  # degrees per metre there
NEAR_M = 160.0


@lru_cache(maxsize=1)
def golden() -> dict[str, Any]:
    """Return the places and cases of the file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def point(east: float, north: float) -> tuple[float, float]:
    """Return longitude and latitude of metres from the corner."""
    return CORNER[0] + east * EAST_DEG, CORNER[1] + north * NORTH_DEG


@lru_cache(maxsize=1)
def golden_gazetteer() -> Gazetteer:
    """Build the town once per process."""
    rows = [
        (place, address, "河南省", "郑州市", county, CODES[county], *point(east, north), "golden")
        for place, address, county, east, north in golden()["places"]
    ]
    columns = ["place", "address", "province", "city", "district", "adcode", "lng", "lat", "place_source"]
    return build(Path(mkdtemp(prefix="golden-town-")) / "gazetteer", [pd.DataFrame(rows, columns=columns)])


def points_of(said: str) -> list[tuple[float, float]]:
    """Return the points that a truth or look-alike names."""
    out = []
    for one in filter(None, said.split(";")):
        if one.startswith("~"):
            east, north = map(float, one[1:].split(","))
            out.append(point(east, north))
            continue
        name, _, county = one.partition("@")
        found = [
            point(row[3], row[4]) for row in golden()["places"] if row[0] == name and county in ("", row[2])
        ]
        assert len(found) == 1, one
        out += found
    return out


def away_m(location: pd.Series, said: str) -> float:
    """Return the metres from a location to the nearest point that is said."""
    return min(float(distance_m(location["lng"], location["lat"], lng, lat)) for lng, lat in points_of(said))
