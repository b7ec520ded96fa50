"""The engine of a Spark cluster (``mapInArrow``): an extra that the core does not need."""

from __future__ import annotations

import functools
import itertools
import os
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from workbench.geocoding.engines.extras import load_extra

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.geocoding.engines.port import Function

_SCHEMA = "part long, batch binary"
_ARROW = pa.schema([("part", pa.int64()), ("batch", pa.binary())])
_PER_CORE = 4  # batches of one wave: enough to keep executors busy, few enough for progress and memory
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.log.level": "ERROR",
}


class SparkCluster:
    """Runs the function on the executors of a Spark session; they must see the gazetteer's folder under the same path.

    Parameters
    ----------
    session
        A ``pyspark.sql.SparkSession``; without one a session of this machine that ends with the run.
    cores
        Executors' cores, to size the waves; those of this machine without.
    """

    def __init__(self, session: Any = None, cores: int | None = None) -> None:
        self._sql = load_extra("pyspark.sql", "spark")
        self.session = session
        self.cores = cores or os.cpu_count() or 1

    def run(self, function: Function, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results in the order of the batches, wave by wave.

        A batch travels whole, as one row of bytes with its number: Spark neither cuts nor reorders what is inside.
        """
        session = self.session or self._start()
        try:
            left = iter(batches)
            while wave := list(itertools.islice(left, self.cores * _PER_CORE)):
                yield from self._run_wave(session, function, wave)
        finally:
            if self.session is None:
                session.stop()

    def _run_wave(
        self, session: Any, function: Function, wave: list[pa.RecordBatch]
    ) -> Iterator[pa.RecordBatch]:
        rows = [(part, bytearray(_pack(batch))) for part, batch in enumerate(wave)]
        table = session.createDataFrame(rows, _SCHEMA).repartitionByRange(min(len(rows), self.cores), "part")
        done = table.mapInArrow(functools.partial(_map_parts, function), _SCHEMA).collect()
        for row in sorted(done, key=lambda row: int(row["part"])):
            yield _unpack(bytes(row["batch"]))

    def _start(self) -> Any:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = self._sql.SparkSession.builder.master(f"local[{self.cores}]").appName("workbench")
        return functools.reduce(lambda made, item: made.config(*item), _LOCAL.items(), builder).getOrCreate()


def _map_parts(function: Function, tables: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Work on the batches that stand as bytes in the rows; runs on the executors."""
    for table in tables:
        for part, packed in zip(*(table.column(name).to_pylist() for name in ("part", "batch")), strict=True):
            done = _pack(function(_unpack(packed)))
            yield pa.RecordBatch.from_arrays(
                [pa.array([part], pa.int64()), pa.array([done], pa.binary())], schema=_ARROW
            )


def _pack(batch: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _unpack(packed: bytes) -> pa.RecordBatch:
    with pa.ipc.open_stream(packed) as reader:
        return reader.read_next_batch()
