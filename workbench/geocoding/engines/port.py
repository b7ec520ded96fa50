"""The one port: a pure function ``RecordBatch -> RecordBatch`` over the parts of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa


class Function(Protocol):
    """A pure, picklable function over record batches; one row out for each row in, in order."""

    def __call__(self, batch: pa.RecordBatch, /) -> pa.RecordBatch:
        """Return the rows of the batch, worked on."""
        ...


class Engine(Protocol):
    """Runs a function over batches. Engines differ in where, never in what comes out."""

    def run(self, function: Function, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results in the order of the batches."""
        ...
