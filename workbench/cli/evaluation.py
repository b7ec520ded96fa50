"""``workbench evaluate``: how near the points are to points that are known."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from workbench.cases import read_plain
from workbench.coordinates import convert
from workbench.errors import ColumnError
from workbench.gazetteer import Gazetteer
from workbench.geocoding import Geocoder
from workbench.matching import evaluate as compare

_SHOWN = {
    "level": "level",
    "n": "n",
    "within_100_m_share": "<=100 m",
    "within_500_m_share": "<=500 m",
    "within_2000_m_share": "<=2 km",
    "median_m": "median m",
    "radius_holds_share": "radius holds",
    "ece": "calibration error",
    "accepted_share": "accepted",
    "accepted_right_share": "of them right",
}


@click.command()
@click.argument("truth", type=click.Path(path_type=Path))
@click.option(
    "--datum", required=True, type=click.Choice(["wgs84", "gcj02", "bd09"]), help="Datum of the true points."
)
@click.option(
    "--gazetteer", type=click.Path(path_type=Path), help="Gazetteer folder; without it the bundled places."
)
@click.option("--address", default="address", show_default=True, help="Column with the addresses.")
@click.option("--lng", default="lng", show_default=True, help="Column with the true longitude.")
@click.option("--lat", default="lat", show_default=True, help="Column with the true latitude.")
@click.option("--city", help="Column with the city, where the address may lack it.")
def evaluate(
    truth: Path, datum: str, gazetteer: Path | None, address: str, lng: str, lat: str, city: str | None
) -> None:
    """Geocode the addresses of TRUTH (.csv, .xlsx, .parquet) and compare with their known points."""
    rows, _ = read_plain(truth)
    for column in (address, lng, lat):
        if column not in rows.columns:
            raise ColumnError(column, map(str, rows.columns), where=truth.name)
    points = [pd.to_numeric(rows[column], errors="coerce") for column in (lng, lat)]
    known = points[0].notna() & points[1].notna()
    x, y = convert(points[0][known], points[1][known], source=datum)
    geocoder = Geocoder(Gazetteer.open(gazetteer))
    located = geocoder.geocode(rows[known].reset_index(drop=True), address, city=city)
    table = compare(located, pd.DataFrame({"lng": x, "lat": y}))[list(_SHOWN)].rename(columns=_SHOWN)
    click.echo(geocoder.notice)
    click.echo(table.round(3).to_string(index=False))
    if not known.all():
        click.echo(f"{int((~known).sum())} rows without a true point were left out", err=True)
