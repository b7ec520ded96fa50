"""Codes of divisions that a table states by name."""

import pandas as pd
import pytest

from workbench.gazetteer.sources.stated import read_stated
from workbench.geodata import read


def code(*names):
    """Read one triple."""
    return read_stated(*(pd.Series([name]) for name in names))[0]


@pytest.mark.parametrize(
    ("province", "city", "district", "expected"),
    [
        ("浙江省", "杭州市", "西湖区", "330106"),
        ("浙江", "杭州", "西湖", "330106"),
        ("", "杭州市", "西湖区", "330106"),
        ("", "", "西湖区", ""),
        ("", "", "浦东新区", "310115"),
        ("", "上海", "闸北区", "310106"),
        ("", "襄樊市", "", "420600"),
        ("湖北省", "仙桃市", "", "429004"),
        ("广东省", "东莞市", "没有的区", "441900"),
        ("北京市", "北京市", "朝阳区", "110105"),
        ("吉林省", "长春市", "朝阳区", "220104"),
        ("吉林", "吉林", "", "220200"),
        ("不存在", "没有", "也没有", ""),
        (" 浙 江 省 ", "杭州市", "", "330100"),
    ],
)
def test_names_lead_to_the_finest_code_they_agree_on(province, city, district, expected):
    """Official, short and former names; nothing where several units are meant."""
    assert code(province, city, district) == expected


def test_every_county_is_found_by_its_own_names():
    """All 2,865 of them in one call."""
    counties = read("divisions").query("level == 'district'")
    found = read_stated(counties["province"], counties["city"], counties["district"])
    assert (found.to_numpy() == counties["code"].to_numpy()).all()


def test_null_names_say_nothing():
    """A column with gaps."""
    assert read_stated(pd.Series([None]), pd.Series(["杭州市"]), pd.Series([float("nan")]))[0] == "330100"


def test_the_index_is_that_of_the_names():
    """Rows keep their place."""
    names = pd.Series(["杭州市", "宁波市"], index=[7, 3])
    assert read_stated(
        pd.Series("", index=names.index), names, pd.Series("", index=names.index)
    ).index.tolist() == [7, 3]
