"""Geocoding of a large project: shared among processes, and stopped and gone on with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from workbench.geocoding import ThisProcess, batches
from workbench.pipeline import DEMO_INPUTS, STEPS, run_job, run_steps
from workbench.pipeline.steps import geocode
from workbench.workspace import Project, Settings, init_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a demo whose cases are read."""
    settings = Settings(demo_cases=60, demo_city="北京市", inputs=DEMO_INPUTS)
    made = init_project(tmp_path / "project", settings)
    run_job(made, tell=lambda _: None, until="geocode")
    return made


class Counting:
    """Runs here, counts its batches, and may stop before one as a killed run would."""

    def __init__(self, stop_at: int = 99) -> None:
        self.done, self.stop_at = 0, stop_at

    def run(self, function, parts):
        """Yield the results in order."""
        for result in ThisProcess().run(function, parts):
            if self.done == self.stop_at:
                raise KeyboardInterrupt
            self.done += 1
            yield result


def test_a_large_step_that_was_killed_goes_on_and_leaves_nothing_behind(project, monkeypatch) -> None:
    """The rows are those of a small step, what was done is not done again, and no part stays in the folder."""
    small = project.read("locations")
    monkeypatch.setattr(geocode, "MANY", 1)
    monkeypatch.setattr(batches, "BATCH", 20)

    def run(engine: Counting) -> int:
        project.path("locations").unlink(missing_ok=True)
        monkeypatch.setattr(geocode, "choose_engine", lambda _: engine)
        run_steps(project, STEPS, tell=lambda _: None, until="geocode")
        return engine.done

    every = run(Counting())
    with pytest.raises(KeyboardInterrupt):
        run(Counting(stop_at=2))
    assert (project.folder / ".locations.parts").is_dir()
    assert run(Counting()) == every - 2
    pd.testing.assert_frame_equal(project.read("locations"), small)
    assert not (project.folder / ".locations.parts").exists()
