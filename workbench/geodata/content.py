"""A hash of what a table says, whatever wrote it and however it is compressed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator


def content_sha256(table: pa.Table) -> str:
    """Return the SHA-256 over column names and values in order.

    A text column is hashed as the lengths of its values in bytes (little-endian int32, -1 for nothing) and then their
    UTF-8, integers as little-endian int64, other numbers as little-endian float64.
    """
    digest = hashlib.sha256()
    for name in table.column_names:
        digest.update(f"{name}\n{table.num_rows}\n".encode())
        for part in _parts(table.column(name)):
            digest.update(part)
    return digest.hexdigest()


def _parts(column: pa.ChunkedArray) -> Iterator[bytes]:
    if pa.types.is_integer(column.type):
        yield column.cast(pa.int64()).to_numpy().astype("<i8").tobytes()
    elif pa.types.is_floating(column.type):
        values = column.cast(pa.float64()).to_numpy() + 0.0  # the two zeros are one value
        yield np.where(np.isnan(values), np.nan, values).astype("<f8").tobytes()
    else:
        texts = pa.array(column.cast(pa.string()).combine_chunks(), pa.string())
        yield pc.binary_length(texts).fill_null(-1).to_numpy(zero_copy_only=False).astype("<i4").tobytes()
        yield "".join(texts.drop_null().to_pylist()).encode()
