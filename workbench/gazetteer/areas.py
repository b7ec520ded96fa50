"""Middle and reach of divisions and towns, from the places that lie in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.gazetteer.blocks import read_codes
from workbench.gazetteer.folding import fold
from workbench.gazetteer.hashes import hash_texts, mix
from workbench.gazetteer.middles import division_points
from workbench.geodata import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TOWN = re.compile(
    r"([\u4e00-\u9fff0-9]{2,6}?(?:街道|镇|乡|苏木))(?!路|街|大道|大街|政府|卫生|中学|小学|东|西|南|北)"
)
_TRUSTED = 5  # places from which their middle is better than the bundle's point
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


def _listed() -> pd.DataFrame:
    """Return the divisions of the bundle with their points: ``code`` (six digits), ``level``, ``name``, ``lng``, ``lat``, ``radius_m``."""
    points = division_points()
    named = read("divisions", ["code", "name", "adcode"]).set_index("code")
    points["name"] = fold(points["code"].map(named["name"]))
    own = points["code"].where(points["level"] != "town", points["code"].map(named["adcode"]))
    return points.assign(code=read_codes(own))[points["lng"].notna().to_numpy()]


def _with_listed(table: pd.DataFrame, keys: NDArray[Any], listed: pd.DataFrame, trusted: int) -> pd.DataFrame:
    """Add the bundle's points where fewer than ``trusted`` places vote for an area."""
    added = pd.DataFrame({
        "key": keys, "lng": listed["lng"].to_numpy(), "lat": listed["lat"].to_numpy(),
        "reach": listed["radius_m"].to_numpy(np.float64), "n": 0,
    })  # fmt: skip
    known = table.loc[table["n"] >= trusted, "key"]
    added = added[~added["key"].isin(known)].drop_duplicates("key")
    kept = table[~table["key"].isin(added["key"])]
    return pd.concat([kept, added]).sort_values("key", kind="stable")


def build_areas(
    codes: NDArray[np.int32], blocks: NDArray[np.int32], frame: pd.DataFrame, said: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Build two tables: ``area_*`` by division code (province, city and county) and ``town_*`` by ``town_key``.

    The middle of the places counts where there are enough, else the bundle's point of the division.
    """
    lng, lat = frame["lng"].to_numpy(np.float64), frame["lat"].to_numpy(np.float64)
    cities = np.where(blocks % 100 > 0, blocks * 100, 0)
    every = np.concatenate([codes, np.where(cities == codes, 0, cities), codes // 10_000 * 10_000])
    areas = _middles(every, np.tile(lng, 3), np.tile(lat, 3))
    names = _towns(frame, said)
    some = np.asarray([name != "" for name in names], dtype=bool)
    towns = _middles(town_key(codes[some], [name for name in names if name]), lng[some], lat[some])
    listed = _listed()
    whole = listed[listed["level"] != "town"]
    areas = _with_listed(areas[areas["key"] > 0], whole["code"].to_numpy(np.int64), whole, _TRUSTED)
    own = listed[listed["level"] == "town"]
    towns = _with_listed(towns, town_key(own["code"].to_numpy(np.int32), own["name"].tolist()), own, _TRUSTED)
    kinds = {"lng": np.float64, "lat": np.float64, "reach": np.float32, "n": np.int32}
    out = {"area_key": areas["key"].to_numpy(np.int64), "town_key": towns["key"].to_numpy(np.uint64)}
    for part, table in (("area", areas), ("town", towns)):
        out |= {f"{part}_{name}": table[name].to_numpy(kind) for name, kind in kinds.items()}
    return out
