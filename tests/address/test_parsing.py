"""The elements behind the divisions."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.address import ELEMENTS, parse, parse_text

CASES = [
    (
        "五常大道123号3号楼2单元501",
        {
            "road": "五常大道",
            "road_number": "123号",
            "number_low": 123,
            "building": "3号楼",
            "unit": "2单元",
            "room": "501",
        },
    ),
    ("建国路88号院3号楼", {"road": "建国路", "road_number": "88号院", "building": "3号楼"}),
    ("张杨路500弄3号203室", {"road": "张杨路", "lane": "500弄", "lane_number": "3号", "room": "203室"}),
    ("文三路12-18号", {"road": "文三路", "number_low": 12, "number_high": 18}),
    ("中山路12号之3", {"road": "中山路", "number_low": 12, "number_high": 12, "number_suffix": "-3"}),
    ("中山路甲12号", {"road": "中山路", "number_low": 12, "number_suffix": "甲"}),
    ("滨江一路5号乙", {"road": "滨江一路", "number_suffix": "乙"}),
    ("翡翠城47-6-746", {"place": "翡翠城", "building": "47", "unit": "6", "room": "746"}),
    ("海滨中路568", {"road": "海滨中路", "road_number": "568"}),
    ("8组55号", {"village_group": "8组", "road_number": "55号"}),
    ("张家屯3号", {"village_group": "张家屯", "road_number": "3号"}),
    (
        "人民路与解放路交叉口往东100米",
        {
            "road": "人民路",
            "crossing": "解放路",
            "relation": "交叉口",
            "offset_direction": "东",
            "offset_metres": 100.0,
        },
    ),
    ("人民路解放路口", {"road": "人民路", "crossing": "解放路"}),
    ("建设银行对面", {"place": "建设银行", "relation": "对面"}),
    ("肯德基附近", {"place": "肯德基", "relation": "附近"}),
    ("万达广场东侧约2公里", {"place": "万达广场", "offset_direction": "东", "offset_metres": 2000.0}),
    ("国际金融中心E座61楼", {"place": "国际金融中心", "building": "E座", "floor": "61楼"}),
    ("文化路小区5栋301", {"place": "文化路小区", "building": "5栋", "room": "301"}),
    ("东大街西段12号", {"road": "东大街西段", "road_number": "12号"}),
    ("花园岗街844号", {"road": "花园岗街", "road_number": "844号"}),
    ("锦和苑3-1号楼2901", {"place": "锦和苑", "building": "3-1号楼", "room": "2901"}),
    ("某某镇永勤村9组", {"town": "某某镇", "community": "永勤村", "village_group": "9组"}),
    ("南锣鼓巷5号", {"lane": "南锣鼓巷", "lane_number": "5号"}),
]


@pytest.mark.parametrize(("text", "elements"), CASES)
def test_elements_are_found(text, elements):
    """Each element stands in its own column."""
    found = parse_text(text)
    assert {name: found.get(name) for name in elements} == elements


def test_parse_gives_typed_columns_on_the_same_index():
    """Numbers are numbers, texts are texts, nothing found is empty."""
    frame = parse(pd.Series(["文三路12-18号", "", None], index=[5, 2, 2], dtype=object))
    assert tuple(frame.columns) == ELEMENTS
    assert frame.index.tolist() == [5, 2, 2]
    assert frame["number_high"].dtype == "Int64"
    assert frame["offset_metres"].isna().all()
    assert frame["road"].tolist() == ["文三路", "", ""]


@given(st.text(alphabet="文三路弄号栋单元室0123456789-、附之甲A与往东米()对面村组", max_size=256))
def test_any_text_is_parsed(text):
    """No order of signs raises, and what is found comes from the text."""
    for name, value in parse_text(text).items():
        assert name in ELEMENTS
        assert not isinstance(value, str) or all(part in text for part in value.replace("-", ";").split(";"))


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_foreign_text_is_parsed(text):
    """Whatever script it is in, lone surrogates included."""
    assert len(parse(pd.Series([text], dtype=object))) == 1
