"""The steps in their order; a new one is one file and one line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.pipeline.runner import Done, run_steps
from workbench.pipeline.steps import charts, geocode, ground, intake, odds, patterns, reports, rounds, sample
from workbench.workspace import Inputs, Project, Settings, init_project, open_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.pipeline.step import Progress, Tell

STEPS = (
    intake.STEP,
    geocode.STEP,
    ground.STEP,
    odds.STEP,
    patterns.STEP,
    rounds.STEP,
    charts.STEP,
    reports.STEP,
)
DEMO_STEPS = (sample.STEP, *STEPS)
DEMO_INPUTS = Inputs(
    cases="inputs/cases.xlsx",
    attempts="inputs/attempts.csv",
    stations="inputs/stations.csv",
    couriers="inputs/couriers.csv",
)


def run_job(
    project: Project,
    *,
    tell: Tell,
    hear: Callable[[Progress], None] | None = None,
    until: str | None = None,
) -> list[Done]:
    """Run all steps that a project needs, those that make a demo's files included; see :func:`run_steps`."""
    steps = DEMO_STEPS if project.settings.demo_cases else STEPS
    return run_steps(project, steps, tell=tell, hear=hear, until=until)


def find_project() -> Project:
    """Open the project that a notebook belongs to: the folder it lies in or one above; else a demo beside it.

    ``WORKBENCH_DEMO_FOLDER`` and ``WORKBENCH_DEMO_CASES`` name another demo and its size.
    """
    stated = os.environ.get("WORKBENCH_DEMO_FOLDER")
    here = Path.cwd()
    for folder in () if stated else (here, *list(here.parents)[:2]):
        if (folder / "project.toml").is_file():
            return open_project(folder)
    cases = int(os.environ.get("WORKBENCH_DEMO_CASES", "600"))
    settings = Settings(demo_cases=cases, demo_city="北京市", inputs=DEMO_INPUTS)
    return init_project(stated or "quick-start", settings)
