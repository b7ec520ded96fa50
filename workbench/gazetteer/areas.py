"""Middle and reach of divisions and towns, from the places that lie in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.gazetteer.hashes import hash_texts, mix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TOWN = re.compile(r"([\u4e00-\u9fff0-9]{2,6}?(?:街道|镇|乡|苏木))(?!路|街|大道|大街|政府|卫生|中学|小学|东|西|南|北)")
_LEAST = 2
_REACH = 0.9


def town_key(codes: NDArray[np.int32], towns: Sequence[str]) -> NDArray[np.uint64]:
    """Hash towns (folded names) within their county."""
    return mix(codes, hash_texts(towns))


def _towns(frame: pd.DataFrame, said: Sequence[str]) -> list[str]:
    found = []
    for town, address in zip(frame["town"], said, strict=True):
        match = None if town else _TOWN.match(address)
        found.append(town or (match.group(1) if match else ""))
    return found


def _middles(key: NDArray[Any], lng: NDArray[np.float64], lat: NDArray[np.float64]) -> pd.DataFrame:
    """Median point of each key and the radius that holds nine of ten of its places."""
    frame = pd.DataFrame({"key": key, "lng": lng, "lat": lat})
    grouped = frame.groupby("key")
    middle = grouped[["lng", "lat"]].transform("median")
    frame["away"] = distance_m(lng, lat, middle["lng"], middle["lat"])
    table = grouped[["lng", "lat"]].median()
    table["reach"] = frame.groupby("key")["away"].quantile(_REACH)
    table["n"] = grouped.size()
    return table.reset_index()


def build_areas(
    codes: NDArray[np.int32], blocks: NDArray[np.int32], frame: pd.DataFrame, said: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Build two tables: ``area_*`` by division code (province, block and county) and ``town_*`` by ``town_key``."""
    lng, lat = frame["lng"].to_numpy(np.float64), frame["lat"].to_numpy(np.float64)
    provinces = codes // 10_000 * 10_000
    cities = np.where(blocks % 100 > 0, blocks * 100, 0)
    every = np.concatenate([codes, np.where(cities == codes, 0, cities), provinces])
    areas = _middles(every, np.tile(lng, 3), np.tile(lat, 3))
    areas = areas[areas["key"] > 0]
    names = _towns(frame, said)
    some = np.asarray([name != "" for name in names], dtype=bool)
    towns = _middles(town_key(codes[some], [name for name in names if name]), lng[some], lat[some])
    towns = towns[towns["n"] >= _LEAST]
    kinds = {"key": None, "lng": np.float64, "lat": np.float64, "reach": np.float32, "n": np.int32}
    parts = {"area": areas, "town": towns}
    return {f"{part}_{name}": table[name].to_numpy(kind) for part, table in parts.items() for name, kind in kinds.items()}
