"""A road graph as arrays, made from lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from workbench.coordinates import convert, distance_m
from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from workbench.coordinates import Datum

_DECIMALS = 7  # of a degree, about a centimetre: ends that agree so far are one node


@dataclass(frozen=True)
class RoadGraph:
    """Nodes and directed arcs of a road network, WGS 84.

    Every road has arcs both ways; ``against`` marks those against a one-way street, which
    only walkers may use.

    Parameters
    ----------
    lng, lat
        Of the nodes, degrees.
    tail, head
        Nodes of each arc.
    metres
        Length of each arc.
    road_class
        Index of each arc's class in ``classes``.
    classes
        Names of the classes (OSM ``highway`` values).
    against
        Whether the arc runs against a one-way street.
    attribution
        Of the source of the roads.
    """

    lng: NDArray[np.float64]
    lat: NDArray[np.float64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    metres: NDArray[np.float64]
    road_class: NDArray[np.int64]
    classes: tuple[str, ...]
    against: NDArray[np.bool_]
    attribution: str = ""

    def __repr__(self) -> str:
        """Say how large it is."""
        return (
            f"RoadGraph({self.lng.size:,} nodes, {self.tail.size:,} arcs, {self.metres.sum() / 2000:,.0f} km)"
        )


def make_graph(
    lines: gpd.GeoDataFrame | pd.DataFrame,
    *,
    class_column: str = "highway",
    oneway_column: str | None = "oneway",
    datum: Datum | str = "wgs84",
    node_spacing_metres: float = 150.0,
    attribution: str = "",
) -> RoadGraph:
    """Make a road graph from an edge table.

    Parameters
    ----------
    lines
        One line per road piece in a column ``geometry``; pieces meet at their ends.
    class_column
        Road class (OSM ``highway``); absent: all are plain roads.
    oneway_column
        Values ``yes``/``no``/``-1`` or flags. If the column is absent, every row is taken
        as one direction and a two-way road has two rows, as edge tables usually do.
    datum
        Datum of the lines.
    node_spacing_metres
        Long pieces get nodes in between at most so far apart, so that points find the
        road beside them and not only crossings.
    attribution
        Kept with the graph.

    Raises
    ------
    InputError
        If no usable line is left.
    """
    require(lines, ("geometry",), where="roads")
    geometry = shapely.force_2d(np.asarray(lines["geometry"].to_numpy(), dtype=object))
    usable = (shapely.get_type_id(geometry) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(geometry)
    if not usable.any():
        raise InputError("roads: no line in the column 'geometry'. Expected one LineString per road piece.")
    lines, geometry = lines.loc[usable], geometry[usable]
    forward, backward = _directions(lines, oneway_column)
    names = lines[class_column].astype(str) if class_column in lines else pd.Series("road", index=lines.index)
    codes, classes = pd.factorize(names, sort=True)
    pieces = _merge_twins(geometry, codes, forward, backward)
    return _split(pieces, tuple(map(str, classes)), datum, node_spacing_metres, attribution)


def _directions(lines: pd.DataFrame, column: str | None) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each line may be used along and against its drawn direction."""
    if column is None or column not in lines:
        return np.ones(len(lines), dtype=bool), np.zeros(len(lines), dtype=bool)
    value = lines[column].astype(str).str.lower().str.strip()
    reverse = value.isin(["-1", "-1.0", "reverse"]).to_numpy()
    oneway = value.isin(["yes", "true", "1", "1.0", "t", "f"]).to_numpy()
    return ~reverse, reverse | ~oneway


def _node_ids(geometry: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the nodes at both ends of each line, shape (n, 2)."""
    ends = np.concatenate([shapely.get_point(geometry, 0), shapely.get_point(geometry, -1)])
    keys = np.round(shapely.get_coordinates(ends), _DECIMALS)
    return np.unique(keys, axis=0, return_inverse=True)[1].reshape(2, -1).T


def _merge_twins(
    geometry: NDArray[np.object_],
    codes: NDArray[np.int64],
    forward: NDArray[np.bool_],
    backward: NDArray[np.bool_],
) -> pd.DataFrame:
    """Bring the two rows of a two-way road together, so that both directions share their nodes."""
    nodes = _node_ids(geometry)
    turned = nodes[:, 0] > nodes[:, 1]
    frame = pd.DataFrame(
        {
            "a": nodes.min(axis=1),
            "b": nodes.max(axis=1),
            "length": np.round(shapely.length(geometry), 5),
            "road_class": codes,
            "forward": np.where(turned, backward, forward),
            "backward": np.where(turned, forward, backward),
            "geometry": np.where(turned, shapely.reverse(geometry), geometry),
        }
    )
    keys = ["a", "b", "length", "road_class"]
    grouped = frame.groupby(keys, sort=True)
    merged = grouped[["forward", "backward"]].any().reset_index()
    merged["geometry"] = grouped["geometry"].first().to_numpy()
    return merged.loc[(merged["length"] > 0)].reset_index(drop=True)


def _line_metres(geometry: NDArray[np.object_], datum: Datum | str) -> NDArray[np.float64]:
    points, index = shapely.get_coordinates(geometry, return_index=True)
    lng, lat = convert(points[:, 0], points[:, 1], source=datum)
    steps = np.where(index[1:] == index[:-1], distance_m(lng[:-1], lat[:-1], lng[1:], lat[1:]), 0.0)
    return np.asarray(np.bincount(index[1:], weights=steps, minlength=geometry.size), dtype=np.float64)


def _split(
    pieces: pd.DataFrame, classes: tuple[str, ...], datum: Datum | str, spacing: float, attribution: str
) -> RoadGraph:
    """Cut pieces into arcs no longer than ``spacing`` and number their nodes."""
    geometry = pieces["geometry"].to_numpy()
    length = _line_metres(geometry, datum)
    parts = np.maximum(1, np.ceil(length / spacing)).astype(np.int64)
    owner = np.repeat(np.arange(len(pieces)), parts + 1)
    offset = np.cumsum(parts + 1) - (parts + 1)
    step = np.arange(owner.size) - offset[owner]
    points = shapely.get_coordinates(
        shapely.line_interpolate_point(geometry[owner], step / parts[owner], normalized=True)
    )
    inner = (step > 0) & (step < parts[owner])
    node = np.empty(owner.size, dtype=np.int64)
    ends, node_of_end = np.unique(np.round(points[~inner], _DECIMALS), axis=0, return_inverse=True)
    node[~inner] = node_of_end.ravel()
    node[inner] = len(ends) + np.arange(int(inner.sum()))
    places = np.concatenate([ends, points[inner]])
    lng, lat = convert(places[:, 0], places[:, 1], source=datum)
    start = np.flatnonzero(step < parts[owner])
    tail, head, piece = node[start], node[start + 1], owner[start]
    metres = (length / parts)[piece]
    road_class = pieces["road_class"].to_numpy()[piece]
    forward, backward = pieces["forward"].to_numpy()[piece], pieces["backward"].to_numpy()[piece]
    return RoadGraph(
        lng=lng,
        lat=lat,
        tail=np.concatenate([tail, head]),
        head=np.concatenate([head, tail]),
        metres=np.tile(metres, 2),
        road_class=np.tile(road_class, 2),
        classes=classes,
        against=~np.concatenate([forward, backward]),
        attribution=attribution,
    )
