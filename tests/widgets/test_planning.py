"""The dispatch planner's logic: state in, plan out."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from workbench.errors import InputError
from workbench.pipeline import choose_day
from workbench.widgets import Desk
from workbench.widgets.planning import (
    choose_crews,
    count_reasons,
    first_state,
    list_left,
    plan_day,
    read_work,
    title_policy,
)
from workbench.widgets.workers import StoppedError
from workbench.workspace import Project, write_settings


@pytest.fixture(scope="module")
def state(desk):
    """Return what the project's own run asks for."""
    return first_state(desk)


@pytest.fixture(scope="module")
def work(desk):
    """Return what the day is planned from."""
    return read_work(desk)


@pytest.fixture(scope="module")
def planned(work, state):
    """Return the day as it is planned at first."""
    return plan_day(work, state, lambda *_: None)


def test_it_plans_what_the_run_plans(planned, project) -> None:
    """With untouched choices the rounds are those of the project's own run."""
    assert planned.plan.summary["letters"] == project.read("rounds")["letters"].sum()


def test_the_day_is_that_of_the_settings(desk) -> None:
    """A day in project.toml goes first; what is no day is said in words."""
    attempts, stated = desk.read("attempts"), replace(desk.project.settings, plan_on="2026-09-09")
    assert choose_day(stated, attempts).isoformat() == "2026-09-09"
    assert choose_day(desk.project.settings, attempts) > attempts["attempted_at"].max().date()
    with pytest.raises(InputError, match="plan_on"):
        choose_day(replace(stated, plan_on="tomorrow"), attempts)


def test_an_own_policy_is_that_of_the_project(project, tmp_path) -> None:
    """The path of an own policy is taken from the project's folder, wherever the laboratory was started."""
    copy = Project(tmp_path)
    shutil.copytree(project.folder / "tables", tmp_path / "tables")
    write_settings(tmp_path / "project.toml", replace(project.settings, policy="house.yaml"))
    assert first_state(Desk(copy)).policy == str(tmp_path / "house.yaml")


def test_policies_are_called_by_their_titles() -> None:
    """The title is in the panel's language; a profile that cannot be read keeps its name, so that it can be left."""
    assert title_policy("us-regf", "zh") == "美国 F 条例 (us-regf)"
    assert title_policy("us-regf", "en") == "US Regulation F (us-regf)"
    assert title_policy("none.yaml", "en") == "none.yaml"


def test_every_address_is_in_a_round_or_has_a_reason(planned, work) -> None:
    """Nothing is lost, and the reasons add up to what is left out."""
    reasons = count_reasons(list_left(planned.plan, "zh"))
    assert len(planned.plan.routes) + reasons["n"].sum() == len(work.visits)
    assert reasons["n"].is_monotonic_decreasing


def test_what_would_help_is_said_in_the_readers_language(planned) -> None:
    """In English no sentence holds a Han character, in Chinese each does."""
    zh, en = (list_left(planned.plan, lang)["would_need"] for lang in ("zh", "en"))
    assert zh.str.contains(r"[\u4e00-\u9fff]").all()
    assert not en.str.contains(r"[\u4e00-\u9fff]").any()
    assert len(zh) == len(en) > 0


def test_a_budget_holds_and_keeps_the_best_minutes(planned, work, state) -> None:
    """Half the hours bring more than half of the deliveries, and no more hours than allowed."""
    budget = round(planned.hours / 2, 1)
    less = plan_day(work, replace(state, budget_hours=budget), lambda *_: None)
    assert 0 < less.hours <= budget
    assert less.worth_minutes < state.worth_minutes
    expected = [each.plan.summary["expected_deliveries"] for each in (less, planned)]
    assert expected[0] > expected[1] / 2


def test_only_those_go_who_are_chosen(work, state) -> None:
    """One courier, another shift: nobody else goes, and the shift is as asked."""
    one = replace(state, couriers=state.couriers[:1], shift_from="10:00", shift_hours=4.0)
    crews = choose_crews(work.couriers, one)
    assert crews[["courier", "shift_from", "shift_hours"]].values.tolist() == [
        [state.couriers[0], "10:00", 4.0]
    ]
    plan = plan_day(work, one, lambda *_: None).plan
    assert (plan.rounds["work_hours"] <= 4.0).all()
    assert (plan.routes["arrive_at"].dt.hour >= 10).all()


def test_nobody_to_go_is_said(work, state) -> None:
    """Without a courier there is nothing to search."""
    with pytest.raises(InputError, match="courier"):
        choose_crews(work.couriers, replace(state, couriers=()))


def test_the_search_can_be_stopped(work, state) -> None:
    """What the listener raises ends the search."""

    def stop(*_) -> None:
        raise StoppedError("stopped")

    with pytest.raises(StoppedError):
        plan_day(work, state, stop)
