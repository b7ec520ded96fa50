"""The runner resumes, skips what is current, and is deterministic."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import workbench
from workbench.errors import InputError
from workbench.pipeline.runner import _code, run_steps
from workbench.pipeline.step import Context, Made, Progress, Step
from workbench.workspace import (
    Inputs,
    Project,
    Settings,
    init_project,
    open_project,
    verify,
    write_frame,
    write_settings,
)


def _double(context: Context) -> Made:
    frame = context.read("first").assign(n=lambda table: table["n"] * 2)
    return Made(tables={"second": frame}, note={"rows": len(frame)})


def _first(context: Context) -> Made:
    return Made(tables={"first": pd.DataFrame({"n": [context.settings.seed]})})


STEPS = (
    Step("first", "一", "one", _first, settings=("seed",)),
    Step("second", "二", "two", _double, reads=("first",)),
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return an empty project."""
    return init_project(tmp_path / "p", Settings(seed=3))


def _silent(_: str) -> None:
    pass


def test_second_run_does_nothing(project: Project) -> None:
    """With nothing changed no step runs, and the notes are still known."""
    assert [each.ran for each in run_steps(project, STEPS, tell=_silent)] == [True, True]
    again = run_steps(project, STEPS, tell=_silent)
    assert [each.ran for each in again] == [False, False]
    assert again[1].note == {"rows": 1}
    assert project.read("second")["n"].tolist() == [6]


def test_changed_setting_runs_what_depends_on_it(project: Project) -> None:
    """A changed setting runs its step and all that reads its tables."""
    run_steps(project, STEPS, tell=_silent)
    write_settings(project.folder / "project.toml", Settings(seed=4))
    assert [each.ran for each in run_steps(project, STEPS, tell=_silent)] == [True, True]
    write_settings(project.folder / "project.toml", Settings(seed=4, lender="乙"))
    assert [each.ran for each in run_steps(project, STEPS, tell=_silent)] == [False, False]


def test_own_file_of_one_name_with_a_table_is_noticed(project: Project) -> None:
    """A step that reads a table and an input of one name depends on both."""
    file = project.folder / "inputs" / "fixes.csv"
    settings = Settings(seed=3, inputs=Inputs(corrections="inputs/fixes.csv"))
    write_settings(project.folder / "project.toml", settings)
    step = Step("step", "一", "one", lambda _: Made(), reads=("corrections",), inputs=("corrections",))
    for text in ("a", "b"):
        file.write_text(text, encoding="utf-8")
        assert [each.ran for each in run_steps(project, (step,), tell=_silent)] == [True]
    write_frame(project.path("corrections"), pd.DataFrame({"n": [1]}))
    assert [each.ran for each in run_steps(project, (step,), tell=_silent)] == [True]
    assert [each.ran for each in run_steps(project, (step,), tell=_silent)] == [False]


@pytest.mark.parametrize("name", ["steps.py", "profile.yaml", "weights.json"])
def test_another_version_is_known_by_all_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Bundled profiles, words and weights are of a version as its code is; what Python compiles is not."""
    monkeypatch.setattr(workbench, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / name).write_text("a", encoding="utf-8")
    before = _code.__wrapped__()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "steps.pyc").write_text("a", encoding="utf-8")
    assert _code.__wrapped__() == before
    (tmp_path / name).write_text("b", encoding="utf-8")
    assert _code.__wrapped__() != before


@pytest.mark.parametrize("at", ["before", "between", "after"])
def test_killed_run_ends_with_the_same_bytes(project: Project, at: str) -> None:
    """Wherever a run is interrupted, the next one ends with the bytes of an unbroken one."""
    run_steps(project, STEPS, tell=_silent)
    whole = {path.name: path.read_bytes() for path in (project.folder / "tables").iterdir()}
    manifest = (project.folder / "manifest.json").read_bytes()
    (project.folder / "manifest.json").unlink()
    for path in (project.folder / "tables").iterdir():
        if at == "before" or (at == "between" and path.stem == "second"):
            path.unlink()
    run_steps(open_project(project.folder), STEPS, tell=_silent)
    assert {path.name: path.read_bytes() for path in (project.folder / "tables").iterdir()} == whole
    assert (project.folder / "manifest.json").read_bytes() == manifest


def test_failing_step_keeps_what_was_done(project: Project) -> None:
    """After a failure the steps before are not run again."""

    def fail(_: Context) -> Made:
        raise InputError("row 3 is bad")

    with pytest.raises(InputError, match="row 3"):
        run_steps(project, (STEPS[0], Step("second", "二", "two", fail, reads=("first",))), tell=_silent)
    assert [each.ran for each in run_steps(project, STEPS, tell=_silent)] == [False, True]


def test_progress_is_steps_and_rows_done_of_all(project: Project) -> None:
    """Each step is heard when it begins, and within it what it has done of all that it counts."""

    def slow(context: Context) -> Made:
        context.count(30, 40)
        context.count(50, 40)
        return Made()

    heard: list[Progress] = []
    steps = (STEPS[0], Step("slow", "慢", "slow", slow), STEPS[1])
    run_steps(project, steps, tell=_silent, hear=heard.append, until="slow")
    assert [(each.step, each.share) for each in heard] == [
        ("first", 0.0),
        ("slow", 0.5),
        ("slow", 0.875),
        ("slow", 1.0),
    ]


def test_who_hears_may_stop_the_run_between_rows(project: Project) -> None:
    """What is raised by the listener ends the run; the next one goes on with the step that was cut short."""

    def slow(context: Context) -> Made:
        context.count(1, 2)
        return Made()

    def stop(progress: Progress) -> None:
        if progress.total:
            raise KeyboardInterrupt

    steps = (STEPS[0], Step("slow", "慢", "slow", slow))
    with pytest.raises(KeyboardInterrupt):
        run_steps(project, steps, tell=_silent, hear=stop)
    assert [each.ran for each in run_steps(project, steps, tell=_silent)] == [False, True]


def test_runs_are_audited(project: Project) -> None:
    """Each step that ran stands in the trail."""
    run_steps(project, STEPS, tell=_silent)
    assert verify(project.database).rows == 3


def test_unknown_step_is_answered_with_the_known_ones(project: Project) -> None:
    """A wrong name lists the steps."""
    with pytest.raises(InputError, match="first, second"):
        run_steps(project, STEPS, tell=_silent, until="third")
