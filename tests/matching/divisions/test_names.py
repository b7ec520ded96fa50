"""Forms of names, sounds and misspellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.matching.divisions.names import short_forms, town_stem
from workbench.matching.divisions.syllables import code_syllables, load_syllables, name_codings
from workbench.matching.divisions.typos import Repair, Speller, apply_repair


@pytest.mark.parametrize(
    ("name", "level", "forms"),
    [
        ("内蒙古自治区", "province", ("内蒙古", "内蒙", "内蒙古省")),
        ("恩施土家族苗族自治州", "city", ("恩施", "恩施州")),
        ("景宁畲族自治县", "district", ("景宁", "景宁县")),
        ("鄂温克族自治旗", "district", ("鄂温克", "鄂温克旗")),
        ("浦东新区", "district", ("浦东", "浦东区")),
        ("忠县", "district", ()),
        ("余杭区", "district", ("余杭",)),
        ("城区", "district", ()),
    ],
)
def test_short_forms(name, level, forms):
    """Shorter forms keep at least two characters."""
    assert short_forms(name, level) == forms


def test_town_stems_agree_across_ranks():
    """乡, 镇 and 街道 of one name are one township over time."""
    assert town_stem("柯桥镇") == town_stem("柯桥街道") == "柯桥"


def test_homophones_have_one_coding():
    """余杭 and 鱼杭 sound the same; a character read otherwise in names has both codings."""
    assert code_syllables("余杭区") == code_syllables("鱼杭区")
    assert code_syllables("番禺") in name_codings("番禺")
    assert len(name_codings("番禺")) == 2


@given(st.text(max_size=40))
def test_codings_keep_the_length(text):
    """A place in the coding is the same place in the text."""
    assert len(code_syllables(text)) == len(text)


def test_syllables_cover_common_characters():
    """The table holds the characters of GB 2312."""
    assert len(load_syllables()) > 6700


def test_speller_finds_sounds_and_shapes_but_not_others():
    """A homophone or a look-alike is meant; another character is another name."""
    speller = Speller(["余杭区", "西湖区", "上城区"], [("抗", "杭")])
    assert speller.find("鱼杭区", [0]) == [Repair(0, "余杭区", "鱼杭区")]
    assert speller.find("余抗区", [0]) == [Repair(0, "余杭区", "余抗区")]
    assert speller.find("西城区", [0]) == []
    assert speller.find("余杭区", [0]) == []


def test_repairs_keep_the_rest_of_the_text():
    """Only the misspelt name changes."""
    assert apply_repair("浙江省鱼杭区1号", Repair(3, "余杭区", "鱼杭区")) == "浙江省余杭区1号"
