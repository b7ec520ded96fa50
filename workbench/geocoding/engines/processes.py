"""The engine of local processes: they share the pages of the memory-mapped gazetteer."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from workbench.geocoding.engines.port import Function

_AHEAD = 2  # batches per worker that wait: keeps workers busy and the memory bounded
_FUNCTION: list[Function] = []  # the function of this worker; set once when the worker starts


def _start(function: Function) -> None:
    _FUNCTION[:] = [function]


def _work(batch: pa.RecordBatch) -> pa.RecordBatch:
    return _FUNCTION[0](batch)


class LocalProcesses:
    """Runs the function in worker processes of this machine.

    Parameters
    ----------
    workers
        How many processes; all cores without.
    """

    def __init__(self, workers: int | None = None) -> None:
        if workers is not None and workers < 1:
            raise InputError(f"workers: {workers} processes cannot work. Expected one or more.")
        self.workers = workers or os.cpu_count() or 1

    def run(self, function: Function, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results in the order of the batches."""
        # spawn: the same on Windows, and no copy of threads of numerical libraries
        context = multiprocessing.get_context("spawn")
        waiting: deque[Future[pa.RecordBatch]] = deque()
        with ProcessPoolExecutor(
            self.workers, mp_context=context, initializer=_start, initargs=(function,)
        ) as pool:
            try:
                for batch in batches:
                    waiting.append(pool.submit(_work, batch))
                    if len(waiting) >= self.workers * _AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
