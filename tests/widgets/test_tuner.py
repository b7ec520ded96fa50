"""The threshold tuner without a browser: state in, figures out; what is saved is what the job uses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desks import make_project

from workbench.matching import Costs, Thresholds, tally
from workbench.widgets import Tuner
from workbench.widgets.desks import Desk
from workbench.widgets.tuning import GROUPS, Tuning, move_threshold, read_scores, save_thresholds, tune
from workbench.workspace import Settings, init_project, trail, write_settings


@pytest.fixture
def desk(tmp_path) -> Desk:
    """Return the desk of a small project."""
    return Desk(make_project(tmp_path / "project"))


@pytest.mark.parametrize("by", GROUPS)
def test_result_follows_the_state(desk, by) -> None:
    """A stricter threshold accepts less; groups sum to all; examples lie around the threshold."""
    book, rows = read_scores(desk)
    loose, strict = (tune(Tuning(accept=at, by=by), book) for at in (0.5, 0.8))
    assert strict.tally.accepted < loose.tally.accepted
    assert strict.groups["n"].sum() == strict.tally.n == len(rows)
    shown = rows["confidence"].iloc[strict.examples]
    assert shown.is_monotonic_decreasing
    assert shown.min() < 0.8 <= shown.max()


def test_review_never_lies_above_accept() -> None:
    """The threshold that is not moved gives way."""
    state = Tuning(accept=0.6, review=0.4)
    assert move_threshold(state, "accept", 0.3).thresholds == Thresholds(accept=0.3, review=0.3)
    assert move_threshold(state, "review", 0.9).thresholds == Thresholds(accept=0.9, review=0.9)
    assert move_threshold(state, "review", -3).thresholds == Thresholds(accept=0.6, review=0.0)


def test_saved_thresholds_are_the_projects(desk) -> None:
    """Saving writes both into project.toml, keeps everything else, and leaves a row with the evidence."""
    before, book = desk.project.settings, read_scores(desk)[0]
    thresholds = Thresholds(accept=0.66, review=0.2)
    found = tally(book, thresholds, Costs())
    costs = Costs(wrong=20, review=1.5, lost=0)
    assert save_thresholds(desk.project, thresholds, costs, found)
    prices = {"cost_wrong": 20.0, "cost_review": 1.5, "cost_lost": 0.0}
    assert desk.project.settings == replace(before, accept=0.66, review=0.2, **prices)
    assert "labelled_share" in trail(desk.project.database)["detail"].iloc[-1]
    assert not save_thresholds(desk.project, thresholds, costs, found)


def test_costs_are_there_after_a_restart(desk) -> None:
    """A new desk on the same folder begins with the costs that were saved, also beyond the slider's usual end."""
    assert desk.costs == Costs()
    tuner = Tuner(desk)
    tuner.cost_sliders["wrong"].value = 42.5
    tuner.cost_sliders["lost"].value = 0.5
    tuner._save()
    again = Tuner(Desk(desk.project.folder))
    assert again.state.costs == Costs(wrong=42.5, review=1.0, lost=0.5)
    assert again.cost_sliders["wrong"].value == 42.5
    write_settings(desk.project.folder / "project.toml", replace(desk.project.settings, cost_wrong=400.0))
    assert Tuner(desk).cost_sliders["wrong"].value == 400.0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_slider_moves_everything(desk, lang) -> None:
    """A slider changes figures, table, chart and map; undo brings all back."""
    tuner = Tuner(desk, lang)

    def views():
        return (
            tuner.figures.blocks,
            tuner.examples.blocks,
            tuner.bars.spec,
            tuner.curve.spec,
            tuner.map.cuts,
        )

    first = views()
    tuner.sliders["accept"].value = 0.55
    assert all(one != other for one, other in zip(first, views(), strict=True))
    tuner.undo_button.click()
    assert views() == first
    assert tuner.sliders["accept"].value == Thresholds().accept
    assert tuner.notice.blocks == []


def test_dragging_a_rule_is_moving_the_slider(desk) -> None:
    """The chart's rule and the slider are one threshold."""
    tuner = Tuner(desk)
    tuner.bars.moved = {"name": "review", "x": 0.41}
    assert (tuner.sliders["review"].value, tuner.state.review) == (0.41, 0.41)


def test_least_cost_and_save_buttons(desk) -> None:
    """Least cost moves the thresholds to where no other pair is cheaper; save says that it saved."""
    tuner = Tuner(desk)
    dear = tally(tuner.book, tuner.state.thresholds, tuner.state.costs).cost
    tuner._cheapest()
    assert tally(tuner.book, tuner.state.thresholds, tuner.state.costs).cost <= dear
    tuner._save()
    assert desk.thresholds == tuner.state.thresholds
    assert tuner.notice.blocks[0]["tone"] == "good"


def test_a_click_on_map_or_table_shows_the_address(desk) -> None:
    """What is clicked is marked on the map with its radius."""
    tuner = Tuner(desk)
    tuner.examples.picked = {"name": "examples", "row": 0, "times": 1}
    assert tuner.map.marks[0]["radius_m"] > 0
    tuner.map.picked = {"what": "point", "row": 3, "times": 1}
    assert tuner.rows["address"].iloc[tuner.placed[3]] in tuner.map.marks[0]["told"]


def test_nothing_located_is_said(tmp_path) -> None:
    """A project that has not run yet is told what to run."""
    tuner = Tuner(init_project(tmp_path / "new", Settings(lang="en")))
    assert "workbench run new" in tuner.head.blocks[1]["text"]
