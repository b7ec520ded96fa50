"""``workbench lab``: a project's notebooks in JupyterLab, or its panels as a dashboard, on this machine only."""

from __future__ import annotations

import os
import sys
import warnings
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.errors import ExtraError, MissingError, WorkbenchError
from workbench.pipeline import FIRST, FOLDER, copy_notebooks
from workbench.workspace import open_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.workspace import Project

_SETTINGS = Path(__file__).parent / "settings"
_WARNINGS_AND_WORSE = 30
_SERVERS = {"lab": "jupyterlab.labapp", "voila": "voila.app"}


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("jupyter", nargs=-1, type=click.UNPROCESSED, metavar="[-- OPTIONS OF JUPYTER]")
@click.option(
    "--port", type=click.IntRange(1, 65_535), help="Port; without it the first free one from 8888 on."
)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@click.option("--dashboard", is_flag=True, help="The panels alone, without code, served by Voila.")
def lab(
    folder: Path, jupyter: tuple[str, ...], port: int | None, *, no_browser: bool, dashboard: bool
) -> None:
    """Open the project in FOLDER in JupyterLab: notebooks to tune, review, explore, plan and report.

    The notebooks are copied into FOLDER/notebooks; copies that were edited stay as they are. The server
    listens on this machine only, asks for a token, and fetches nothing.
    """
    project = open_project(folder)
    _require(dashboard=dashboard)
    written = copy_notebooks(project)
    click.echo(
        f"{project.folder / FOLDER}: {len(written)} notebooks written; edited ones are left as they are"
    )
    click.echo("The server listens on this machine only. Ctrl-C here ends it.")
    options = dashboard_options(project) if dashboard else lab_options(project)
    options += serving_options("Voila" if dashboard else "ServerApp", port, no_browser=no_browser)
    _serve(_SERVERS["voila" if dashboard else "lab"], [*options, *jupyter])


def _require(*, dashboard: bool) -> None:
    """Say in words what is not installed."""
    if dashboard and find_spec("voila") is None:
        raise ExtraError("voila", extra="voila")
    if find_spec("jupyterlab") is None:
        raise MissingError(
            f"jupyterlab is not installed for {sys.executable}. Install it: python -m pip install jupyterlab"
        )


def lab_options(project: Project) -> list[str]:
    """Return the settings by which JupyterLab serves a project and asks no other host."""
    return [
        f"--ServerApp.root_dir={project.folder}",
        "--ServerApp.allow_remote_access=False",
        f"--LabApp.default_url=/lab/tree/{FOLDER}/{FIRST}",
        # Its layout belongs to the project: another one's open files are not looked for here.
        f"--LabApp.workspaces_dir={project.folder / '.jupyter'}",
        f"--LabApp.log_level={_WARNINGS_AND_WORSE}",
        f"--ServerApp.log_level={_WARNINGS_AND_WORSE}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",
        # In a container the only account is often root: with a token, on this machine only, no reason to refuse it.
        "--ServerApp.allow_root=True",
    ]


def dashboard_options(project: Project) -> list[str]:
    """Return the settings by which Voila serves the panels of a project: with a token, and with a template of our own.

    Its usual template links style sheets of another host, and without being asked to it lets everybody in.
    """
    return [str(project.folder / FOLDER / FIRST), "--token", "--VoilaConfiguration.template=workbench"]


def serving_options(application: str, port: int | None, *, no_browser: bool) -> list[str]:
    """Return address, port, browser and silence; a port that was asked for is taken or refused."""
    options = [f"--{application}.ip=127.0.0.1", f"--{application}.open_browser={not no_browser}"]
    if port is not None:
        options += [f"--{application}.port={port}", f"--{application}.port_retries=0"]
    return options


def _serve(module: str, options: Sequence[str]) -> None:
    """Run a server in this process until it ends; its own words go to the screen, Ctrl-C is its own."""
    # Kernels of this very installation go before those of the same name that the user may have elsewhere.
    os.environ |= {"JUPYTER_PREFER_ENV_PATH": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    # JupyterLab asks whether it may fetch news, unless its settings say no; the user's own settings still count.
    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        stated = os.environ.get(name)
        os.environ[name] = os.pathsep.join([str(_SETTINGS), *([stated] if stated else [])])
    # The server warns of its own settings, and sets the filters itself: what it says is caught.
    with warnings.catch_warnings(record=True):
        try:
            import_module(module).main(list(options))
        except SystemExit as end:
            if end.code:
                raise WorkbenchError(
                    f"The server ended with code {end.code}; its own words stand above. If the port is taken, name "
                    "another with --port, or leave --port out and the first free one is used."
                ) from None
