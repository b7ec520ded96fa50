"""``workbench geocode`` and ``explain``: addresses to points."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import geopandas as gpd
import pandas as pd

from workbench.cases import read_plain
from workbench.errors import ColumnError, InputError
from workbench.files import whole
from workbench.gazetteer import Gazetteer
from workbench.geocoding import (
    COLUMNS,
    ENGINES,
    MANY,
    Geocoder,
    choose_engine,
    geocode_with,
    keep_parts,
    open_engine,
)
from workbench.matching import Thresholds
from workbench.tables import write_table

_ADDRESS_NAMES = ("address", "地址", "详细地址", "家庭住址", "户籍地址", "通讯地址", "居住地址")
_TABLES = (".csv", ".xlsx", ".parquet")
_SHAPES = {".gpkg": "GPKG", ".geojson": "GeoJSON"}


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.option(
    "--gazetteer", type=click.Path(path_type=Path), help="Gazetteer folder; without it the bundled places."
)
@click.option("--address", help="Column with the addresses; found by its name if left out.")
@click.option("--province", help="Column with the province, where the address may lack it.")
@click.option("--city", help="Column with the city, where the address may lack it.")
@click.option("--district", help="Column with the county, where the address may lack it.")
@click.option("--resolution", type=click.IntRange(0, 15), default=9, show_default=True, help="H3 resolution.")
@click.option("--accept", type=click.FloatRange(0, 1), default=Thresholds().accept, show_default=True)
@click.option("--review", type=click.FloatRange(0, 1), default=Thresholds().review, show_default=True)
@click.option("--sheet", help="Sheet of a workbook; the first by default.")
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    help="Table of points that people set, which always win: address, lng, lat (WGS 84).",
)
@click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    help=f"Where to run; by default here, and in processes from {MANY:,} rows on.",
)
@click.option("--workers", type=click.IntRange(1), help="Processes of this machine; all cores by default.")
def geocode(
    source: Path,
    output: Path,
    gazetteer: Path | None,
    address: str | None,
    resolution: int,
    accept: float,
    review: float,
    sheet: str | None,
    corrections: Path | None,
    engine: str | None,
    workers: int | None,
    **divisions: str | None,
) -> None:
    """Geocode a column of INPUT (.csv, .xlsx, .parquet) and write all columns and the locations to OUTPUT.

    OUTPUT is .csv, .xlsx, .parquet, .gpkg or .geojson; points are WGS 84. A long job that is stopped goes on where it was when
    the same command is given again.
    """
    _check_output(source, output)
    rows, rejects = read_plain(source, sheet=sheet)
    geocoder = Geocoder(
        Gazetteer.open(gazetteer),
        thresholds=Thresholds(accept=accept, review=review),
        resolution=resolution,
        overrides=read_plain(corrections)[0] if corrections else None,
    )
    click.echo(geocoder.notice, err=True)
    column = choose_address(rows, address, source)
    where = open_engine(engine or ("processes" if workers else choose_engine(len(rows))), workers)
    parts = output.with_name(f".{output.name}.parts")
    kept = keep_parts(where, parts, geocoder, rows, address=column, **divisions)
    located = geocode_with(kept, geocoder, rows, column, progress=_show_progress, **divisions)
    write_located(join_columns(rows, located), output)
    kept.forget()
    _tell(located, rejects, output)


def _show_progress(done: int, total: int) -> None:
    """Keep one line on a screen up to date; files and pipes get none."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {total:,} addresses", err=True, nl=done >= total)


def _check_output(source: Path, output: Path) -> None:
    if output.suffix.lower() not in (*_TABLES, *_SHAPES):
        expected = ", ".join((*_TABLES, *_SHAPES))
        raise InputError(
            f"{output}: cannot write {output.suffix or 'a file without ending'}. Use one of: {expected}."
        )
    if source.exists() and output.exists() and source.samefile(output):
        raise InputError(f"{output}: this is the input. Name another file for the output.")


def choose_address(rows: pd.DataFrame, stated: str | None, source: Path) -> str:
    """Return the stated column, or the one that is named like addresses."""
    if stated is None:
        stated = next((name for name in _ADDRESS_NAMES if name in rows.columns), None)
    if stated is None:
        headers = ", ".join(map(str, rows.columns[:20]))
        raise InputError(
            f"{source.name}: which column holds the addresses? Say --address COLUMN. Columns: {headers}."
        )
    if stated not in rows.columns:
        raise ColumnError(stated, map(str, rows.columns), where=source.name)
    return stated


def join_columns(rows: pd.DataFrame, located: pd.DataFrame) -> pd.DataFrame:
    """Put the locations behind the input's columns; an input column of the same name gets ``_input`` behind its name."""
    kept = rows.rename(columns={name: f"{name}_input" for name in rows.columns if name in COLUMNS})
    return pd.concat([kept, located], axis=1)


def write_located(frame: pd.DataFrame, output: Path) -> None:
    """Write a table, or points (WGS 84) in a format for maps; whole or not at all."""
    driver = _SHAPES.get(output.suffix.lower())
    if driver is None:
        write_table(frame, output)
        return
    points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["lng"], frame["lat"]), crs="EPSG:4326")
    points.loc[frame["lng"].isna(), "geometry"] = None
    with whole(output) as temporary:
        if driver == "GeoJSON":
            points.to_file(temporary, driver=driver, RFC7946="YES")
        else:
            points.to_file(temporary, driver=driver, layer="locations")


def _tell(located: pd.DataFrame, rejects: pd.DataFrame, output: Path) -> None:
    shares = located["decision"].value_counts(normalize=True)
    parts = ", ".join(f"{name} {shares.get(name, 0.0):.1%}" for name in ("accept", "review", "reject"))
    click.echo(f"{output}: {len(located):,} rows; {parts}")
    if len(rejects):
        path = write_table(rejects, output.with_name(f"{output.stem}_rejects.csv"))
        click.echo(f"{path}: {len(rejects)} rows could not be read", err=True)


@click.command()
@click.argument("address")
@click.option(
    "--gazetteer", type=click.Path(path_type=Path), help="Gazetteer folder; without it the bundled places."
)
@click.option("--province", help="Province, where the address may lack it.")
@click.option("--city", help="City, where the address may lack it.")
@click.option("--district", help="County, where the address may lack it.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language.")
def explain(address: str, gazetteer: Path | None, lang: str, **divisions: str | None) -> None:
    """Show how one ADDRESS is cleaned, read, matched and placed, and why."""
    click.echo(Geocoder(Gazetteer.open(gazetteer)).explain(address, lang=lang, **divisions))
