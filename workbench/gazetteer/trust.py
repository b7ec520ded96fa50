"""How far the points of a source usually lie from the place, told from how sources contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.coordinates import EARTH_RADIUS_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

USUAL_ERROR_M = 50.0  # error of a source of which nothing is known
_LEAST_M, _MOST_M = 8.0, 600.0
_COPY_M = 1.0  # two sources this close have copied: they bear no witness on each other
_ROUNDS = 12
_PRIOR = 20.0  # comparisons that the error above (of the source everywhere, of any source) counts for


def _compare(
    cluster: NDArray[np.int32], block: NDArray[np.int32], source: NDArray[np.int32], x: Floats, y: Floats
) -> pd.DataFrame:
    """Pair the sources of each place: ``block``, ``one``, ``other`` (sources) and the logarithm of the metres between them."""
    frame = pd.DataFrame({"cluster": cluster, "block": block, "source": source, "x": x, "y": y})
    points = frame.groupby(["cluster", "source"], as_index=False).median()
    several = points.groupby("cluster")["source"].transform("size") > 1
    pairs = points[several].merge(points[several], on="cluster", suffixes=("_one", "_other"))
    pairs = pairs[pairs["source_one"] != pairs["source_other"]]
    east = pairs["x_one"].to_numpy(np.float64) - pairs["x_other"].to_numpy(np.float64)
    north = pairs["y_one"].to_numpy(np.float64) - pairs["y_other"].to_numpy(np.float64)
    away = np.hypot(east, north)
    apart = away > _COPY_M
    names = {"block_one": "block", "source_one": "one", "source_other": "other"}
    compared: pd.DataFrame = pairs[apart].rename(columns=names)[["block", "one", "other"]]
    return compared.assign(away=np.log(away[apart]))


def _solve(one: NDArray[np.int64], other: NDArray[np.int64], away: Floats, prior: Floats) -> Floats:
    """Find errors such that the log distance of two sources is, in the mean, that of the root of their summed squares."""
    error = prior.copy()
    for _ in range(_ROUNDS):
        square, rival = error[one] ** 2, error[other] ** 2
        blame = square / (square + rival)
        left = (away - 0.5 * np.log(square + rival)) * blame
        pull = np.bincount(one, left, len(prior)) + _PRIOR * np.log(prior / error)
        error = np.exp(np.log(error) + pull / (np.bincount(one, blame, len(prior)) + _PRIOR))
        error = error.clip(_LEAST_M, _MOST_M)
    return error


def source_errors(
    cluster: NDArray[np.int32], block: NDArray[np.int32], source: NDArray[np.int32], lng: Floats, lat: Floats
) -> Floats:
    """Estimate for each row how far points of its source lie from the place in its city.

    A source is trusted by how it agrees with the others about places that they share, in each city
    (a portal may be fine in one and rough in the next), drawn towards its error everywhere where few places are shared.

    Parameters
    ----------
    cluster
        Number of the merged place.
    block
        City.
    source
        Number of the source.
    lng, lat
        Points, degrees, WGS 84.

    Returns
    -------
    numpy.ndarray
        Metres, one per row.
    """
    if not len(cluster):
        return np.zeros(0)
    scale = np.radians(1.0) * EARTH_RADIUS_M
    x, y = lng * scale * np.cos(np.radians(lat)), lat * scale
    pairs = _compare(cluster, block, source, x, y)
    one, other, away = (pairs[name].to_numpy() for name in ("one", "other", "away"))
    whole = _solve(one, other, away, np.full(int(source.max()) + 1, USUAL_ERROR_M))
    cells, cell = np.unique(block.astype(np.int64) * len(whole) + source, return_inverse=True)
    here = pairs["block"].to_numpy(np.int64) * len(whole)
    found = _solve(
        np.searchsorted(cells, here + one),
        np.searchsorted(cells, here + other),
        away,
        whole[cells % len(whole)],
    )
    return found[cell]
