"""Place tables of any file format as one frame of text under the file's own headers."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from workbench.errors import InputError, MissingError
from workbench.gazetteer.sources.result import no_rejects, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK = 1 << 24
_HEAD = 1 << 16
_ENCODINGS = ("utf-8", "gb18030")
_SEPARATORS = ",\t;|"
_SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook or ZIP archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"\x1f\x8b": "a gzip archive",
}


class Table(NamedTuple):
    """Cells under the file's headers, the row number of each in the file, and rows that could not be read."""

    cells: pd.DataFrame
    rows: np.ndarray
    rejects: pd.DataFrame


def read_table(path: Path | str) -> Table:
    """Read ``.csv``, ``.tsv``, ``.txt`` (UTF-8 or GB18030), ``.xlsx`` or ``.parquet``.

    Raises
    ------
    MissingError
        If the file is not there.
    InputError
        If the format is another one, the file is damaged, or there is no row in it.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingError(f"{path}: the file is not there. Name a .csv, .tsv, .txt, .xlsx or .parquet file.")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        expected = ", ".join(_READERS)
        raise InputError(
            f"{path.name}: places cannot be read from {path.suffix!r}. Expected one of: {expected}."
        )
    if path.stat().st_size == 0:
        raise InputError(f"{path.name}: the file is empty. Expected a header and one row per place.")
    table = reader(path)
    if table.cells.empty:
        raise InputError(f"{path.name}: there is no row under the header. Expected one row per place.")
    return table


def _read_parquet(path: Path) -> Table:
    try:
        cells = pq.read_table(path).to_pandas()
    except (pa.ArrowInvalid, OSError) as fault:
        raise InputError(f"{path.name}: this is no Parquet file that can be read ({fault}).") from None
    return Table(cells.reset_index(drop=True), np.arange(len(cells)) + 2, no_rejects())


def _read_workbook(path: Path) -> Table:
    try:
        cells = pd.read_excel(path, dtype=str, engine="openpyxl", keep_default_na=False)
    except Exception as fault:  # noqa: BLE001  openpyxl raises whatever the damaged part happens to raise
        raise InputError(
            f"{path.name}: the workbook cannot be read ({type(fault).__name__}). Open it and save it again as .xlsx."
        ) from None
    return Table(cells, np.arange(len(cells)) + 2, no_rejects())


def _read_delimited(path: Path) -> Table:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    for mark, kind in _SIGNATURES.items():
        if head.startswith(mark):
            raise InputError(f"{path.name}: this is {kind}, not a text table. Export it as CSV UTF-8.")
    encoding = _detect(path, head)
    first = head.decode(encoding, errors="ignore").splitlines()[0] if head.strip() else ""
    separator = max(_SEPARATORS, key=first.count)
    torn: list[tuple[int, str]] = []

    def skip(row: pc.InvalidRow) -> str:
        torn.append((row.number or 0, row.text))
        return "skip"

    try:
        table = pc.read_csv(
            path,
            read_options=pc.ReadOptions(encoding=encoding, block_size=_BLOCK, use_threads=False),
            parse_options=pc.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=skip
            ),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(_headers(first, separator), pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError) as fault:
        raise InputError(f"{path.name}: this is no table that can be read ({str(fault)[:120]}).") from None
    numbers = np.array([number for number, _ in torn], dtype=np.int64)
    rows = np.setdiff1d(np.arange(table.num_rows + len(torn)) + 2, numbers)
    lost = (
        refuse(numbers, "", pd.Series([text[:200] for _, text in torn], dtype=object), _TORN)
        if torn
        else no_rejects()
    )
    return Table(table.to_pandas(), rows, lost)


_TORN = "the row has more or fewer fields than the header; put fields that hold separators into quotes"


def _headers(first: str, separator: str) -> list[str]:
    return [name.strip('"') for name in first.lstrip("\ufeff").split(separator)]


def _detect(path: Path, head: bytes) -> str:
    """UTF-8 if the whole file is, else GB18030 if the whole file is."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise InputError(f"{path.name}: the text is neither UTF-8 nor GB18030. Save it as CSV UTF-8.")


_READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": _read_delimited,
    ".tsv": _read_delimited,
    ".txt": _read_delimited,
    ".xlsx": _read_workbook,
    ".parquet": _read_parquet,
}
