"""The review queue without a browser: keys in, decisions in the database, the next case on the table."""

from __future__ import annotations

import pytest
from desks import make_project

from workbench.geocoding import read_corrections
from workbench.widgets import Desk, ReviewQueue
from workbench.workspace import Reviews, Settings, init_project


@pytest.fixture
def desk(tmp_path) -> Desk:
    """Return the desk of a small project."""
    return Desk(make_project(tmp_path / "project"))


@pytest.fixture
def queue(desk) -> ReviewQueue:
    """Return a queue whose gazetteer is open."""
    made = ReviewQueue(desk, reviewer="李")
    made.worker.wait()
    return made


def test_keys_decide_and_the_next_case_comes(queue, desk) -> None:
    """A accepts, S skips, N says no match, 1 picks; each is in the database and another case on the table."""
    seen = []
    for key in "asn1":
        seen.append(queue.state.address_id)
        queue._press(key)
    said = Reviews(desk.project).frame()
    assert said["verdict"].tolist() == ["accept", "skip", "no_match", "pick"]
    assert said["address_id"].tolist() == seen
    assert len({*seen, queue.state.address_id}) == 5


def test_a_point_on_the_map_is_saved_once_confirmed(queue, desk) -> None:
    """A click sets a point, Escape drops it, Enter saves it as a correction, and the next run's geocoder is told."""
    address = queue.state.address_id
    for key, times in (("escape", 1), ("enter", 2)):
        queue.map.picked = {"what": "ground", "row": -1, "lng": 113.7, "lat": 34.8, "times": times}
        assert [mark["label"] for mark in queue.map.marks].count("✎") == 1
        queue._press(key)
    said = Reviews(desk.project).frame()
    assert said[["address_id", "verdict", "lng", "lat"]].iloc[0].tolist() == [address, "correct", 113.7, 34.8]
    assert len(said) == 1
    assert read_corrections(desk.project)[["lng", "lat"]].iloc[0].tolist() == [113.7, 34.8]


def test_undo_brings_the_case_back(queue, desk) -> None:
    """U takes the decision out and shows its case again, with the reason why it was shown."""
    address, stratum = queue.state.address_id, queue.state.stratum
    queue._press("a")
    queue._press("u")
    assert (queue.state.address_id, queue.state.stratum) == (address, stratum)
    assert Reviews(desk.project).frame().empty
    assert read_corrections(desk.project).empty
    queue._press("u")
    assert "no decision" in queue.notice.blocks[0]["text"]


def test_another_session_goes_on(queue, desk) -> None:
    """What was decided is not asked again after a restart."""
    first = queue.state.address_id
    queue._press("a")
    again = ReviewQueue(Desk(desk.project), reviewer="李")
    again.worker.wait()
    assert again.state.address_id == queue.state.address_id != first
    assert again.figures.blocks[0]["items"][0]["value"] == "1"


def test_two_reviewers_and_their_agreement(queue, desk) -> None:
    """The second reviewer is asked about the first one's cases, and the table of agreement appears."""
    queue._press("a")
    queue.name.value = "王"
    queue.focus.value = "second"
    queue._press("a")
    assert queue.more.blocks[1]["rows"][0][1] == "1"
    assert "no_such" not in str(queue.more.blocks)


def test_nothing_can_be_accepted_in_bulk_unseen(queue) -> None:
    """Without reviews the button is off, and pressing what is off changes nothing."""
    before = queue.desk.thresholds
    assert queue.bulk.button.disabled
    queue.bulk.accept()
    assert queue.desk.thresholds == before


@pytest.mark.parametrize("focus", ["no_match", "failed"])
def test_a_case_without_an_answer_cannot_be_accepted(queue, focus) -> None:
    """Where the machine has no answer there is nothing to accept; a point can still be set by hand."""
    queue.focus.value = focus
    assert queue.buttons[0].disabled
    queue._press("a")
    assert queue.notice.blocks[0]["text"] == "No answer"
    assert Reviews(queue.desk.project).frame().empty


def test_an_empty_line_is_said(queue) -> None:
    """Where nothing is left of a kind, that is said, and keys do nothing."""
    queue.focus.value = "disputed"
    assert "Nothing is left" in queue.case.blocks[0]["empty"]
    queue._press("a")
    assert Reviews(queue.desk.project).frame().empty


def test_nothing_located_is_said(tmp_path) -> None:
    """A project that has not run yet is told what to run."""
    queue = ReviewQueue(init_project(tmp_path / "new", Settings(lang="zh")))
    assert "workbench run new" in queue.head.blocks[1]["text"]
