"""The address inspector without a browser: an address in, its way to a point out."""

from __future__ import annotations

import pytest
from desks import make_project
from made_places import make_places

from workbench.widgets import Desk, Inspector
from workbench.widgets.workers import Delay

PLACE = make_places().iloc[0]
ADDRESS = f"郑州市{PLACE['address']}{PLACE['place']}"


@pytest.fixture
def inspector(tmp_path) -> Inspector:
    """Return an inspector whose gazetteer is open and which does not wait."""
    desk = Desk(make_project(tmp_path / "project", rows=40))
    desk.geocoder()
    made = Inspector(desk)
    made.later = Delay(made.move, 0)
    return made


def _texts(paper) -> str:
    return str(paper.blocks)


def test_typing_shows_every_step(inspector) -> None:
    """Cleaning, what was read, candidates and outcome follow what is typed."""
    inspector.typed.value = f"{ADDRESS}（放门口） "
    assert "drop remarks" in _texts(inspector.left)
    assert PLACE["district"] in _texts(inspector.left)
    assert PLACE["place"] in _texts(inspector.candidates)
    assert PLACE["place"] in _texts(inspector.outcome)
    assert any(mark["radius_m"] > 0 for mark in inspector.map.marks)


def test_a_candidate_shows_its_features(inspector) -> None:
    """A click on a candidate shows the numbers that the scorer sees."""
    inspector.typed.value = ADDRESS
    inspector.candidates.picked = {"name": "candidates", "row": 0, "times": 1}
    assert "name_ratio" in _texts(inspector.features)
    assert inspector.candidates.blocks[1]["marked"] == 0


@pytest.mark.parametrize(("lang", "said"), [("zh", "未写区县"), ("en", "no district is given")])
def test_faults_are_told_in_words(inspector, lang, said) -> None:
    """What is lacking is said in the panel's language; the code of the files is the tooltip."""
    made = Inspector(inspector.desk, lang, address="郑州市")
    made.worker.wait()
    chip = made.left.blocks[-1]["items"][-1]
    assert (chip["text"], chip["hint"]) == (said, "DISTRICT.missing")


@pytest.mark.parametrize("text", ["", "   ", "不详", "<img src=x onerror=alert(1)>", "{{7*7}}", "路" * 5000])
def test_any_text_is_borne(inspector, text) -> None:
    """Nothing, nonsense, attacks and endless texts are shown or said, never raised."""
    inspector.typed.value = text
    assert inspector.notice.blocks == []


def test_undo_brings_the_last_text_back(inspector) -> None:
    """Undo restores field and picture."""
    inspector.typed.value = ADDRESS
    before = inspector.outcome.blocks
    inspector.history = inspector.history.go(inspector.state, moved="", at=0.0)
    inspector.city.value = "开封市"
    inspector.undo_button.click()
    assert (inspector.city.value, inspector.outcome.blocks) == ("", before)
