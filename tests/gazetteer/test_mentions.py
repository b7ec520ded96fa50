"""Roads, numbers, crossings and offsets in an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gazetteer import read_mentions
from workbench.gazetteer.folding import fold_text


@pytest.mark.parametrize(
    ("text", "roads", "numbers"),
    [
        ("万山路128号", ("万山路",), (128,)),
        ("索河街道万山路128号", ("万山路",), (128,)),
        ("环镇东路24号", ("环镇东路",), (24,)),
        ("小楼大道南1号", ("小楼大道",), (1,)),
        ("曲阳路1040弄3号", ("曲阳路",), (1040,)),
        ("航海中路86-1号", ("航海中路",), (86,)),
        ("沿江大道5号", ("沿江大道",), (5,)),
        ("云岭路与松涛街交叉口", ("云岭路", "松涛街"), (-1, -1)),
        ("云岭路松涛街交汇处", ("云岭路", "松涛街"), (-1, -1)),
        ("国基路21世纪社区,花园路59号", ("国基路", "花园路"), (-1, 59)),
        ("丰产路政六街", ("丰产路", "政6街"), (-1, -1)),
        ("花园路与北二环", ("花园路", "北2环"), (-1, -1)),
        ("阳光花园3号楼", (), ()),
        ("人民路向北50米路西", ("人民路",), (-1,)),
    ],
)
def test_roads_and_numbers(text, roads, numbers):
    """Each road is found with its own number."""
    said = read_mentions(fold_text(text))
    assert (said.roads, said.numbers) == (roads, numbers)


@pytest.mark.parametrize(
    ("text", "east", "north"),
    [
        ("云岭路与松涛街交叉口往东100米", 100, 0),
        ("云岭路与松涛街交叉口向北500米路西", 0, 500),
        ("松涛街西南200m", -141.4, -141.4),
        ("云岭路100号", 0, 0),
    ],
)
def test_offsets_are_metres(text, east, north):
    """A relation moves the point; a door number does not."""
    said = read_mentions(fold_text(text))
    assert (said.east_m, said.north_m) == (pytest.approx(east, abs=0.1), pytest.approx(north, abs=0.1))


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    """No text raises, and numbers go with roads."""
    said = read_mentions(fold_text(text))
    assert len(said.roads) == len(said.numbers) <= 4
