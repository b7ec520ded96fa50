"""Sheets of an Excel workbook (.xlsx, .xlsm), row by row."""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from workbench.cases.cells import to_text
from workbench.cases.grid import MAX_COLUMNS, Rows, Sheet
from workbench.errors import ColumnError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHEET_ROWS = 1_048_576
_BLOCK = 1 << 20
_OVERLAP = 64
_MERGE = re.compile(rb'<mergeCell [^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_DAMAGE = (
    ParseError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
)


def read_workbook(path: Path, *, sheet: str | None = None) -> list[Sheet]:
    """Read one named sheet, or all visible ones, with the values that Excel stored for formulas.

    Raises
    ------
    InputError
        If the workbook is damaged or there is no such sheet.
    """
    import openpyxl  # noqa: PLC0415 - half a second that only workbooks cost

    try:
        # Through a stream: by a path openpyxl refuses workbooks whose name ends otherwise.
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore", UserWarning)  # styles and extensions that openpyxl does not know
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            return [_read_sheet(book, each, path) for each in _wanted(book, sheet, path)]
    except InputError:
        raise
    except _DAMAGE as error:
        raise InputError(
            f"{path.name}: the workbook is damaged ({type(error).__name__}). Open it in Excel, let it repair the file, "
            "save it under a new name and read that."
        ) from error


def _wanted(book: Any, sheet: str | None, path: Path) -> list[Any]:
    sheets = [each for each in book.worksheets if hasattr(each, "iter_rows")]
    if sheet is None:
        return [each for each in sheets if each.sheet_state == "visible"]
    found = [each for each in sheets if each.title == sheet]
    if not found:
        raise ColumnError(sheet, [each.title for each in sheets], where=f"{path.name}, sheets")
    return found


def _read_sheet(book: Any, sheet: Any, path: Path) -> Sheet:
    merges, formulas = _scan(book, sheet)
    rows, faults = Rows(), []
    sheet.reset_dimensions()  # the stated size is often wrong and sometimes hostile
    unsaved = _unsaved_formulas(path, sheet.title) if formulas else {}
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _SHEET_ROWS or len(row) > MAX_COLUMNS:
            raise InputError(
                f"{path.name}, sheet {sheet.title!r}: row {number:,} reaches column {len(row):,}; at most {MAX_COLUMNS:,} columns "
                "can be read. Delete the empty columns and rows around the table."
            )
        if number in unsaved:
            faults.append(
                (
                    number,
                    unsaved[number],
                    "a formula without a stored value; open the file in Excel, save, read again",
                )
            )
        cells = [to_text(value) for value in row]
        if any(cells):
            rows.add(number, cells)
    epoch = 1904 if book.epoch.year == 1904 else 1900  # noqa: PLR2004 - the two date systems of Excel
    return Sheet(sheet.title, rows.frame(), epoch=epoch, merges=merges, faults=tuple(faults))


def _scan(book: Any, sheet: Any) -> tuple[tuple[tuple[int, int, int, int], ...], bool]:
    """Return the merged areas and whether there are formulas: openpyxl's reader of large files tells neither."""
    merges: set[tuple[bytes, ...]] = set()
    formulas, tail = False, b""
    with book._archive.open(sheet._worksheet_path) as stream:  # noqa: SLF001 - it has no public name
        while block := stream.read(_BLOCK):
            text = tail + block
            formulas = formulas or b"<f>" in text or b"<f " in text
            merges.update(match.groups() for match in _MERGE.finditer(text))
            tail = text[-_OVERLAP:]
    areas = [(int(r1), _position(c1), int(r2), _position(c2)) for c1, r1, c2, r2 in merges]
    return tuple(sorted(areas)), formulas


def _position(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _unsaved_formulas(path: Path, title: str) -> dict[int, str]:
    """Return the first formula of each row that has no stored value, by row."""
    import openpyxl  # noqa: PLC0415 - as above

    with path.open("rb") as first, path.open("rb") as second:
        values = openpyxl.load_workbook(first, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(second, read_only=True, data_only=False)
        pairs = zip(_plain_rows(values[title]), _plain_rows(formulas[title]), strict=False)
        return {
            number: found
            for number, (row, raw) in enumerate(pairs, start=1)
            if (found := _first_unsaved(row, raw))
        }


def _plain_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True, max_row=None)


def _first_unsaved(row: tuple[Any, ...], raw: tuple[Any, ...]) -> str:
    pairs = zip(row, raw, strict=False)
    return next((formula for value, formula in pairs if value is None and str(formula)[:1] == "="), "")
