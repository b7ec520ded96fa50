"""An engine that remembers: what another engine has done is kept, and a run that was killed goes on behind it."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from workbench.files import whole, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.geocoding.engines.port import Engine, Function

_KEY = "key.txt"


class Checkpoints:
    """Keeps each finished batch in a folder and reads it from there next time.

    The result of a batch depends on nothing but the batch and the function, so that a continued run gives the same bytes
    as one that was never stopped. The folder holds results, which are personal data: ``forget`` it when they are written.

    Parameters
    ----------
    engine
        Where the batches are worked on.
    folder
        Where finished batches are kept.
    key
        What the results depend on (input, settings, gazetteer, version); finished batches of another key are thrown away.
    """

    def __init__(self, engine: Engine, folder: Path, key: str) -> None:
        self.engine = engine
        self.folder = folder
        self.key = key

    def run(self, function: Function, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the results in the order of the batches."""
        known = self._open()
        left = iter(batches)
        for path in known:
            next(left, None)
            yield _read(path)
        for at, done in enumerate(self.engine.run(function, left), len(known)):
            with whole(self._path(at)) as temporary, pa.ipc.new_file(temporary, done.schema) as writer:
                writer.write_batch(done)
            yield done

    def forget(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _open(self) -> list[Path]:
        """Return the finished batches from the first to the last without a gap."""
        said = self.folder / _KEY
        if not said.exists() or said.read_text(encoding="utf-8") != self.key:
            self.forget()
            write_text(said, self.key)
        return list(itertools.takewhile(Path.exists, map(self._path, itertools.count())))

    def _path(self, at: int) -> Path:
        return self.folder / f"{at:06d}.arrow"


def _read(path: Path) -> pa.RecordBatch:
    with pa.ipc.open_file(path.read_bytes()) as reader:
        return reader.get_batch(0)
