"""Addresses whose points are known: how the command line reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pandas as pd

from workbench.cases import read_plain
from workbench.coordinates import convert
from workbench.errors import ColumnError

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., None]

_COLUMNS = {
    "--address": ("address", "Column with the addresses."),
    "--lng": ("lng", "Column with the true longitude."),
    "--lat": ("lat", "Column with the true latitude."),
    "--province": (None, "Column with the province, where the address may lack it."),
    "--city": (None, "Column with the city, where the address may lack it."),
    "--district": (None, "Column with the county, where the address may lack it."),
}


def take_truth(command: Command) -> Command:
    """Give a command the argument TRUTH and the options that say how to read it."""
    for option, (default, text) in reversed(_COLUMNS.items()):
        command = click.option(option, default=default, show_default=default is not None, help=text)(command)
    datum = click.Choice(["wgs84", "gcj02", "bd09"])
    command = click.option("--datum", required=True, type=datum, help="Datum of the true points.")(command)
    return click.argument("truth", type=click.Path(path_type=Path))(command)


def read_truth(path: Path, datum: str, columns: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Read a table of addresses with known points.

    Parameters
    ----------
    columns
        Names of the columns ``address``, ``lng`` and ``lat``.

    Returns
    -------
    tuple
        The rows with a point, their points (``lng``, ``lat``, WGS 84), and how many rows had none.
    """
    rows, _ = read_plain(path)
    for name in ("address", "lng", "lat"):
        if columns[name] not in rows.columns:
            raise ColumnError(columns[name], map(str, rows.columns), where=path.name)
    lng, lat = (pd.to_numeric(rows[columns[name]], errors="coerce") for name in ("lng", "lat"))
    known = lng.notna() & lat.notna()
    x, y = convert(lng[known], lat[known], source=datum)
    points = pd.DataFrame({"lng": x, "lat": y})
    return rows[known].reset_index(drop=True), points, int((~known).sum())
