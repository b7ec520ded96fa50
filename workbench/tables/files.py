"""Tables as files that a spreadsheet cannot be tricked with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from workbench.errors import InputError
from workbench.files import whole
from workbench.tables.dictionary import label

# A cell that starts with one of these is run as a formula by Excel, WPS or LibreOffice, some of which skip white space
# before they look. The full-width forms become the narrow ones in East Asian settings.
_STARTERS = frozenset("=+-@＝＋－＠")
_SKIPPED = " \t\r\n\v\f\u00a0\u200b\u3000\ufeff"
_SHEET_ROWS = 1_048_575
_CELL_LENGTH = 32_767


def defuse(values: pd.Series) -> pd.Series:
    """Return text with ``'`` set before whatever a spreadsheet would run as a formula; other types as they are.

    Rule: OWASP "CSV injection", with the full-width characters added.
    """
    if not (
        pd.api.types.is_object_dtype(values) or isinstance(values.dtype, pd.StringDtype | pd.CategoricalDtype)
    ):
        return values
    return values.astype(object).map(_defuse_cell, na_action="ignore")


def write_table(frame: pd.DataFrame, path: Path | str, *, lang: str | None = None) -> Path:
    """Write ``frame`` without its index as ``.csv``, ``.xlsx`` or ``.parquet``, whole or not at all.

    CSV is UTF-8 with a byte order mark (Excel needs it for Chinese) and formula-safe; in ``.xlsx`` text is text.

    Parameters
    ----------
    frame
        Any frame; geometry must have been turned into columns before.
    path
        Target; its ending says the format.
    lang
        ``zh`` or ``en``: columns are headed by their labels of the data dictionary; otherwise by their names.

    Raises
    ------
    InputError
        If the ending is unknown or a sheet cannot hold that many rows.
    """
    path = Path(path)
    if lang is not None:
        frame = frame.set_axis([label(str(name), lang=lang) for name in frame.columns], axis="columns")
    writers = {".csv": _write_csv, ".xlsx": _write_workbook, ".parquet": _write_parquet}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise InputError(
            f"{path}: cannot write a table as {path.suffix!r}. Use one of: {', '.join(writers)}."
        )
    with whole(path) as temporary:
        writer(frame, temporary)
    return path


def _defuse_cell(value: object) -> object:
    return defuse_text(value) if isinstance(value, str) else value


def defuse_text(text: str) -> str:
    """Return one text with ``'`` set before it if a spreadsheet would run it as a formula."""
    return f"'{text}" if text.lstrip(_SKIPPED)[:1] in _STARTERS or text[:1] in {"\t", "\r", "\n"} else text


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    safe = pd.DataFrame({i: defuse(frame.iloc[:, i]) for i in range(frame.shape[1])}, index=frame.index)
    safe.columns = pd.Index([defuse_text(str(name)) for name in frame.columns])
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _write_workbook(frame: pd.DataFrame, path: Path) -> None:
    if len(frame) > _SHEET_ROWS:
        raise InputError(
            f"{path.name}: {len(frame):,} rows do not fit into a sheet ({_SHEET_ROWS:,}). Write .csv or .parquet instead."
        )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        # The clock would make two runs differ.
        writer.book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the library wants naive time
        _fit_cells(frame).to_excel(writer, index=False, sheet_name="data", freeze_panes=(1, 0))


def _fit_cells(frame: pd.DataFrame) -> pd.DataFrame:
    fitted = {i: frame.iloc[:, i].map(_fit_cell, na_action="ignore") for i in range(frame.shape[1])}
    return pd.DataFrame(fitted, index=frame.index).set_axis(frame.columns, axis="columns")


def _fit_cell(value: object) -> object:
    if isinstance(value, str) and len(value) > _CELL_LENGTH:
        return value[: _CELL_LENGTH - 1] + "…"
    if isinstance(value, pd.Timestamp) and value.tzinfo is not None:
        return value.isoformat()
    return value


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False)
