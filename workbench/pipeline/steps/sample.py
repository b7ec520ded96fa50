"""The synthetic portfolio of the demo: files as a lender would send them, and the truth, set aside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workbench import geodata
from workbench.cases.samples import Calendar, make_portfolio
from workbench.pipeline.step import Context, Made, Step
from workbench.tables import write_table
from workbench.workspace import write_frame

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.workspace import Project

_FIRST_BATCH = date(2026, 1, 5)  # a demo is the same whenever it is made
TRUTHS = ("true_addresses", "true_letters", "true_cases", "planted_rejects")


def run(context: Context) -> Made:
    """Write the inputs of a demo project and set its truth aside."""
    settings, project = context.settings, context.project
    portfolio = make_portfolio(
        geodata.read("osm_places"),
        city=settings.demo_city,
        cases=settings.demo_cases,
        seed=settings.seed,
        divisions=geodata.read("divisions"),
        regions=geodata.regions("district"),
        changes=geodata.read("changes"),
        calendar=Calendar(first_batch=_FIRST_BATCH),
    )
    frames = {
        "cases": portfolio.case_file,
        "attempts": portfolio.results_file,
        "stations": portfolio.stations,
        "couriers": portfolio.couriers,
    }
    files = [write_table(frame, _input(project, name)) for name, frame in frames.items()]
    for name in TRUTHS:
        files.append(aside(project, name))
        write_frame(files[-1], getattr(portfolio, name))
    return Made(
        files=tuple(files), note={"cases": len(portfolio.case_file), "letters": len(portfolio.results_file)}
    )


def _input(project: Project, name: str) -> Path:
    return project.folder / str(getattr(project.settings.inputs, name))


def aside(project: Project, name: str) -> Path:
    """Return the file of a truth that is kept from the pipeline."""
    return project.folder / "aside" / f"{name}.parquet"


STEP = Step(
    "sample",
    "生成模拟案件",
    "make a synthetic portfolio",
    run,
    settings=("seed", "demo_cases", "demo_city", "inputs"),
)
