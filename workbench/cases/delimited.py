"""Rows of delimited text: CSV and its relatives."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases.encodings import detect_encoding
from workbench.cases.grid import MAX_COLUMNS, MAX_ROWS, Rows, Sheet
from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SEPARATORS = (",", "\t", ";", "|", "\x01", "，")
_LINE_LENGTH = 1_000_000
_SAMPLE_ROWS = 60
_LINES_IN_A_CELL = 20


def read_delimited(path: Path, *, encoding: str | None = None, separator: str | None = None) -> Sheet:
    """Read delimited text; encoding and separator are found out unless named.

    Rows swallowed by a quotation mark that was never closed become faults.

    Raises
    ------
    InputError
        If the encoding does not fit or the lines are no table.
    """
    encoding = encoding or detect_encoding(path)
    separator = separator or find_separator(path, encoding)
    rows, faults, widths = Rows(), [], {}
    for number, row in _records(path, encoding, separator):
        if not any(row):
            continue
        if any(cell.count("\n") > _LINES_IN_A_CELL for cell in row):
            reason = "引号未闭合，后面的行并入了本行；请更正文件 · a quotation mark is not closed, so the following lines ran into this row; correct the file"
            faults.append((number, "", reason))
            continue
        widths[number] = len(row)
        rows.add(number, row)
    return Sheet("", rows.frame(), faults=tuple(faults), widths=pd.Series(widths, dtype="int64"))


def find_separator(path: Path, encoding: str) -> str:
    """Return the separator by which the first rows agree best in their number of fields."""
    scores = {}
    for separator in _SEPARATORS:
        widths = Counter(
            len(row) for _, row in islice(_records(path, encoding, separator), _SAMPLE_ROWS) if any(row)
        )
        width, agreeing = max(widths.items(), key=lambda pair: (pair[0] > 1) * pair[1], default=(0, 0))
        scores[separator] = (agreeing / max(widths.total(), 1), width) if width > 1 else (0.0, 0)
    return max(scores, key=lambda separator: scores[separator])


def _records(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number as a spreadsheet counts it, fields); blank lines count as rows."""
    reader = csv.reader(_lines(path, encoding), delimiter=separator)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise InputError(
                    f"{path.name}: row {number:,} has {len(row):,} fields; at most {MAX_ROWS:,} rows of {MAX_COLUMNS:,} "
                    "fields can be read. Check the separator and the line ends, or split the file."
                )
            yield number, row
    except csv.Error as error:
        raise InputError(
            f"{path.name}: after row {number:,} the text cannot be cut into fields ({error}). "
            "Usually a quotation mark is not closed; correct it and read the file again."
        ) from error


def _lines(path: Path, encoding: str) -> Iterator[str]:
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as stream:
            while line := stream.readline(_LINE_LENGTH + 1):
                if len(line) > _LINE_LENGTH:
                    raise InputError(
                        f"{path.name}: a line is longer than {_LINE_LENGTH:,} characters, so this is no table. "
                        "Check that the file has line ends and was not cut or joined on its way."
                    )
                yield line.replace("\x00", "\ufffd")
    except (LookupError, UnicodeError) as error:
        raise InputError(
            f"{path.name}: cannot be read as {encoding!r}. Leave the encoding out or name another."
        ) from error
