"""Blocks: the cities within which places are looked up, as integers from division codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MUNICIPALITIES = (11, 12, 31, 50)


def read_codes(adcode: pd.Series) -> NDArray[np.int32]:
    """Read six-digit division codes as integers; what is no code becomes 0."""
    digits = adcode.astype("string").str.extract(r"^\s*(\d{6})", expand=False)
    return pd.to_numeric(digits).fillna(0).to_numpy(dtype=np.int32)


def block_codes(codes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the block of each division code: four digits of the city, 0 for province or nothing.

    A municipality is one block, whichever half of its counties a code belongs to; the counties
    directly under a province share one.
    """
    block = codes // 100
    return np.where(np.isin(codes // 10_000, _MUNICIPALITIES), codes // 10_000 * 100 + 1, block).astype(
        np.int32
    )
