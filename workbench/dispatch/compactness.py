"""How compact rounds are, and how much they cross each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

_METRES_PER_DEGREE = 111_195.0


def measure_compactness(stops: pd.DataFrame) -> pd.DataFrame:
    """Measure every courier's round.

    Parameters
    ----------
    stops
        One row per stop in order: ``courier``, ``lng``, ``lat``.

    Returns
    -------
    pandas.DataFrame
        By ``courier``: ``spread_m`` (mean distance of the stops from their middle),
        ``foreign_share`` (share of stops whose nearest stop is in another round) and
        ``crossings`` (pairs of legs, one of this round and one of another, that cross).
    """
    names = stops["courier"].drop_duplicates().tolist()
    if not names:
        return pd.DataFrame(
            {"spread_m": [], "foreign_share": [], "crossings": []}, index=pd.Index([], name="courier")
        )
    lat = stops["lat"].to_numpy(dtype=np.float64)
    flat = np.column_stack([stops["lng"].to_numpy(dtype=np.float64) * np.cos(np.radians(lat.mean())), lat])
    flat *= _METRES_PER_DEGREE
    owner = pd.Categorical(stops["courier"], categories=names).codes
    foreign = _foreign(flat, owner)
    crossings = _crossings([flat[owner == number] for number in range(len(names))])
    rows = [
        {
            "courier": name,
            "spread_m": float(
                np.hypot(*(flat[owner == number] - flat[owner == number].mean(axis=0)).T).mean()
            ),
            "foreign_share": float(foreign[owner == number].mean()),
            "crossings": int(crossings[number]),
        }
        for number, name in enumerate(names)
    ]
    return pd.DataFrame(rows).set_index("courier")


def _foreign(flat: NDArray[np.float64], owner: NDArray[np.int8]) -> NDArray[np.bool_]:
    if len(flat) < 2:  # noqa: PLR2004 - a lone stop has no neighbour
        return np.zeros(len(flat), dtype=bool)
    nearest = np.asarray(cKDTree(flat).query(flat, k=2)[1])[:, 1]
    return np.asarray(owner[nearest] != owner)


def _crossings(rounds: list[NDArray[np.float64]]) -> NDArray[np.int64]:
    """Return for each round how often its legs cross those of another."""
    legs = [np.stack([points[:-1], points[1:]], axis=1) for points in rounds]
    whose = np.repeat(np.arange(len(rounds)), [len(each) for each in legs])
    lines = np.asarray(shapely.linestrings(np.concatenate(legs)))
    one, other = shapely.STRtree(lines).query(lines)
    pairs = whose[one] < whose[other]
    one, other = one[pairs], other[pairs]
    met = shapely.crosses(lines[one], lines[other])
    return np.bincount(whose[np.concatenate([one[met], other[met]])], minlength=len(rounds))
