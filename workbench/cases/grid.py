"""Cells as they stand in a file, before any header or meaning is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_ROWS = 20_000_000
MAX_COLUMNS = 2_000


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """One sheet of a workbook, or the whole of another file.

    Parameters
    ----------
    name
        Name of the sheet; empty for files that have none.
    cells
        Text, empty string for nothing; one column per position; the index is the row number in the file, from 1.
    epoch
        Year of the workbook's date system, 1900 or 1904.
    merges
        Merged areas as (first row, first column, last row, last column), rows from 1, columns from 0.
    headed
        Whether row 1 is the header for certain (Parquet).
    widths
        Fields in each row as it stood in the file, where rows may differ.
    faults
        Rows that could not be read, as (row, value, reason).
    """

    name: str
    cells: pd.DataFrame
    epoch: int = 1900
    merges: tuple[tuple[int, int, int, int], ...] = ()
    headed: bool = False
    widths: pd.Series | None = None
    faults: tuple[tuple[int, str, str], ...] = field(default=())

    def __repr__(self) -> str:
        """Show the size only: cells are personal."""
        return f"Sheet({self.name!r}, {len(self.cells)} rows, {self.cells.shape[1]} columns)"


class Rows:
    """Collects rows of text and packs them now and then, so that a large file stays small in memory."""

    _PACK = 20_000

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._rows: list[Sequence[str]] = []
        self._parts: list[pd.DataFrame] = []

    def add(self, number: int, row: Sequence[str]) -> None:
        """Add one row under its number in the file."""
        self._numbers.append(number)
        self._rows.append(row)
        if len(self._rows) >= self._PACK:
            self._pack()

    def frame(self) -> pd.DataFrame:
        """Return all rows; shorter ones are filled up with empty text."""
        self._pack()
        if not self._parts:
            return pd.DataFrame(index=pd.Index([], dtype="int64"))
        return pd.concat(self._parts).fillna("")

    def _pack(self) -> None:
        if self._rows:
            index = pd.Index(self._numbers, dtype="int64")
            width = max(len(row) for row in self._rows)
            full = [[*row, *[""] * (width - len(row))] for row in self._rows]
            self._parts.append(pd.DataFrame(full, index=index).astype("str"))
        self._numbers, self._rows = [], []
