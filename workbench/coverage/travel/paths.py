"""Shortest paths between many nodes: a contraction hierarchy where it is installed, scipy otherwise."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from workbench.errors import ExtraError, InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_UNITS = 10_000.0  # the hierarchy counts in whole tenths of a millisecond (or of a millimetre)
_BLOCK = 128
ENGINES = ("auto", "hierarchy", "scipy")


class Paths:
    """Shortest paths over arcs without parallels.

    Parameters
    ----------
    lng, lat
        Of the nodes; they only help to order the hierarchy.
    tail, head
        Of the arcs, sorted by tail, then head.
    engine
        ``hierarchy`` (pyroutingkit), ``scipy`` or ``auto``: the first where installed.
    """

    def __init__(self, lng: Floats, lat: Floats, tail: Ints, head: Ints, *, engine: str = "auto") -> None:
        if engine not in ENGINES:
            raise InputError(f"travel: unknown engine {engine!r}. Expected one of: {', '.join(ENGINES)}.")
        if engine == "hierarchy" and find_spec("pyroutingkit") is None:
            raise ExtraError("pyroutingkit", extra="roads")
        self.lng, self.lat, self.tail, self.head = lng, lat, tail, head
        self.engine = engine
        self._topology: Any = None
        self._metrics: dict[str, Any] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Travel without the hierarchy, which is built again in a third of a second."""
        return self.__dict__ | {"_topology": None, "_metrics": {}}

    @property
    def fast(self) -> bool:
        """Whether the contraction hierarchy is used."""
        return self.engine != "scipy" and find_spec("pyroutingkit") is not None

    @property
    def ends(self) -> Ints:
        """Tail and head of every arc, shape (n, 2)."""
        return np.column_stack([self.tail, self.head])

    def sparse(self, weights: Floats) -> Any:
        """Return the arcs as a sparse matrix of ``weights``."""
        size = self.lng.size
        return csr_matrix((weights, (self.tail, self.head)), shape=(size, size))

    def prepare(self, name: str, weights: Floats) -> Any:
        """Return the hierarchy customised for ``weights``, built once and kept under ``name``."""
        from pyroutingkit import CCHMetric, CCHTopology  # noqa: PLC0415 - optional, scipy serves without

        if self._topology is None:
            self._topology = CCHTopology()
            tail, head = self.tail.astype(np.uint32), self.head.astype(np.uint32)
            lat, lng = self.lat.astype(np.float32), self.lng.astype(np.float32)
            self._topology.build(tail, head, lat, lng, int(self.lng.size))
        if name not in self._metrics:
            metric = CCHMetric(self._topology)
            metric.customize(np.round(weights * _UNITS).astype(np.uint32))
            self._metrics[name] = metric
        return self._metrics[name]

    def table(self, name: str, weights: Floats, sources: Ints, targets: Ints) -> Floats:
        """Return the costs from each of ``sources`` to each of ``targets``; infinite without a way."""
        if sources.size == 0 or targets.size == 0:
            return np.zeros((sources.size, targets.size))
        if self.fast:
            from pyroutingkit import INF_WEIGHT  # noqa: PLC0415 - optional, scipy serves without

            metric = self.prepare(name, weights)
            raw = metric.distances_many_to_many(sources.astype(np.uint32), targets.astype(np.uint32))
            raw = np.asarray(raw).reshape(sources.size, targets.size)
            return np.where(raw >= INF_WEIGHT, np.inf, raw / _UNITS)
        matrix = self.sparse(weights)
        blocks = [
            dijkstra(matrix, indices=sources[start : start + _BLOCK])[:, targets]
            for start in range(0, sources.size, _BLOCK)
        ]
        return np.concatenate(blocks)

    def walk(self, name: str, weights: Floats, source: int, target: int) -> Ints:
        """Return the nodes of the cheapest way from ``source`` to ``target``, empty without a way."""
        if source == target:
            return np.array([source], dtype=np.int64)
        if self.fast:
            nodes = self.prepare(name, weights).query(int(source), int(target))[1]
            return np.asarray(nodes, dtype=np.int64)
        before = dijkstra(self.sparse(weights), indices=np.array([source]), return_predecessors=True)[1][0]
        nodes = [target]
        while nodes[-1] != source:
            step = int(before[nodes[-1]])
            if step < 0:
                return np.array([], dtype=np.int64)
            nodes.append(step)
        return np.array(nodes[::-1], dtype=np.int64)

    def arcs(self, nodes: Ints) -> Ints:
        """Return the arcs along a way of nodes."""
        keys = self.tail * self.lng.size + self.head
        return np.searchsorted(keys, nodes[:-1] * self.lng.size + nodes[1:])
