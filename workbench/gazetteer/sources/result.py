"""What a source gives: rows of table ``places``, and what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.gazetteer.regions import NAMES, locate
from workbench.tables import table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS = table("places").columns
REJECTS = ("row", "column", "value", "reason")
_NUMBERS = ("lng", "lat")


@dataclass(frozen=True, slots=True)
class Places:
    """Rows of a source and what was refused.

    Parameters
    ----------
    rows
        Columns of table ``places`` in their order, WGS 84, text never null, ``place_id`` left empty for the builder.
    rejects
        ``row`` (as counted in the file, header = 1), ``column``, ``value``, ``reason``.
    """

    rows: pd.DataFrame
    rejects: pd.DataFrame


def fill_places(frame: pd.DataFrame, source: str | pd.Series) -> pd.DataFrame:
    """Return ``frame`` with all columns of table ``places``; what it lacks becomes an empty text.

    Parameters
    ----------
    frame
        ``place``, ``lng``, ``lat`` (WGS 84) and any other column of the table.
    source
        Value of ``place_source``.
    """
    out = frame.assign(place_source=source)
    for name in COLUMNS:
        if name not in out.columns:
            out[name] = ""
    texts = [name for name in COLUMNS if name not in _NUMBERS]
    out[texts] = out[texts].fillna("").astype(str)
    return out[list(COLUMNS)].reset_index(drop=True)


def add_divisions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with ``adcode``, ``province``, ``city`` and ``district`` of the county each point lies in."""
    found = locate(frame["lng"], frame["lat"]).set_index(frame.index)
    return frame.assign(**{name: found[name] for name in NAMES})


def no_rejects() -> pd.DataFrame:
    """Return an empty table of rejects."""
    return pd.DataFrame({name: pd.Series(dtype=object) for name in REJECTS})


def refuse(rows: NDArray[np.intp], column: str, values: pd.Series | str, reason: str) -> pd.DataFrame:
    """Return rejects with one reason.

    Parameters
    ----------
    rows
        Numbers of the rows in the file.
    column
        Header in the file; empty if the whole row is meant.
    values
        What stands there, aligned with ``rows``.
    reason
        What is wrong and what was expected.
    """
    shown = values if isinstance(values, str) else values.to_numpy(dtype=object)
    return pd.DataFrame(
        {"row": rows, "column": column, "value": shown, "reason": reason}, columns=list(REJECTS)
    )
