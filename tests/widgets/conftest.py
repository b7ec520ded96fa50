"""A small project that has run, a JupyterLab on it, and notebooks opened in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from laboratories import Bench, Lab

from workbench.pipeline import DEMO_INPUTS, run_job
from workbench.widgets import Desk
from workbench.workspace import Project, Settings, init_project

CASES = 200


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a demo that has run."""
    settings = Settings(demo_cases=CASES, demo_city="北京市", inputs=DEMO_INPUTS)
    made = init_project(tmp_path_factory.mktemp("panels") / "project", settings)
    run_job(made, tell=lambda _: None)
    return made


@pytest.fixture(scope="session")
def desk(project: Project) -> Desk:
    """Return the project on a desk."""
    return Desk(project)


@pytest.fixture(scope="session")
def lab(chromium: Any, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Yield a JupyterLab on the project; without a browser there is none to be started."""
    server = Lab(project.folder, tmp_path_factory.mktemp("jupyter"))
    yield server
    server.close()


@pytest.fixture
def bench(chromium: Any, lab: Lab) -> Iterator[Callable[..., Bench]]:
    """Write cells into a notebook, open it and run it: ``bench("name", "cell", ..., dark=True)``."""
    opened: list[Bench] = []

    def go(name: str, *cells: str, **look: Any) -> Bench:
        opened.append(Bench(chromium, lab, lab.write(f"{name}.ipynb", *cells), **look))
        opened[-1].run()
        return opened[-1]

    yield go
    for each in opened:
        each.close()
