"""Several sources of one place become one point; points that the others contradict are voted out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from workbench.coordinates import distance_m
from workbench.gazetteer.trust import source_errors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_SAME_WITHIN_M = 500.0
_STRAY_M = 100.0  # rows farther than this from the mean of their place count little
_NEIGHBOURS = 6  # rows of one name compared with each other, in order of latitude and of longitude


class Clusters(NamedTuple):
    """One entry per row.

    ``cluster`` numbers the place, ``lng`` and ``lat`` are the place's point (``mean_points``), ``error_m`` is how far points of the
    row's source usually lie off, ``place_error_m`` the same of the place's point; ``n_rows`` and ``n_sources`` count its
    rows and distinct sources, ``spread_m`` is the median distance of the rows to the point, ``twins`` counts the places of the same name in the same city, ``outvoted`` marks a
    row that stands alone against two or more sources with the same name and the same door.
    """

    cluster: NDArray[np.int32]
    lng: NDArray[np.float64]
    lat: NDArray[np.float64]
    error_m: NDArray[np.float32]
    place_error_m: NDArray[np.float32]
    n_rows: NDArray[np.int16]
    n_sources: NDArray[np.int16]
    spread_m: NDArray[np.float32]
    twins: NDArray[np.int16]
    outvoted: NDArray[np.bool_]


def _edges(
    key: NDArray[np.uint64], lng: NDArray[np.float64], lat: NDArray[np.float64], by: NDArray[np.float64]
) -> NDArray[np.int64]:
    order = np.lexsort((by, key))
    pairs = []
    for step in range(1, _NEIGHBOURS + 1):
        a, b = order[:-step], order[step:]
        same = key[a] == key[b]
        a, b = a[same], b[same]
        near = distance_m(lng[a], lat[a], lng[b], lat[b]) <= _SAME_WITHIN_M
        pairs.append(np.stack([a[near], b[near]]))
    return np.concatenate(pairs, axis=1)


def _components(
    key: NDArray[np.uint64], lng: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int32]:
    from scipy.sparse import csgraph  # noqa: PLC0415 - starts slowly, and only building needs it

    edges = np.concatenate([_edges(key, lng, lat, lat), _edges(key, lng, lat, lng)], axis=1)
    n = len(key)
    graph = sparse.coo_matrix((np.ones(edges.shape[1], bool), (edges[0], edges[1])), shape=(n, n))
    _, labels = csgraph.connected_components(graph, directed=False)
    return np.asarray(labels, dtype=np.int32)


def mean_points(
    cluster: NDArray[np.integer[Any]], lng: Floats, lat: Floats, error_m: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the point of each row's place and its error: the mean of the place's rows, finer sources first, strays last.

    Parameters
    ----------
    cluster
        Number of the place, from 0.
    lng, lat
        Points, degrees; those of a place lie within a few kilometres.
    error_m
        Usual error of the row's source.
    """
    weight = 1.0 / np.asarray(error_m, dtype=np.float64)

    def mean(values: Floats, weights: Floats) -> Floats:
        total = np.bincount(cluster, weights)
        return np.asarray((np.bincount(cluster, weights * values) / np.where(total > 0, total, 1.0))[cluster])

    away = distance_m(lng, lat, mean(lng, weight), mean(lat, weight))
    near = weight / (1.0 + (away / _STRAY_M) ** 2)
    error = 1.0 / np.sqrt(np.bincount(cluster, weight**2))[cluster]
    return mean(lng, near), mean(lat, near), np.asarray(error)


def merge_sources(
    key: NDArray[np.uint64],
    block: NDArray[np.int32],
    door: NDArray[np.uint64],
    lng: NDArray[np.float64],
    lat: NDArray[np.float64],
    source: NDArray[np.int32],
) -> Clusters:
    """Merge rows of one name within half a kilometre of each other.

    Parameters
    ----------
    key
        Hash of city and core name.
    block
        City.
    door
        Hash of city, road and number; 0 where there is none.
    lng, lat
        Points, degrees.
    source
        Number of the source.
    """
    cluster = _components(key, lng, lat)
    frame = pd.DataFrame(
        {"cluster": cluster, "lng": lng, "lat": lat, "source": source, "key": key, "door": door}
    )
    grouped = frame.groupby("cluster")
    error = source_errors(cluster, block, source, lng, lat)
    place_lng, place_lat, place_error = mean_points(cluster, lng, lat, error)
    away = distance_m(lng, lat, place_lng, place_lat)
    frame["n_sources"] = grouped["source"].transform("nunique")
    spread = pd.Series(away).groupby(cluster).transform("median")
    twins = frame.groupby("key")["cluster"].transform("nunique")
    best = (
        frame[frame["door"] != 0].groupby(["key", "door"])["n_sources"].transform("max").reindex(frame.index)
    )
    outvoted = (frame["n_sources"] == 1) & (best.fillna(0) > 1)
    return Clusters(
        cluster,
        place_lng,
        place_lat,
        error.astype(np.float32),
        place_error.astype(np.float32),
        grouped["lng"].transform("size").clip(upper=30_000).to_numpy(np.int16),
        frame["n_sources"].to_numpy(np.int16),
        spread.to_numpy(np.float32),
        twins.clip(upper=30_000).to_numpy(np.int16),
        outvoted.to_numpy(bool),
    )
