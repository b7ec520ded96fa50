"""The engine of local processes, this one and others: they share the pages of the memory-mapped gazetteer."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import warnings
from collections import deque
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from workbench.geocoding.engines.port import Function

_AHEAD = 2  # batches that another process holds: keeps it busy, and leaves few to wait for at the end
_KEPT = 64  # results that may wait for an earlier one: bounds the memory
_FUNCTION: list[Function] = []  # the function of this worker; set once when the worker starts


def _start(function: Function) -> None:
    _FUNCTION[:] = [function]


def _work(batch: pa.RecordBatch) -> pa.RecordBatch:
    return _FUNCTION[0](batch)


class LocalProcesses:
    """Runs the function in processes of this machine, of which this one is the first.

    It works from the first moment, while the others start, and costs no memory of its own.

    Parameters
    ----------
    workers
        How many processes in all; all cores without.
    """

    def __init__(self, workers: int | None = None) -> None:
        if workers is not None and workers < 1:
            raise InputError(f"workers: {workers} processes cannot work. Expected one or more.")
        self.workers = workers or os.cpu_count() or 1

    def run(self, function: Function, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results in the order of the batches."""
        if self.workers == 1:
            yield from map(function, batches)
            return
        # spawn: the same on Windows, and no copy of threads of numerical libraries
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(
            self.workers - 1, mp_context=context, initializer=_start, initargs=(function,)
        )
        try:
            yield from self._share(pool, function, iter(batches))
        finally:
            # a process takes half a second to let go of its memory; nobody needs to wait for that
            pool.shutdown(wait=False, cancel_futures=True)

    def _share(
        self, pool: ProcessPoolExecutor, function: Function, batches: Iterator[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        """Keep the others busy and work on every next batch here."""
        waiting: deque[tuple[Future[pa.RecordBatch], pa.RecordBatch]] = deque()
        given: list[Future[pa.RecordBatch]] = []
        for batch in batches:
            here: Future[pa.RecordBatch] = Future()
            waiting.append((here, batch))
            given = [one for one in given if not one.done()]
            room = (self.workers - 1) * _AHEAD - len(given)
            new = [(_hand_out(pool, one), one) for one in itertools.islice(batches, room)]
            given += [future for future, _ in new]
            waiting += new
            here.set_result(function(batch))
            while waiting and (waiting[0][0].done() or len(waiting) > _KEPT):
                yield _take(*waiting.popleft(), function)
        while waiting:
            yield _take(*waiting.popleft(), function)


def _hand_out(pool: ProcessPoolExecutor, batch: pa.RecordBatch) -> Future[pa.RecordBatch]:
    try:
        return pool.submit(_work, batch)
    except BrokenExecutor as error:
        broken: Future[pa.RecordBatch] = Future()
        broken.set_exception(error)
        return broken


def _take(future: Future[pa.RecordBatch], batch: pa.RecordBatch, function: Function) -> pa.RecordBatch:
    """Return the result; what another process died over (too little memory, a kill) is done here."""
    try:
        return future.result()
    except BrokenExecutor:
        warnings.warn(
            "A process ended before its work was done; this process does the rest alone. "
            "Is there too little memory? Fewer processes: --workers 1.",
            stacklevel=2,
        )
        return function(batch)
