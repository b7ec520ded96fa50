"""Travel times over a road graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from workbench.coordinates import distance_m
from workbench.coverage.travel.paths import Paths
from workbench.coverage.travel.speeds import Speeds
from workbench.coverage.travel.times import TravelMatrix, read_points
from workbench.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.coordinates import Datum
    from workbench.coverage.travel.roads import RoadGraph

    Floats = NDArray[np.float64]

_NO_DOORS = frozenset({"motorway", "trunk"})
_FASTEST = 1e-3  # seconds; keeps arcs of no length from vanishing out of a sparse matrix


class RoadTimes:
    """Travel times of one mode over a road graph.

    Points join the network at its nearest node, at most half the graph's node spacing off
    the nearest point of the road. Only nodes that all reach each other are used, and no
    door opens on a motorway or trunk road: from there the way back may be ten kilometres.

    Parameters
    ----------
    graph
        The roads.
    speeds
        Mode and speeds.
    road_within_metres
        A point farther from every road is flagged and has no way to anywhere.
    datum
        Datum that the points of every call are in.
    engine
        ``auto``, ``hierarchy`` or ``scipy``.

    Raises
    ------
    InputError
        If the mode may use none of the roads.
    """

    def __init__(
        self,
        graph: RoadGraph,
        speeds: Speeds | None = None,
        *,
        road_within_metres: float = 800.0,
        datum: Datum | str = "wgs84",
        engine: str = "auto",
    ) -> None:
        self.speeds = speeds or Speeds()
        self.attribution = graph.attribution
        self.road_within_metres = road_within_metres
        self.datum = datum
        kmh = self.speeds.of(graph.classes)[graph.road_class]
        usable = (kmh > 0) & ((self.speeds.mode == "foot") | ~graph.against) & (graph.tail != graph.head)
        if not usable.any():
            raise InputError(f"roads: no road of the graph may be used by {self.speeds.mode!r}.")
        seconds = np.maximum(graph.metres / (kmh.clip(min=0.1) / 3.6) * self.speeds.factor, _FASTEST)
        fast_road = np.array([name.removesuffix("_link") in _NO_DOORS for name in graph.classes])
        doors = ~fast_road[graph.road_class]
        arcs = pd.DataFrame(
            {"tail": graph.tail, "head": graph.head, "s": seconds, "m": graph.metres, "door": doors}
        )
        arcs = arcs.loc[usable].sort_values(["tail", "head", "s"]).drop_duplicates(["tail", "head"])
        kept, arcs = _largest_component(arcs, graph.lng.size)
        self.lng, self.lat = graph.lng[kept], graph.lat[kept]
        self._seconds, self._metres = arcs["s"].to_numpy(), arcs["m"].to_numpy().clip(min=_FASTEST)
        self._paths = Paths(
            self.lng, self.lat, arcs["tail"].to_numpy(), arcs["head"].to_numpy(), engine=engine
        )
        beside = (
            arcs.loc[arcs["door"], ["tail", "head"]].to_numpy() if arcs["door"].any() else self._paths.ends
        )
        self._doors = np.unique(beside)
        self._tree = cKDTree(self._flat(self.lng[self._doors], self.lat[self._doors]))

    @property
    def mode(self) -> str:
        """How one moves."""
        return self.speeds.mode

    def __repr__(self) -> str:
        """Say mode, size and engine."""
        engine = "hierarchy" if self._paths.fast else "scipy"
        return f"RoadTimes({self.mode}, {self.lng.size:,} nodes, {self._seconds.size:,} arcs, {engine})"

    def _flat(self, lng: Floats, lat: Floats) -> Floats:
        """Metres on a plane that is true at the graph's middle latitude: good enough to find neighbours."""
        middle = float(np.cos(np.radians(np.mean(self.lat))))
        return np.column_stack([lng * middle, lat]) * 111_195.0

    def snap(self, points: pd.DataFrame) -> pd.DataFrame:
        """Find the node where each point joins the network.

        Returns
        -------
        pandas.DataFrame
            Row-aligned: ``node`` (-1 without a point), ``access_m``, ``far_from_road``.
        """
        lng, lat = read_points(points, datum=self.datum, where="travel times")
        there = np.isfinite(lng) & np.isfinite(lat)
        node = np.full(lng.size, -1, dtype=np.int64)
        access = np.full(lng.size, np.inf)
        if there.any():
            node[there] = self._doors[self._tree.query(self._flat(lng[there], lat[there]))[1]]
            access[there] = distance_m(lng[there], lat[there], self.lng[node[there]], self.lat[node[there]])
        far = access > self.road_within_metres
        return pd.DataFrame({"node": node, "access_m": access, "far_from_road": far}, index=points.index)

    def matrix(self, origins: pd.DataFrame, targets: pd.DataFrame | None = None) -> TravelMatrix:
        """Return times from every origin to every target; without targets, among the origins."""
        start = self.snap(origins)
        end = start if targets is None else self.snap(targets)
        seconds = self._table(
            "s", self._seconds, start, end, self.speeds.factor * 3.6 / self.speeds.access_kmh
        )
        metres = self._table("m", self._metres, start, end, 1.0)
        if targets is None:
            np.fill_diagonal(seconds, 0.0)
            np.fill_diagonal(metres, 0.0)
        return TravelMatrix(seconds, metres)

    def _table(
        self, name: str, weights: Floats, start: pd.DataFrame, end: pd.DataFrame, access_cost: float
    ) -> Floats:
        sources, to_row = np.unique(start["node"].clip(lower=0).to_numpy(), return_inverse=True)
        targets, to_column = np.unique(end["node"].clip(lower=0).to_numpy(), return_inverse=True)
        table = self._paths.table(name, weights, sources, targets)[np.ix_(to_row, to_column)]
        first = np.where(start["far_from_road"], np.inf, start["access_m"] * access_cost)
        last = np.where(end["far_from_road"], np.inf, end["access_m"] * access_cost)
        return table + first[:, None] + last[None, :]

    def legs(self, origins: pd.DataFrame, targets: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return the fastest way of each row: ``seconds``, ``metres``, ``geometry`` (WGS 84)."""
        start, end = self.snap(origins), self.snap(targets)
        origin_points = np.column_stack(read_points(origins, datum=self.datum, where="legs"))
        target_points = np.column_stack(read_points(targets, datum=self.datum, where="legs"))
        nodes = np.column_stack([start["node"], end["node"]])
        access = (start["access_m"] + end["access_m"]).to_numpy()
        off = (start["far_from_road"] | end["far_from_road"]).to_numpy()
        rows = [
            (np.inf, np.inf, None)
            if off[row]
            else self._leg(nodes[row], float(access[row]), origin_points[row], target_points[row])
            for row in range(len(start))
        ]
        frame = pd.DataFrame(rows, columns=["seconds", "metres", "geometry"], index=origins.index)
        return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")

    def _leg(
        self, ends: NDArray[np.int64], access_m: float, origin: Floats, target: Floats
    ) -> tuple[float, float, shapely.LineString]:
        nodes = self._paths.walk("s", self._seconds, int(ends[0]), int(ends[1]))
        arcs = self._paths.arcs(nodes)
        line = shapely.LineString(
            np.vstack([origin, np.column_stack([self.lng[nodes], self.lat[nodes]]), target])
        )
        access_s = access_m * 3.6 / self.speeds.access_kmh * self.speeds.factor
        return float(self._seconds[arcs].sum()) + access_s, float(self._metres[arcs].sum()) + access_m, line

    def reach(self, points: pd.DataFrame, within_seconds: float) -> list[pd.DataFrame]:
        """For each point: the nodes within so many seconds, with ``lng``, ``lat``, ``seconds``."""
        start = self.snap(points)
        matrix = self._paths.sparse(self._seconds)
        found = []
        for node, access, far in start.itertuples(index=False):
            spent = access * 3.6 / self.speeds.access_kmh * self.speeds.factor
            if far or spent > within_seconds:
                found.append(pd.DataFrame({"lng": [], "lat": [], "seconds": []}, dtype=np.float64))
                continue
            seconds = (
                dijkstra(matrix, indices=np.array([int(node)]), limit=float(within_seconds - spent))[0]
                + spent
            )
            near = np.flatnonzero(np.isfinite(seconds))
            found.append(
                pd.DataFrame({"lng": self.lng[near], "lat": self.lat[near], "seconds": seconds[near]})
            )
        return found


def _largest_component(arcs: pd.DataFrame, size: int) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """Keep the largest set of nodes that all reach each other, and renumber the arcs."""
    tail, head = arcs["tail"].to_numpy(), arcs["head"].to_numpy()
    links = csr_matrix((np.ones(tail.size), (tail, head)), shape=(size, size))
    part = connected_components(links, directed=True, connection="strong")[1]
    inside = part == np.bincount(part).argmax()
    number = np.cumsum(inside) - 1
    kept = arcs.loc[inside[tail] & inside[head]]
    kept = kept.assign(tail=number[kept["tail"]], head=number[kept["head"]])
    return np.flatnonzero(inside), kept
