"""The engine of this process: one batch after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from workbench.geocoding.engines.port import Function


class ThisProcess:
    """Runs the function here."""

    def run(self, function: Function, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results in the order of the batches."""
        yield from map(function, batches)
