"""The whole job by a button, and tabs that show what it made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbench.pipeline import DEMO_INPUTS, DEMO_STEPS
from workbench.widgets import App, Runner, Tuner
from workbench.widgets.tabs import TABS
from workbench.workspace import Settings, init_project


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    """Return the app of a small demo that has not run."""
    settings = Settings(demo_cases=100, demo_city="北京市", inputs=DEMO_INPUTS)
    return App(init_project(tmp_path_factory.mktemp("running") / "p", settings), "en")


def _open(app: App, kind: type):
    number = [each.make for each in TABS].index(kind)
    app.selected_index = number
    return app.children[number].children[0]


def _press(runner: Runner, *, stop: bool = False) -> str:
    runner.run_button.click()
    if stop:
        runner.stop_button.click()
    runner.worker.wait(300)
    return runner.notice.blocks[0]["text"]


def test_a_project_that_has_not_run_opens_where_it_can(app: App) -> None:
    """Its files are stated, so the first tab is the one with the button."""
    runner = app.children[app.selected_index].children[0]
    assert isinstance(runner, Runner)
    assert "workbench run p" in runner.notice.blocks[0]["text"]


def test_the_job_stops_goes_on_and_the_tabs_follow(app: App) -> None:
    """A stopped run leaves words; the next one ends, the tuner that had nothing has its figures, and a third does nothing."""
    runner = _open(app, Runner)
    assert _press(runner, stop=True).startswith("Stopped")
    assert not hasattr(_open(app, Tuner), "figures")
    runner = _open(app, Runner)
    told: list[dict] = []
    runner.notice.observe(lambda change: told.extend(change["new"]), "blocks")
    assert _press(runner).startswith("Done")
    bars = [each for each in told if each["kind"] == "progress"][1:]
    assert [each["share"] for each in bars] == sorted(each["share"] for each in bars)
    assert any(re.fullmatch(r"\[3/9\] geocode addresses · \d+ / \d+", each["text"]) for each in bars)
    assert len(runner.steps.blocks[0]["rows"]) == len(DEMO_STEPS)
    assert _open(app, Tuner).figures.blocks
    assert _open(app, Runner) is runner
    assert _press(runner).startswith("Nothing has changed")


def test_what_fails_is_said_in_place(tmp_path: Path) -> None:
    """Without a case file the run says what to state, and the button stays."""
    runner = Runner(init_project(tmp_path / "p", Settings()), "en")
    assert "cases" in _press(runner)
    assert runner.stop_button.layout.display == "none"
