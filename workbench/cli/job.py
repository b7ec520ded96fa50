"""``workbench demo``, ``init``, ``run``: the whole job."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.errors import MissingError
from workbench.files import companions
from workbench.pipeline import DEMO_INPUTS, closing_words, run_job
from workbench.workspace import Inputs, Settings, init_project, open_project

if TYPE_CHECKING:
    from workbench.workspace import Project

_INPUT_HELP = {
    "cases": "Case file: CSV, xlsx or Parquet.",
    "attempts": "Past deliveries with their results.",
    "stations": "Stations: CSV or GeoJSON with station, lng, lat (WGS 84).",
    "couriers": "Couriers: CSV with courier, station, shift_from, shift_to, capacity.",
    "areas": "Courier areas: GeoJSON, GeoPackage, Shapefile or KML.",
    "mapping": "Saved mapping of the case file's columns (TOML).",
    "gazetteer": "Gazetteer folder made by: workbench gazetteer build.",
    "roads": "Road graph: an OSM extract (.osm.pbf) or an edge table.",
    "corrections": "Corrections of addresses (CSV with address, lng, lat).",
}


def _tell(message: str) -> None:
    click.echo(message)


def _run(project: Project, *, until: str | None = None) -> None:
    done = run_job(project, tell=_tell, until=until)
    if not any(each.ran for each in done):
        click.echo("\nNothing has changed since the last run; nothing was done.")
    click.echo(closing_words(project, done))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("workbench-demo"))
@click.option(
    "--cases", type=click.IntRange(1, 200_000), default=2000, show_default=True, help="Cases to make."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the synthetic portfolio.")
@click.option("--city", default="北京市", show_default=True, help="City of Beijing, Tianjin or Hebei.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of maps and report.",
)
@click.option("--fresh", is_flag=True, help="Make the folder anew if it is a demo of other settings.")
def demo(folder: Path, cases: int, seed: int, city: str, lang: str, *, fresh: bool) -> None:
    """Make a synthetic portfolio at real places in FOLDER and run the whole job on it."""
    if fresh and (folder / "project.toml").exists() and open_project(folder).settings.demo_cases:
        shutil.rmtree(folder)
    settings = Settings(
        lang=lang,
        seed=seed,
        demo_cases=cases,
        demo_city=city,
        inputs=DEMO_INPUTS,
    )
    _run(init_project(folder, settings))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lender", default="", help="Name of the lender.")
@click.option(
    "--lawful-source", default="", help="Lawful source of all addresses, where the file has no such column."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def init(folder: Path, lender: str, lawful_source: str, lang: str, **inputs: Path | None) -> None:
    """Make a project FOLDER for real files: they are copied into it."""
    given = {name: path for name, path in inputs.items() if path is not None}
    for name, path in given.items():
        if not path.exists():
            raise MissingError(f"--{name} {path}: there is no such file. Check the path.")
    # Files of one name from two folders must not replace each other.
    names = [path.name.casefold() for path in given.values()]
    lead = {name: f"{name}-" if names.count(path.name.casefold()) > 1 else "" for name, path in given.items()}
    kept = {
        name: f"inputs/{lead[name]}{path.name}" if path.is_file() else str(path.resolve())
        for name, path in given.items()
    }
    settings = replace(Settings(lender=lender, lawful_source=lawful_source, lang=lang), inputs=Inputs(**kept))
    project = init_project(folder, settings)
    for name, path in given.items():
        if path.is_file():
            for each in companions(path):
                shutil.copyfile(each, project.folder / "inputs" / f"{lead[name]}{each.name}")
    click.echo(f"{project.folder}: made. Settings are in project.toml. Next: workbench run {folder}")


for _name in reversed(_INPUT_HELP):
    init = click.option(f"--{_name}", type=click.Path(path_type=Path), help=_INPUT_HELP[_name])(init)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--until", help="Stop after this step.")
def run(folder: Path, until: str | None) -> None:
    """Run the whole job on the project in FOLDER; unchanged steps are left alone."""
    _run(open_project(folder), until=until)
