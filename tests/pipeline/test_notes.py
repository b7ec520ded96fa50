"""What steps say of their results, in words."""

from __future__ import annotations

import pytest

from workbench.pipeline import say_note
from workbench.pipeline.notes import LABELS, VALUES

NOTE = {
    "rows": 1690,
    "accept": 0.631,
    "stops": 152.0,
    "travel_km": 522.01,
    "areas_from": "file",
    "mean_odds": None,
}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "行 1,690，采用 63.1 %，停靠点 152，公里 522.0，片区来自 文件，平均送达概率 –"),
        ("en", "rows 1,690, accepted 63.1 %, stops 152, km 522.0, areas from a file, mean odds –"),
    ],
)
def test_notes_are_written_for_people(lang: str, said: str) -> None:
    """Counts are whole, shares are percent, and what is missing is a dash."""
    assert say_note(NOTE, lang) == said


def test_words_are_chinese_and_english() -> None:
    """Each has both, and nobody's word stands in the other's place."""
    for zh, en in [*LABELS.values(), *VALUES.values()]:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in zh)
        assert en.isascii()


def test_what_has_no_words_stands_for_itself() -> None:
    """A note of a newer version is shown as it is."""
    assert say_note({"new_count": 3, "model": "other"}, "zh") == "new_count 3，模型 other"
