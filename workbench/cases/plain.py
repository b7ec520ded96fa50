"""Any table with one header row, as it stands: nothing is understood, nothing is left out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.columnar import read_columnar
from workbench.cases.delimited import read_delimited
from workbench.cases.gate import Rejects
from workbench.cases.signatures import recognise
from workbench.cases.workbooks import read_workbook
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.cases.grid import Sheet


def read_plain(
    path: Path | str, *, sheet: str | None = None, encoding: str | None = None, separator: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read CSV, .xlsx or Parquet with its headers in the first row that is not empty.

    Parameters
    ----------
    path
        The file.
    sheet
        Of a workbook; the first one with cells by default.
    encoding, separator
        Of delimited text, where they are not found out rightly.

    Returns
    -------
    tuple of pandas.DataFrame
        The rows in the file's order, every cell text, headers made unique; and table ``rejects`` of the rows that
        could not be read.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it is no table, or has no row under its header.
    """
    path = Path(path)
    kind = recognise(path)
    if kind == "workbook":
        found = next((each for each in read_workbook(path, sheet=sheet) if len(each.cells)), None)
    else:
        found = (
            read_columnar(path)
            if kind == "parquet"
            else read_delimited(path, encoding=encoding, separator=separator)
        )
    if found is None or len(found.cells) < 2:  # noqa: PLR2004 - a header and one row
        raise InputError(
            f"{path.name}: there is no row under a header. Expected a table with its headers in the first row."
        )
    return _under_header(found), _rejects(found)


def _under_header(sheet: Sheet) -> pd.DataFrame:
    cells = sheet.cells.loc[(sheet.cells != "").any(axis=1)]
    names: list[str] = []
    for position, header in enumerate(cells.iloc[0].astype(str).str.strip(), start=1):
        name = header or f"column_{position}"
        names.append(name if name not in names else f"{name}_{position}")
    return cells.iloc[1:].set_axis(names, axis=1).reset_index(drop=True)


def _rejects(sheet: Sheet) -> pd.DataFrame:
    rejects = Rejects()
    faults = pd.DataFrame(list(sheet.faults), columns=["row", "value", "reason"]).assign(sheet=sheet.name)
    rejects.add(faults, column="", values=faults["value"], reason=faults["reason"])
    return rejects.frame()
