"""``workbench evaluate``: how near the points are to points that are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pandas as pd

from workbench.cases import read_plain
from workbench.coordinates import convert, distance_m
from workbench.errors import ColumnError
from workbench.gazetteer import Gazetteer
from workbench.geocoding import Geocoder
from workbench.matching import RIGHT_M
from workbench.matching import evaluate as compare
from workbench.matching import sweep as try_thresholds

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
_SWEPT = {
    "accept": "accept from",
    "accepted_share": "accepted",
    "precision": "of them right",
    "precision_low": "at least",
    "precision_high": "at most",
    "recall": "of right ones",
    "cost": "cost per row",
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
@click.option("--province", help="Column with the province, where the address may lack it.")
@click.option("--city", help="Column with the city, where the address may lack it.")
@click.option("--district", help="Column with the county, where the address may lack it.")
@click.option(
    "--sweep", is_flag=True, help="Show also what each threshold would accept, and how much of it is right."
)
def evaluate(
    truth: Path,
    datum: str,
    gazetteer: Path | None,
    address: str,
    lng: str,
    lat: str,
    *,
    sweep: bool,
    **divisions: Any,
) -> None:
    """Geocode the addresses of TRUTH (.csv, .xlsx, .parquet) and compare with their known points."""
    rows, _ = read_plain(truth)
    for column in (address, lng, lat):
        if column not in rows.columns:
            raise ColumnError(column, map(str, rows.columns), where=truth.name)
    stated = [pd.to_numeric(rows[column], errors="coerce") for column in (lng, lat)]
    known = stated[0].notna() & stated[1].notna()
    x, y = convert(stated[0][known], stated[1][known], source=datum)
    geocoder = Geocoder(Gazetteer.open(gazetteer))
    located = geocoder.geocode(rows[known].reset_index(drop=True), address, **divisions)
    points = pd.DataFrame({"lng": x, "lat": y})
    table = compare(located, points)[list(_SHOWN)].rename(columns=_SHOWN)
    click.echo(geocoder.notice)
    click.echo(table.round(3).to_string(index=False))
    if sweep:
        _show_sweep(located, points)
    if not known.all():
        click.echo(f"{int((~known).sum())} rows without a true point were left out", err=True)


def _show_sweep(located: pd.DataFrame, points: pd.DataFrame) -> None:
    """Print what each threshold would accept; right is what lies within 500 m, answers without a point are wrong."""
    away = distance_m(
        *(frame[name].to_numpy(float) for frame in (located, points) for name in ("lng", "lat"))
    )
    labelled = located[["confidence"]].assign(right=(away < RIGHT_M).astype(float))
    table = try_thresholds(labelled, right="right")[list(_SWEPT)].rename(columns=_SWEPT)
    click.echo(table.round(3).to_string(index=False))
