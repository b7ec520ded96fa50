"""The data dictionary: every column and table once, and what is done with it at the doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import ColumnError, InputError, PolicyError
from workbench.tables import comparisons, deliveries, ground, people, places, regions, rounds
from workbench.tables.kinds import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from workbench.tables.kinds import Column, Table

_PARTS = (people, places, comparisons, deliveries, ground, rounds, regions)

COLUMNS: dict[str, Column] = {column.name: column for part in _PARTS for column in part.COLUMNS}
TABLES: dict[str, Table] = {table.name: table for part in _PARTS for table in part.TABLES}


def column(name: str) -> Column:
    """Return the column of that name; an unknown one is answered with the nearest names."""
    try:
        return COLUMNS[name]
    except KeyError:
        raise ColumnError(name, COLUMNS, where="data dictionary") from None


def table(name: str) -> Table:
    """Return the table of that name; an unknown one is answered with the names that exist."""
    try:
        return TABLES[name]
    except KeyError:
        expected = ", ".join(TABLES)
        raise InputError(
            f"data dictionary: there is no table {name!r}. Expected one of: {expected}."
        ) from None


def label(name: str, *, lang: str = "zh") -> str:
    """Return a column's label, or the name itself for a column that the dictionary does not know."""
    known = COLUMNS.get(name)
    return name if known is None else known.label(lang)


def require(frame: pd.DataFrame, names: Iterable[str], *, where: str) -> None:
    """Raise a ``ColumnError`` that names the first column missing from ``frame`` and its nearest ones."""
    present = set(frame.columns)
    for name in names:
        if name not in present:
            raise ColumnError(name, [str(each) for each in frame.columns], where=where)


def guard(frame: pd.DataFrame, audience: Audience | str, *, where: str = "export") -> pd.DataFrame:
    """Return ``frame`` unchanged if ``audience`` may see every column of it.

    It stands at every exit: map, report and export.

    Raises
    ------
    PolicyError
        If a column is not declared in the dictionary or not for this audience.
    """
    audience = Audience(audience)
    unknown = [str(name) for name in frame.columns if name not in COLUMNS]
    if unknown:
        raise PolicyError(
            f"{where}: the columns {', '.join(unknown)} are not in the data dictionary, so nobody may see them outside. "
            "Declare them in workbench.tables or drop them."
        )
    hidden = [str(name) for name in frame.columns if audience not in COLUMNS[str(name)].audience]
    if hidden:
        raise PolicyError(
            f"{where}: the audience {audience.value!r} may not see {', '.join(hidden)}. Drop these columns before."
        )
    return frame


def visible(frame: pd.DataFrame, audience: Audience | str) -> pd.DataFrame:
    """Return the columns of ``frame`` that ``audience`` may see, in their order."""
    audience = Audience(audience)
    names = [name for name in frame.columns if name in COLUMNS and audience in COLUMNS[str(name)].audience]
    return frame[names]
