"""The person's rows are found, and nobody else's."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.pipeline.erasure.marks import Marks
from workbench.pipeline.erasure.rows import find_rows

PLACE = "北京市望京西园三区305号楼"
MARKS = Marks(
    {"case_id": frozenset(("7", "AJ0001")), "borrower": frozenset(("B1",))},
    frozenset((PLACE,)),
    pd.DataFrame({"sheet": ["data"], "row": [5]}),
)


def _find(frame: pd.DataFrame, name: str = "a.csv") -> list[bool]:
    return find_rows(Path(name), frame, MARKS).tolist()


def test_rows_are_found_by_their_codes() -> None:
    """A short case number counts in its own column only, under any label."""
    assert _find(pd.DataFrame({"案件编号": ["7", "8"], "件数": ["8", "7"]})) == [True, False]


def test_the_borrower_decides() -> None:
    """A row that tells another borrower is not the person's, whatever its case number; one that tells none is."""
    frame = pd.DataFrame({"borrower": ["B2", "B1", None, ""], "case_id": ["7", "9", "7", "8"]})
    assert _find(frame) == [False, True, True, False]


def test_without_codes_texts_tell() -> None:
    """Parts of cells count; numbers, and texts too short to tell, do not."""
    assert _find(pd.DataFrame({"value": [f"{PLACE} 2层", "7", None]})) == [True, False, False]
    assert _find(pd.DataFrame({"n": [7, 8]})) == [False, False]


def test_refused_values_are_found_by_their_row() -> None:
    """Of the case file only: row 5 of another file is somebody else's."""
    frame = pd.DataFrame({"sheet": ["data", "data"], "row": ["5", "6"], "value": ["x", "y"]})
    assert _find(frame, "rejects.csv") == [True, False]
    assert _find(frame, "rejects_results.csv") == [False, False]
