"""All sheets of a file as one table of text under the file's own headers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.columnar import read_columnar
from workbench.cases.delimited import read_delimited
from workbench.cases.headings import find_headed
from workbench.cases.signatures import recognise
from workbench.cases.workbooks import read_workbook
from workbench.errors import InputError
from workbench.tables import Remark

if TYPE_CHECKING:
    from collections.abc import Container

    from workbench.cases.gate import Rejects
    from workbench.cases.grid import Sheet
    from workbench.cases.headings import Headed


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """Rows of a file.

    Parameters
    ----------
    name
        Name of the file, for messages.
    cells
        Text under the file's headers, one row each, numbered from 0.
    places
        ``sheet``, ``row`` and ``epoch`` (date system) of each row.
    notes
        What was left out.
    """

    name: str
    cells: pd.DataFrame
    places: pd.DataFrame
    notes: tuple[Remark, ...]

    def __repr__(self) -> str:
        """Show the size only: cells are personal."""
        return f"Source({self.name!r}, {len(self.cells)} rows)"


def read_source(
    path: Path | str,
    *,
    known: Container[str],
    rejects: Rejects,
    sheet: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
) -> Source:
    """Read a file of any kind; sheets without a header that is known are left out, with a note.

    Raises
    ------
    InputError
        If there is no table, no header, or no row under it.
    """
    path = Path(path)
    sheets = _read_sheets(path, sheet=sheet, encoding=encoding, separator=separator)
    found: list[tuple[Sheet, Headed]] = []
    refused: list[InputError] = []
    notes: list[Remark] = []
    for each in sheets:
        try:
            found.append((each, find_headed(each, known, where=_where(path, each))))
        except InputError as error:
            refused.append(error)
            if len(each.cells):
                notes.append(
                    Remark(
                        f"Sheet {each.name!r} has no header that is known and was left out.",
                        f"工作表 {each.name!r} 没有认得的表头，未读取。",
                    )
                )
    if not found:
        raise (
            refused[0] if refused else InputError(f"{path.name}: there is no visible sheet with cells in it.")
        )
    for each, headed in found:
        _note_faults(each, headed, rejects)
        if headed.unnamed:
            notes.append(
                Remark(
                    f"{headed.unnamed} columns without a header hold values and were not read.",
                    f"{headed.unnamed} 列没有表头却有内容，未读取。",
                )
            )
    cells = pd.concat(
        [headed.rows.set_axis(range(len(headed.rows))) for _, headed in found], ignore_index=True
    )
    if cells.empty:
        raise InputError(f"{path.name}: there is a header and no row under it. Nothing was read.")
    places = pd.concat([_places(each, headed) for each, headed in found], ignore_index=True)
    return Source(path.name, cells.fillna("").astype("str"), places, tuple(notes))


def _read_sheets(
    path: Path, *, sheet: str | None, encoding: str | None, separator: str | None
) -> list[Sheet]:
    kind = recognise(path)
    if kind == "workbook":
        return read_workbook(path, sheet=sheet)
    if kind == "parquet":
        return [read_columnar(path)]
    return [read_delimited(path, encoding=encoding, separator=separator)]


def _where(path: Path, sheet: Sheet) -> str:
    return f"{path.name}, sheet {sheet.name!r}" if sheet.name else path.name


def _places(sheet: Sheet, headed: Headed) -> pd.DataFrame:
    rows = headed.rows.index.to_numpy()
    return pd.DataFrame({"sheet": sheet.name, "row": rows, "epoch": sheet.epoch}).astype(
        {"sheet": "str", "row": "int64"}
    )


def _note_faults(sheet: Sheet, headed: Headed, rejects: Rejects) -> None:
    faults = pd.DataFrame(headed.faults, columns=["row", "value", "reason"])
    rejects.add(faults.assign(sheet=sheet.name), column="", values=faults["value"], reason=faults["reason"])
