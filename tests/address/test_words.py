"""Words of names."""

from __future__ import annotations

import logging

from workbench.address import count_words, cut_words, word_rarity


def test_address_words_stay_whole():
    """Words of addresses that a general dictionary would cut stay in one piece."""
    assert cut_words("翡翠小区5号楼(南门)") == ["翡翠", "小区", "5", "号楼", "南门"]


def test_rare_words_say_more():
    """A word in one name of three outweighs a word in all."""
    counts = count_words(["翡翠小区", "东方小区", "西湖小区"])
    assert word_rarity("翡翠", counts, 3) > word_rarity("小区", counts, 3) == 0


def test_nothing_is_logged(caplog):
    """The text of an address never reaches a log."""
    with caplog.at_level(logging.DEBUG):
        cut_words("翡翠小区")
    assert not caplog.records
