"""The gazetteer: places, roads, divisions and their index, memory-mapped and read-only."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from workbench.gazetteer.grams import Postings, mark_slots
from workbench.gazetteer.hashes import unmix
from workbench.gazetteer.storage import open_arrays, open_texts, read_manifest

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from numpy.typing import NDArray


_SHELF = 40_000  # rows that are looked through at once: a call costs as much as some ten thousand rows


class Gazetteer:
    """Places of a gazetteer's folder, opened in a moment: the arrays stay on disk until used.

    Pickles as its path, so that worker processes map the same pages. Make one with
    ``Gazetteer.open`` or ``build``.

    Parameters
    ----------
    folder
        Folder that ``build`` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self._arrays = open_arrays(folder)
        self._texts = open_texts(folder)
        self._postings: dict[tuple[str, int], Postings] = {}
        self._cities: dict[str, tuple[NDArray[np.uint64], NDArray[np.int32]]] = {}

    @classmethod
    def open(cls, folder: str | os.PathLike[str] | None = None) -> Gazetteer:
        """Open a gazetteer; without a folder the one of the bundled places, made on first use."""
        if folder is None:
            from workbench.gazetteer.bundle import ensure_bundle  # noqa: PLC0415 - builds, and building opens

            folder = ensure_bundle()
        return cls(Path(folder))

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        return Gazetteer, (self.folder,)

    def __len__(self) -> int:
        return len(self._arrays["lng"])

    def __repr__(self) -> str:
        return f"Gazetteer({str(self.folder)!r}, rows={len(self):,}, hash={self.hash[:12]})"

    @property
    def hash(self) -> str:
        """Hash of the content: what results and calibrations name."""
        return str(self.manifest["hash"])

    def array(self, name: str) -> NDArray[Any]:
        """Return one array of the index by name, one entry per row unless its docstring says otherwise."""
        return self._arrays[name]

    def texts(self, column: str, rows: NDArray[np.integer[Any]]) -> list[str]:
        """Return a text column (``rows.TEXTS``, or folded ``name``, ``core``, ``said``) for these rows."""
        taken: list[str] = self._texts.column(column).take(rows).to_pylist()
        return taken

    def find_blocks(self, codes: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the position of each block code, -1 for one without places."""
        known = self._arrays["block_code"]
        if not len(known):
            return np.full(len(codes), -1, np.int32)
        at = np.searchsorted(known, codes).clip(max=len(known) - 1)
        return np.where(known[at] == codes, at, -1).astype(np.int32)

    @cached_property
    def shelves(self) -> NDArray[np.int64]:
        """First block of each shelf and one after the last: neighbouring cities that are looked through at once."""
        bounds = self._arrays["block_bounds"]
        firsts = [0]
        for block in range(1, self.n_blocks):
            if bounds[block + 1] - bounds[firsts[-1]] > _SHELF:
                firsts.append(block)
        return np.asarray([*firsts, self.n_blocks])

    def by_shelf(
        self, codes: NDArray[np.int32]
    ) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int32]]]:
        """Yield each shelf that is asked for, the positions of its block codes, and their places on the shelf."""
        block = self.find_blocks(codes)
        shelf = np.where(block >= 0, np.searchsorted(self.shelves, block, "right") - 1, -1)
        for at in np.unique(shelf[shelf >= 0]).tolist():
            members = np.flatnonzero(shelf == at)
            yield at, members, (block[members] - self.shelves[at]).astype(np.int32)

    def span(self, shelf: int) -> tuple[int, int]:
        """Return the first row of the shelf at this position and the one after its last."""
        first, after = self._arrays["block_bounds"][self.shelves[shelf : shelf + 2]].tolist()
        return first, after

    def postings(self, field: str, shelf: int) -> Postings:
        """Return the postings of ``name`` or ``said`` on the shelf at this position; see ``grams.mark_cities``."""
        key = (field, shelf)
        if key not in self._postings:
            self._postings[key] = self._read_postings(field, shelf)
        return self._postings[key]

    def _read_postings(self, field: str, shelf: int) -> Postings:
        first, after = self.shelves[shelf : shelf + 2].tolist()
        rows = self._arrays["block_bounds"][first : after + 1]
        words, posted = (self._arrays[f"{field}_{name}"][first : after + 1] for name in ("bounds", "posted"))
        slots = np.arange(after - first, dtype=np.int32)
        a, b = int(words[0]), int(words[-1])
        indptr = np.concatenate([[0], np.cumsum(self._arrays[f"{field}_lengths"][a:b])]).astype(np.int32)
        # Rows are counted from the first of their city: on a shelf, from the first of the shelf.
        offsets = np.repeat((rows[:-1] - rows[0]).astype(np.int32), np.diff(posted))
        c, d = int(posted[0]), int(posted[-1])
        data = (self._arrays[f"{field}_weights"][c:d], self._arrays[f"{field}_rows"][c:d] + offsets, indptr)
        matrix = sparse.csr_matrix(data, shape=(b - a, int(rows[-1] - rows[0])), copy=False)
        return Postings(
            mark_slots(self._arrays[f"{field}_vocabulary"][a:b], np.repeat(slots, np.diff(words))),
            self._arrays[f"{field}_idf"][a:b],
            matrix,
            self._arrays[f"{field}_mass"][rows[0] : rows[-1]],
        )

    def ranges(self, table: str, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the entries of each key begin and end in a sorted key array (``core_key``, ``road_key``)."""
        known = self._arrays[table]
        return np.searchsorted(known, keys, "left"), np.searchsorted(known, keys, "right")

    def cities_of(self, table: str) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        """Return the hashes of all names in a key array (``core_key``, ``road_key``), sorted, each with a city that knows it.

        A name stands once for each city. Made when first asked for: only addresses without a city need it.
        """
        if table not in self._cities:
            rows = self._arrays[table.replace("_key", "_row")]
            block = np.searchsorted(self._arrays["block_bounds"], rows, "right") - 1
            codes = self._arrays["block_code"][block]
            names = unmix(codes, self._arrays[table])
            order = np.lexsort((codes, names))
            names, codes = names[order], codes[order]
            first = np.ones(len(names), bool)
            first[1:] = (names[1:] != names[:-1]) | (codes[1:] != codes[:-1])
            self._cities[table] = names[first], codes[first]
        return self._cities[table]

    @cached_property
    def n_blocks(self) -> int:
        """How many cities have places."""
        return len(self._arrays["block_code"])
