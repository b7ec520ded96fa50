"""The base of the widgets: moves, undo, faults told in place."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from workbench.errors import InputError
from workbench.widgets.desks import take_desk
from workbench.widgets.panels import Panel


@dataclass(frozen=True)
class Share:
    """A state with one field."""

    value: float = 0.5


class Sample(Panel[Share]):
    """The smallest widget: it shows its state and refuses what is above 1."""

    def show(self) -> None:
        """Show the state, or say why not."""
        if self.state.value > 1:
            raise InputError("value: above 1. Choose less.")
        if self.state.value < 0:
            raise RuntimeError("张三 13800000000")
        self.say(f"{self.state.value}")


@pytest.fixture
def sample(desk) -> Sample:
    """Return a shown widget in English."""
    made = Sample(Share(), {"title": ("样", "Sample")}, take_desk(desk, "en"))
    made.refresh()
    return made


def _said(panel: Panel) -> str:
    return panel.notice.blocks[0]["text"]


def test_move_shows_and_undo_goes_back(sample) -> None:
    """A move shows its result; undo, which is off before, brings the old one back."""
    assert sample.undo_button.disabled
    sample.move(value=0.7)
    assert _said(sample) == "0.7"
    sample.undo_button.click()
    assert (_said(sample), sample.state, sample.undo_button.disabled) == ("0.5", Share(), True)


def test_a_fault_is_told_in_place(sample) -> None:
    """An error of ours is shown in its own words; nothing is raised."""
    sample.move(value=2.0)
    assert _said(sample) == "value: above 1. Choose less."


def test_a_fault_of_the_program_shows_no_data(sample) -> None:
    """Of any other error only its kind is shown, for its text may hold personal data."""
    sample.move(value=-1.0)
    assert "RuntimeError" in _said(sample)
    assert "138" not in _said(sample)


def test_work_runs_beside_and_its_result_is_shown(sample) -> None:
    """Work starts with a stop button, ends without, and its result arrives."""
    got: list = []
    sample.work(lambda handle: handle.tell("on") or 7, got.append)
    sample.worker.wait()
    assert (got, sample.stop_button.layout.display) == ([7], "none")
