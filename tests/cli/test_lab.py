"""``workbench lab``: notebooks are laid into the project, edited ones are kept, what is missing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.cli import jupyter, run_command
from workbench.pipeline import FIRST, copy_notebooks, find_notebooks
from workbench.workspace import Project, Settings, init_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return an empty project."""
    return init_project(tmp_path / "p", Settings())


def test_all_notebooks_are_laid_into_the_project(project: Project) -> None:
    """The copies are those of the package, and a second time there is nothing to write."""
    written = copy_notebooks(project)
    assert [path.name for path in written] == sorted(path.name for path in find_notebooks().glob("*.ipynb"))
    assert FIRST in {path.name for path in written}
    assert copy_notebooks(project) == []


def test_an_edited_notebook_is_kept(project: Project) -> None:
    """What somebody wrote stays; a deleted copy comes back."""
    first, second = copy_notebooks(project)[:2]
    first.write_text("mine", encoding="utf-8")
    second.unlink()
    assert copy_notebooks(project) == [second]
    assert first.read_text(encoding="utf-8") == "mine"


def test_a_copy_that_nobody_touched_follows_the_package(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer bundled notebook replaces an untouched copy of the older one."""
    copy = copy_notebooks(project)[0]
    newer = project.folder / "newer"
    newer.mkdir()
    (newer / copy.name).write_text("newer", encoding="utf-8")
    monkeypatch.setattr("workbench.pipeline.copies.find_notebooks", lambda: newer)
    assert copy_notebooks(project) == [copy]
    assert copy.read_text(encoding="utf-8") == "newer"


@pytest.mark.parametrize(("gone", "flags"), [("jupyterlab", ()), ("voila", ("--dashboard",))])
def test_what_is_missing_is_said(
    gone: str,
    flags: tuple[str, ...],
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without the server's package nothing is started, and the words say what to install."""
    monkeypatch.setattr(jupyter, "find_spec", lambda name: None if name == gone else object())
    assert run_command("lab", str(project.folder), *flags) == 2
    assert "pip install" in capsys.readouterr().err


def test_a_server_that_does_not_start_is_explained(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A taken port, say: the way out is named and the exit code is 2."""
    monkeypatch.setattr(jupyter, "lab_options", lambda _: ["--LabApp.port=no-number"])
    assert run_command("lab", str(project.folder), "--no-browser", "--port", "8899") == 2
    assert "--port" in capsys.readouterr().err


def test_the_server_listens_here_and_fetches_nothing(project: Project) -> None:
    """Address, news, updates and the extension manager are set, whatever the user's own configuration says."""
    options = [*jupyter.lab_options(project), *jupyter.serving_options("ServerApp", None, no_browser=False)]
    assert "--ServerApp.ip=127.0.0.1" in options
    assert "--LabApp.news_url=None" in options
    assert "--LabApp.extension_manager=readonly" in options
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in options
