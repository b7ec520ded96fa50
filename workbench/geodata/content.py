"""A hash of what a table says, whatever wrote it and however it is compressed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import pyarrow as pa

_UNIT, _NULL = "\x1f", "\x00"


def content_sha256(table: pa.Table) -> str:
    """Return the SHA-256 over column names and values in order.

    Text is hashed as UTF-8 joined by U+001F with U+0000 for nothing, integers as little-endian int64, and
    other numbers as little-endian float64.
    """
    digest = hashlib.sha256()
    for name in table.column_names:
        digest.update(f"{name}{_UNIT}{table.num_rows}{_UNIT}".encode())
        values = pd.Series(table.column(name).to_pandas())
        if pd.api.types.is_integer_dtype(values.dtype):
            digest.update(values.to_numpy().astype("<i8").tobytes())
        elif pd.api.types.is_numeric_dtype(values.dtype):
            floats = values.to_numpy(dtype="<f8", na_value=np.nan) + 0.0
            digest.update(np.where(np.isnan(floats), np.nan, floats).astype("<f8").tobytes())
        else:
            digest.update(_UNIT.join(values.fillna(_NULL).astype(str)).encode())
    return digest.hexdigest()
