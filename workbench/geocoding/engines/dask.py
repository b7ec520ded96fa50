"""The engine of a Dask cluster: an extra that the core does not need."""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, Any

from workbench.geocoding.engines.extras import load_extra

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from workbench.geocoding.engines.port import Function

_AHEAD = 2  # batches per worker that wait


class DaskCluster:
    """Runs the function on the workers of a Dask cluster; they must see the gazetteer's folder under the same path.

    Parameters
    ----------
    address
        Scheduler to connect to, such as ``tcp://host:8786``; without one, processes of this machine.
    workers
        How many processes of this machine; all cores without.
    """

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        self._distributed = load_extra("distributed", "dask")
        self.address = address
        self.workers = workers or os.cpu_count() or 1

    def run(self, function: Function, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results in the order of the batches."""
        here = {
            "n_workers": self.workers,
            "threads_per_worker": 1,
            "host": "127.0.0.1",
            "dashboard_address": None,
        }
        settings: dict[str, Any] = {"address": self.address} if self.address else here
        with self._distributed.Client(**settings, set_as_default=False) as client:
            there = client.scatter(function, broadcast=True, hash=False)
            most = _AHEAD * max(len(client.scheduler_info()["workers"]), 1)
            waiting: deque[Any] = deque()
            for batch in batches:
                waiting.append(client.submit(_call, there, batch, pure=False))
                if len(waiting) >= most:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()


def _call(function: Function, batch: pa.RecordBatch) -> pa.RecordBatch:
    return function(batch)
