"""The gazetteer: places, roads, divisions and their index, memory-mapped and read-only."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.gazetteer.hashes import unmix
from workbench.gazetteer.shelves import Shelf, plan_shelves, read_shelf
from workbench.gazetteer.storage import open_arrays, open_texts, read_manifest

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from numpy.typing import NDArray


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
        self._shelves: dict[int, Shelf] = {}
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
    def _shelf_bounds(self) -> NDArray[np.int64]:
        return plan_shelves(self._arrays["block_bounds"])

    def shelves(
        self, codes: NDArray[np.int32]
    ) -> Iterator[tuple[Shelf, NDArray[np.int64], NDArray[np.int32]]]:
        """Yield each shelf that some block codes ask for, the positions of those codes, and the places of their cities on it."""
        block = self.find_blocks(codes)
        number = np.where(block >= 0, np.searchsorted(self._shelf_bounds, block, "right") - 1, -1)
        for at in np.unique(number[number >= 0]).tolist():
            first, after = self._shelf_bounds[at : at + 2].tolist()
            if first not in self._shelves:
                self._shelves[first] = read_shelf(self._arrays, first, after)
            members = np.flatnonzero(number == at)
            yield self._shelves[first], members, (block[members] - first).astype(np.int32)

    def ranges(self, table: str, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the entries of each key begin and end in a sorted key array (``core_key``, ``road_key``)."""
        known = self._arrays[table]
        return np.searchsorted(known, keys, "left"), np.searchsorted(known, keys, "right")

    def cities_of(self, table: str) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        """Return the hashes of all names in a key array (``core_key``, ``road_key``), sorted, each with a city that knows it.

        A name stands once for each city. Made when first asked for: only addresses without a city need it.
        """
        if table not in self._cities:
            keys = self._arrays[table]
            first = np.ones(len(keys), bool)  # a key is a name in a city
            first[1:] = keys[1:] != keys[:-1]
            rows = self._arrays[table.replace("_key", "_row")][first]
            block = np.searchsorted(self._arrays["block_bounds"], rows, "right") - 1
            codes = self._arrays["block_code"][block]
            names = unmix(codes, keys[first])
            order = np.lexsort((codes, names))
            self._cities[table] = names[order], codes[order]
        return self._cities[table]

    @cached_property
    def n_blocks(self) -> int:
        """How many cities have places."""
        return len(self._arrays["block_code"])
