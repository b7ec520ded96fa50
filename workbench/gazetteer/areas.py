"""Middle and reach of divisions and towns, from the places that lie in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.gazetteer.blocks import read_codes
from workbench.gazetteer.folding import fold
from workbench.gazetteer.hashes import hash_texts, mix
from workbench.gazetteer.middles import division_points
from workbench.gazetteer.witnesses import find_witnesses
from workbench.geodata import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_TRUSTED = 5  # places from which their middle is better than the bundle's point
_REACH = 0.9
_CORE_REACH_M = 8_000.0  # places that only share the core of a town's name count when they lie together
_USUAL_M = 6_000.0  # reach of a town, or a division that is no more, of which the bundle knows no point
_OWN = (
    "geonames",
    "towns",
    "middle",
)  # a point that a town or county only borrows from above is none of its own


def town_key(codes: NDArray[np.int32], towns: Sequence[str]) -> NDArray[np.uint64]:
    """Hash towns (folded names) within their county."""
    return mix(codes, hash_texts(towns))


def _middles(
    key: NDArray[Any], lng: NDArray[np.float64], lat: NDArray[np.float64], seats: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Point of each key and the radius around it that holds nine of ten of its places: its seat, else their median."""
    frame = pd.DataFrame({"key": key, "lng": lng, "lat": lat})
    grouped = frame.groupby("key")
    table = grouped[["lng", "lat"]].median()
    if seats is not None:
        table.update(seats)
    away = distance_m(lng, lat, frame["key"].map(table["lng"]), frame["key"].map(table["lat"]))
    table["reach"] = frame.assign(away=away).groupby("key")["away"].quantile(_REACH)
    table["n"] = grouped.size()
    return table.reset_index()


def _listed() -> pd.DataFrame:
    """Return the divisions of the bundle: ``code`` (six digits), ``level``, ``name``, ``lng``, ``lat``, ``radius_m``, ``own``, ``seat``.

    ``own`` is False where the point is borrowed from the level above; ``seat`` is True of districts and counties whose point is their seat.
    """
    points = division_points()
    named = read("divisions", ["code", "name", "adcode"]).set_index("code")
    points["name"] = fold(points["code"].map(named["name"]))
    code = points["code"].where(points["level"] != "town", points["code"].map(named["adcode"]))
    own = points["point_source"].isin(_OWN) & points["lng"].notna()
    seat = own & (points["level"] == "district") & (points["point_source"] == "geonames")
    return points.assign(code=read_codes(code), own=own, seat=seat)


def _town_middles(codes: NDArray[np.int32], frame: pd.DataFrame, said: Sequence[str]) -> pd.DataFrame:
    """Return the middle of each town of the bundle: of many places that name it, else the bundle's own point, else of any that do."""
    listed = _listed()
    towns = listed[listed["level"] == "town"].reset_index(drop=True)
    key = town_key(towns["code"].to_numpy(np.int32), towns["name"].tolist())
    found = find_witnesses(codes, frame, said, towns)
    lng, lat = (
        frame["lng"].to_numpy(np.float64)[found["row"]],
        frame["lat"].to_numpy(np.float64)[found["row"]],
    )
    town, whole = found["town"].to_numpy(), found["whole"].to_numpy()
    named = _middles(key[town[whole]], lng[whole], lat[whole])
    cores = _middles(key[town], lng, lat)
    sure = named.loc[named["n"] >= _TRUSTED, "key"]
    cores = cores[(cores["reach"] <= _CORE_REACH_M) & ~cores["key"].isin(sure)]
    named = named[~named["key"].isin(cores["key"])]
    own = towns["own"].to_numpy(bool)
    table = _with_listed(pd.concat([named, cores]), key[own], towns[own], _TRUSTED)
    usual = pd.Series(towns["radius_m"].where(own, _USUAL_M).to_numpy(), index=key)
    usual = usual[~usual.index.duplicated()].reindex(table["key"])
    return table.assign(reach=_steady(table, usual.to_numpy(np.float64)))


def _steady(table: pd.DataFrame, usual: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the reach of few places drawn towards the usual one: what one place spans is nothing, and says nothing."""
    n, reach = table["n"].to_numpy(np.float64), table["reach"].to_numpy(np.float64)
    return np.asarray(np.sqrt((n * reach**2 + _TRUSTED * usual**2) / (n + _TRUSTED)), dtype=np.float64)


def _with_listed(table: pd.DataFrame, keys: NDArray[Any], listed: pd.DataFrame, trusted: int) -> pd.DataFrame:
    """Take the bundle's points where fewer than ``trusted`` places vote for an area."""
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

    The middle of the places counts where there are enough, else the bundle's point of the division. A county's seat comes first: an
    address that names nothing else that is known lies there more often than where most of the known places are.
    """
    lng, lat = frame["lng"].to_numpy(np.float64), frame["lat"].to_numpy(np.float64)
    cities = np.where(blocks % 100 > 0, blocks * 100, 0)
    every = np.concatenate([codes, np.where(cities == codes, 0, cities), codes // 10_000 * 10_000])
    listed = _listed()
    whole = listed[(listed["level"] != "town") & listed["lng"].notna()]
    seats = whole[whole["seat"]].drop_duplicates("code").set_index("code")[["lng", "lat"]]
    areas = _middles(every, np.tile(lng, 3), np.tile(lat, 3), seats)
    areas = _with_listed(areas[areas["key"] > 0], whole["code"].to_numpy(np.int64), whole, _TRUSTED)
    # What no place answers lies anywhere on the ground of the division, not only where the places are.
    ground = areas["key"].map(whole.drop_duplicates("code").set_index("code")["radius_m"])
    steady = _steady(areas, ground.fillna(_USUAL_M).to_numpy(np.float64))
    areas["reach"] = np.fmax(steady, ground.to_numpy(np.float64))
    towns = _town_middles(codes, frame, said)
    # The people of a county or county-level city live at its seat; a city's ward has none of the kind.
    rural = whole[whole["seat"] & ~whole["name"].str.endswith("区")]
    areas["seat"] = areas["key"].isin(rural["code"])
    towns["seat"] = False
    kinds = {"lng": np.float64, "lat": np.float64, "reach": np.float32, "n": np.int32, "seat": np.bool_}
    out = {"area_key": areas["key"].to_numpy(np.int64), "town_key": towns["key"].to_numpy(np.uint64)}
    for part, table in (("area", areas), ("town", towns)):
        out |= {f"{part}_{name}": table[name].to_numpy(kind) for name, kind in kinds.items()}
    return out
