"""Short forms of names, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gazetteer.bundling import short_names, shorten, shorten_village


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("广西壮族自治区", "province", "广西"),
        ("内蒙古自治区", "province", "内蒙古"),
        ("香港特别行政区", "province", "香港"),
        ("克孜勒苏柯尔克孜自治州", "city", "克孜勒苏"),
        ("阿拉善盟", "city", "阿拉善"),
        ("大兴安岭地区", "city", "大兴安岭"),
        ("双江拉祜族佤族布朗族傣族自治县", "district", "双江"),
        ("东乡族自治县", "district", "东乡"),
        ("鄂温克族自治旗", "district", "鄂温克"),
        ("隆林各族自治县", "district", "隆林"),
        ("神农架林区", "district", "神农架"),
        ("井陉矿区", "district", "井陉矿区"),
        ("泾县", "district", "泾县"),
        ("古镇镇", "town", "古镇"),
        ("小石坝街道", "town", "小石坝"),
        ("福元路街道", "town", "福元路"),
        ("清溪瑶族乡", "town", "清溪"),
    ],
)
def test_short_names_are_the_usual_ones(name, level, short):
    """Suffix, kind and ethnic groups are left away, but never all but one character."""
    assert shorten(name, level) == short


def test_autonomous_units_also_keep_their_last_character():
    """People write 威宁县 and 甘孜州."""
    assert short_names("威宁彝族回族苗族自治县", "district") == ("威宁", "威宁县")
    assert short_names("甘孜藏族自治州", "city") == ("甘孜", "甘孜州")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("多福巷社区居委会", "多福巷社区"),
        ("东关村委会", "东关村"),
        ("东关村村委会", "东关村"),
        ("胡楼村民委员会", "胡楼村"),
        ("近圣社区居民委员会", "近圣社区"),
        ("月河居委会", "月河"),
        ("八连生活区", "八连生活区"),
        ("村委会", "村委会"),
    ],
)
def test_villages_are_called_without_their_committee(name, short):
    """As they stand in addresses."""
    assert shorten_village(name) == short


@given(
    st.text(alphabet="东西南北村社区居民委员会街道镇乡县市族自治", max_size=12),
    st.sampled_from(["city", "district", "town"]),
)
def test_short_forms_are_never_empty_nor_longer(name, level):
    """Whatever the name."""
    short = shorten(name, level)
    assert len(short) <= len(name)
    assert len(short) > 1 or short == name
