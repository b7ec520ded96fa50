"""Bigrams of many texts, told apart by city."""

from __future__ import annotations

import numpy as np

from workbench.gazetteer import grams

_TEXTS = ["锦瑟花园云岭路2号锦瑟花园", "", "云岭路", "云岭路 (云岭路)"] * 3
_SLOTS = np.arange(len(_TEXTS), dtype=np.int32) % 2


def test_no_bigram_runs_across_words_and_brackets():
    """A space, a bracket and the end of a text part two bigrams."""
    assert np.bincount(grams.read_grams(_TEXTS[:4]).text, minlength=4).tolist() == [12, 0, 2, 4]


def test_each_bigram_stands_once_for_each_text():
    """Repeats go, and the same bigram in two cities is two."""
    marked = grams.mark_cities(grams.read_grams(_TEXTS), _SLOTS)
    assert np.bincount(marked.text, minlength=4)[:4].tolist() == [9, 0, 2, 2]
    assert set(marked.code[marked.text == 2].tolist()).isdisjoint(marked.code[marked.text == 3].tolist())


def test_many_texts_are_marked_as_few_are(monkeypatch):
    """The short way over one number gives what the long way gives."""
    few = grams.mark_cities(grams.read_grams(_TEXTS), _SLOTS)
    monkeypatch.setattr(grams, "_MOST_TEXTS", 0)
    many = grams.mark_cities(grams.read_grams(_TEXTS), _SLOTS)
    assert np.array_equal(few.text, many.text)
    assert np.array_equal(few.code, many.code)
