"""Rows of a Parquet file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.cases.cells import to_text
from workbench.cases.grid import MAX_COLUMNS, MAX_ROWS, Sheet
from workbench.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_UNPACKED_BYTES = 4_000_000_000


def read_columnar(path: Path) -> Sheet:
    """Read a Parquet file; its column names become row 1.

    Raises
    ------
    InputError
        If it is damaged, nested or unpacks to more than memory should hold.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy, and only Parquet needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        file = pq.ParquetFile(path)
        _check_size(path, file.metadata)
        nested = [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]
        if nested:
            raise InputError(
                f"{path.name}: the columns {', '.join(nested[:5])} hold lists or records. Write them as text."
            )
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"{path.name}: the Parquet file is damaged ({type(error).__name__}). Write it once more."
        ) from error
    texts = {i: _to_texts(column, pa) for i, column in enumerate(table.columns)}
    cells = pd.DataFrame(texts, index=range(2, table.num_rows + 2))
    header = pd.DataFrame([table.column_names], index=[1]).astype("str")
    return Sheet("", pd.concat([header, cells]), headed=True)


def _check_size(path: Path, metadata: Any) -> None:
    unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    if unpacked > _UNPACKED_BYTES or metadata.num_rows > MAX_ROWS or metadata.num_columns > MAX_COLUMNS:
        raise InputError(
            f"{path.name}: {metadata.num_rows:,} rows of {metadata.num_columns:,} columns, {unpacked:,} bytes unpacked, are more "
            f"than can be read ({MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns). Split the file."
        )


def _to_texts(column: Any, pa: Any) -> pd.Series:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pd.Series(column.to_pandas(), dtype="str").fillna("").set_axis(range(2, len(column) + 2))
    texts = [_exact_text(value) for value in column.to_pylist()]
    return pd.Series(texts, dtype="str", index=range(2, len(column) + 2))


def _exact_text(value: object) -> str:
    """Return text; an integer of any length is exact here, as it never went through a spreadsheet."""
    exact = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if exact else to_text(value)
