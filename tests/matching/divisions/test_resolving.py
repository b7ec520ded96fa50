"""From texts to divisions: columns, hints, faults, what is left."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.address import normalise
from workbench.geodata import read
from workbench.matching.divisions import COLUMNS, bundled_index, resolve


def resolve_one(text, **hints):
    """Resolve one text with the hints given."""
    frame = pd.DataFrame([hints]) if hints else None
    return resolve(normalise(pd.Series([text])), frame).iloc[0]


def test_rows_stay_in_order_on_their_index():
    """One row per text, whatever the text is."""
    texts = pd.Series(["浙江省杭州市西湖区", "", None, 7], index=[4, 4, 1, 0], dtype=object)
    found = resolve(texts)
    assert tuple(found.columns) == COLUMNS
    assert found.index.tolist() == [4, 4, 1, 0]
    assert found["adcode"].tolist() == ["330106", "", "", ""]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("浙江省杭州市余杭区闲林街道五常大道1号", "五常大道1号"),
        ("文三路90号西湖区杭州市浙江省", "文三路90号"),
        ("江苏省杭州市西湖区文三路1号", "文三路1号"),
        ("浙江省杭州市市辖区西湖区文三路1号", "文三路1号"),
        ("四川省成都市郫县郫筒街道办事处南大街1号", "南大街1号"),
        ("浙江省温州市浙江省温州市龙湾区上江路1号", "上江路1号"),
        ("陕西南路5号", "陕西南路5号"),
    ],
)
def test_rest_is_what_follows(text, rest):
    """Everything that names a division goes, everything else stays."""
    assert resolve_one(text)["rest"] == rest


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("上海市卢湾区徐家汇路1号", "DISTRICT.merged:2011"),
        ("湖北省襄樊市樊城区长虹路1号", "CITY.renamed:2010"),
        ("萧山市北干街道金城路1号", "DISTRICT.rank:2001"),
        ("江苏省杭州市西湖区文三路1号", "PROVINCE.conflict"),
        ("浙江省杭州市鱼杭区五常大道1号", "DISTRICT.typo"),
        ("浙江省杭州市文三路1号", "DISTRICT.missing"),
        ("山东省日照市莒县库山乡库山新村1号", "TOWN.renamed"),
        ("浙江省金华市浦江县黄宅新宅里1号", "TOWN.short"),
    ],
)
def test_faults_say_what_was_repaired(text, fault):
    """Each repair has a code, with the year from which an old name is old."""
    row = resolve_one(text)
    assert fault in row["faults"].split(";")
    assert row["n_corrections"] == (0 if fault.endswith("missing") else 1)


def test_ambiguous_rows_list_their_candidates():
    """Nothing is guessed, and what it may be is said."""
    row = resolve_one("鼓楼区中山路1号")
    assert row["ambiguous"]
    assert row["adcode"] == row["district"] == ""
    assert set(row["candidates"].split(";")) == {"320106", "320302", "350102", "410204"}


def test_common_part_of_rivals_is_kept():
    """Where rivals share a city, the city stands."""
    row = resolve_one("伊犁伊宁解放路1号")
    assert row["ambiguous"]
    assert row["city"] == "伊犁哈萨克自治州"
    assert row["district"] == ""


@pytest.mark.parametrize(
    "hints",
    [
        {"city": "南京市"},
        {"city": "南京"},
        {"province": "江苏省", "city": "南京市"},
        {"district": "鼓楼区", "city": "南京市"},
        {"id_region": "320106"},
        {"branch": "南京分行"},
    ],
)
def test_hints_decide_between_rivals(hints):
    """A column, the region of an ID number or a branch decides what the text leaves open."""
    assert resolve_one("鼓楼区中山路1号", **hints)["adcode"] == "320106"


def test_hints_fill_what_is_missing_and_say_so():
    """A city column stands in for a city that the text does not have; a township is then found in it."""
    row = resolve_one("闲林街道五常大道1号", city="杭州市")
    assert (row["city"], row["town"]) == ("杭州市", "闲林街道")
    bare = resolve_one("文三路1号", city="杭州市")
    assert (bare["city"], bare["faults"]) == ("杭州市", "CITY.hint;DISTRICT.missing")


def test_clear_text_is_never_overridden():
    """A hint that contradicts the text is noted and changes nothing."""
    row = resolve_one("浙江省杭州市西湖区文三路1号", city="南京市", district="鼓楼区")
    assert row["adcode"] == "330106"
    assert row["faults"] == "HINT.differs"


@pytest.mark.parametrize("value", [None, float("nan"), "", "不存在的市", 320106.0, "市辖区"])
def test_odd_hints_do_no_harm(value):
    """Empty, unknown and numeric cells count as far as they mean something."""
    row = resolve_one("浙江省杭州市西湖区文三路1号", city=value, id_region=value, postcode=value)
    assert row["adcode"] == "330106"


def test_villages_are_found_in_their_town():
    """A village of the township, with its code, and a single one of the district without."""
    row = resolve_one("安徽省合肥市巢湖市柘皋镇汪桥村5组")
    assert (row["village"], row["village_code"], row["level"], row["rest"]) == (
        "汪桥村",
        "340181102213",
        "village",
        "5组",
    )
    assert resolve_one("浙江省湖州市德清县五四村12号")["town"] == "莫干山镇"


def test_every_county_is_found_by_its_full_path():
    """Province, city and district as listed give back each code of the list."""
    frame = read("divisions")
    counties = frame[(frame["level"] == "district") & (frame["status"] == "listed")]
    city = counties["city"].where(counties["city"] != counties["province"], "")
    found = resolve(normalise(counties["province"] + city + counties["name"] + "人民路1号"))
    assert (found["adcode"].to_numpy() == counties["adcode"].to_numpy()).mean() > 0.999
    assert not found["ambiguous"].any()


def test_index_travels_between_processes():
    """A pickled index gives the same rows."""
    texts = normalise(pd.Series(["南京鼓楼区中山路1号", "浙江省杭州市鱼杭区五常大道1号"]))
    copy = pickle.loads(pickle.dumps(bundled_index()))
    pd.testing.assert_frame_equal(resolve(texts, index=copy), resolve(texts))


NAMES = st.sampled_from(
    [
        *read("divisions", ["name"])["name"].head(4000),
        "路",
        "街",
        "1号",
        "上海",
        "朝阳",
        "市",
        "区",
        "县",
        "-",
        "村",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, max_size=9).map("".join))
def test_any_mixture_of_names_gives_a_row(text):
    """However names are thrown together, codes and names agree and the rest comes from the text."""
    row = resolve_one(text)
    assert row["adcode"] == "" or row["province"]
    assert row["level"] in ("none", "province", "city", "district", "town", "village")
    assert row["district"] == "" or row["adcode"][4:] != "00"
    assert len(row["rest"]) <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=256))
def test_any_text_gives_a_row(text):
    """Whatever stands in the column, lone surrogates included, there is a row and no error."""
    assert len(resolve(pd.Series([text], dtype=object))) == 1


def test_a_zone_that_repeats_its_city_is_not_the_old_county():
    """宜昌高新区 is a zone of the city, not 宜昌县, which is no more."""
    found = resolve_one("湖北省宜昌市宜昌高新区发展大道")
    assert found[["city", "district"]].tolist() == ["宜昌市", ""]


@pytest.mark.parametrize(
    ("text", "town"), [("河南省商城县汪桥镇西街9号", "汪桥镇"), ("河南省商城县汪家镇西街9号", "")]
)
def test_a_street_named_by_a_whole_town_lies_in_it(text, town):
    """Only where the county has a town of that very name."""
    assert resolve_one(text)["town"] == town
