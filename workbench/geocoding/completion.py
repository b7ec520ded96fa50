"""Divisions that an address leaves out, told by the place that it was matched to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from workbench.geodata import read

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

NAMES = ("province", "city", "district", "adcode")
_DIGITS = 6
FAULT = "DISTRICT.fromPlace"


class _Counties(NamedTuple):
    """Codes of the counties in order, and their names by column with an empty entry behind the last."""

    codes: NDArray[np.int64]
    names: dict[str, NDArray[np.object_]]


@cache
def _counties() -> _Counties:
    table = read("divisions", ["code", "level", "province", "city", "district"])
    counties = table[table["level"] == "district"].sort_values("code")
    columns = counties.assign(adcode=counties["code"])
    return _Counties(
        counties["code"].to_numpy(np.int64),
        {name: np.append(columns[name].to_numpy(object), "") for name in NAMES},
    )


def _is_county(adcode: str) -> bool:
    return len(adcode) == _DIGITS and not adcode.endswith("00")


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
    counties = _counties()
    at = np.searchsorted(counties.codes, codes).clip(max=len(counties.codes) - 1)
    known = counties.codes[at] == codes
    place = {name: names[np.where(known, at, -1)] for name, names in counties.names.items()}
    said = {name: divisions[name].to_numpy(object) for name in NAMES}
    open_rows = known & (said["district"] == "")
    for name in ("province", "city"):
        open_rows &= (said[name] == "") | (said[name] == place[name])
    open_rows &= np.asarray([not _is_county(one) for one in said["adcode"].tolist()], dtype=bool)
    out = divisions.copy()
    for name in NAMES:
        out[name] = np.where(open_rows, place[name], said[name])
    return out, open_rows
