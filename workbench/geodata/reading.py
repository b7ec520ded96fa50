"""Reads the bundled tables, each from disk once in a process."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from workbench.errors import InputError, MissingError
from workbench.geodata.folder import find_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import pyarrow as pa

NAMES = (
    "divisions",
    "villages",
    "county_history",
    "changes",
    "lookalikes",
    "postcodes",
    "osm_places",
)


def read(name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a bundled table as a frame of the caller's own.

    Parameters
    ----------
    name
        One of ``NAMES``; the columns of each are listed in ``workbench.geodata``.
    columns
        The columns wanted, in this order; all of them by default.

    Raises
    ------
    InputError
        If there is no table of that name.
    MissingError
        If the file is not there.
    """
    table = read_table(name)
    frame: pd.DataFrame = (table if columns is None else table.select(list(columns))).to_pandas()
    return frame


@lru_cache(maxsize=2 * len(NAMES))
def read_table(name: str, columns: tuple[str, ...] | None = None) -> pa.Table:
    """Return a bundled table, or some of its columns, as an Arrow table; the same object at every call (it cannot be changed)."""
    if name not in NAMES:
        raise InputError(f"geodata: there is no table {name!r}. Expected one of: {', '.join(NAMES)}.")
    path = find_folder() / f"{name}.parquet"
    if not path.is_file():
        raise MissingError(
            f"geodata: {path} is not there. Install the package again, or make the file with: "
            "workbench gazetteer bundle ARCHIVES --output geodata"
        )
    return pq.read_table(path, columns=None if columns is None else list(columns), memory_map=False)
