"""Divisions that an address leaves out, told by the place that it was matched to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from workbench.geodata import read

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

NAMES = ("province", "city", "district", "adcode")
FAULT = "DISTRICT.fromPlace"


@cache
def _counties() -> pd.DataFrame:
    """Names of the counties by code."""
    table = read("divisions", ["code", "level", "province", "city", "district"])
    counties = table[table["level"] == "district"]
    return counties.assign(adcode=counties["code"]).set_index("code")[list(NAMES)]


def complete(divisions: pd.DataFrame, codes: NDArray[np.int32]) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """Fill in the county, and what stands above it, where the address names none.

    Parameters
    ----------
    divisions
        Columns ``province``, ``city``, ``district``, ``adcode`` among others; empty text where unknown.
    codes
        Six-digit code of the county of the matched place, 0 without one, row by row.

    Returns
    -------
    tuple
        The frame with the gaps filled, and which rows were. What the address says is never overwritten: a place in another city than the
        one that is named fills nothing.
    """
    counties = _counties().reindex([f"{code:06d}" for code in codes.tolist()])
    open_rows = (divisions["district"].to_numpy(object) == "") & counties["district"].notna().to_numpy()
    for name in ("province", "city"):
        said = divisions[name].to_numpy(object)
        open_rows &= (said == "") | (said == counties[name].to_numpy(object))
    open_rows &= ~divisions["adcode"].astype(str).str.fullmatch(r"\d{4}(?!00)\d\d").to_numpy(bool)
    out = divisions.copy()
    for name in NAMES:
        out[name] = np.where(open_rows, counties[name].to_numpy(object), divisions[name].to_numpy(object))
    return out, open_rows
