"""Folding of texts for the index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gazetteer import fold
from workbench.gazetteer.folding import LONGEST, fold_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("三里屯", "3里屯"),
        ("经二十一路", "经21路"),
        ("一百零五号", "105号"),
        ("十十村", "十十村"),
        ("１２号楼", "12栋"),
        ("Ａ座", "a栋"),
        ("城东路8－10号", "城东路8-10号"),
        ("盛世·名门", "盛世名门"),
    ],
)
def test_texts_fold_to_one_spelling(text, folded):
    """Width, numerals, dashes and words for a building have one form."""
    assert fold_text(text) == folded


@given(st.text(max_size=300))
def test_folding_never_fails_and_is_bounded(text):
    """Any text folds, and no fold is longer than the bound by more than written-out numbers."""
    assert len(fold_text(text)) <= 4 * LONGEST


def test_what_is_no_text_is_empty():
    """Missing values and numbers are no text."""
    assert fold([None, 3.5, "路"]) == ["", "", "路"]
