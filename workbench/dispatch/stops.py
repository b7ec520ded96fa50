"""Addresses of one building are one stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_METRES_PER_DEGREE = 111_195.0
_CHAIN = 3.0  # a chain of near addresses longer than so many times the distance is a street, not a building


def group_stops(visits: pd.DataFrame, within_metres: float) -> NDArray[np.int64]:
    """Return numbers of stops, equal for visits at one building.

    Parameters
    ----------
    visits
        ``lng`` and ``lat``, all known.
    within_metres
        Points so close together are one building.

    Returns
    -------
    numpy.ndarray
        Stop of each row, numbered from 0 in order of first appearance.
    """
    if visits.empty:
        return np.zeros(0, dtype=np.int64)
    lng, lat = visits["lng"].to_numpy(dtype=np.float64), visits["lat"].to_numpy(dtype=np.float64)
    flat = np.column_stack([lng * np.cos(np.radians(lat.mean())), lat]) * _METRES_PER_DEGREE
    pairs = cKDTree(flat).query_pairs(max(within_metres, 0.01), output_type="ndarray")
    size = len(visits)
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    part = connected_components(links, directed=False)[1]
    cut = _cut_chains(part, flat, within_metres)
    first = np.unique(cut, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first[1]))
    return np.asarray(order[first[2].ravel()], dtype=np.int64)


def _cut_chains(part: NDArray[np.int32], flat: NDArray[np.float64], within: float) -> NDArray[np.int64]:
    """Cut chains that have grown longer than a building into squares."""
    low = np.full((part.max() + 1, 2), np.inf)
    high = np.full((part.max() + 1, 2), -np.inf)
    np.minimum.at(low, part, flat)
    np.maximum.at(high, part, flat)
    long = (high - low).max(axis=1) > _CHAIN * max(within, 0.01)
    square = np.floor((flat - low[part]) / max(within, 0.01) / _CHAIN * 1.5).astype(np.int64)
    key = np.column_stack([part, np.where(long[part, None], square, 0)])
    return np.unique(key, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
