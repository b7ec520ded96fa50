"""What the bundled tables say is true of the country."""

import numpy as np
import pytest

from workbench.geodata import read


@pytest.fixture(scope="module")
def divisions():
    """All divisions."""
    return read("divisions")


def test_levels_have_the_official_numbers(divisions):
    """The list of 2025-12-31: 33 provinces, 333 cities, 2,845 counties, 38,723 townships."""
    listed = divisions[divisions["status"] == "listed"]["level"].value_counts()
    assert listed.to_dict() == {"town": 38_723, "district": 2_845, "city": 333, "province": 33}


def test_codes_are_unique_and_sorted(divisions):
    """The code is the key."""
    assert divisions["code"].is_unique
    assert divisions["code"].is_monotonic_increasing


def test_every_parent_is_there(divisions):
    """Only provinces have none."""
    with_parent = divisions[divisions["level"] != "province"]
    assert with_parent["parent"].isin(divisions["code"]).all()
    assert (divisions.loc[divisions["level"] == "province", "parent"] == "").all()


def test_ancestors_are_those_of_the_parents(divisions):
    """A county's province and city are the names of the units above it."""
    by_code = divisions.set_index("code")
    row = by_code.loc["330106"]
    assert (row["province"], row["city"], row["district"], row["adcode"]) == (
        "浙江省",
        "杭州市",
        "西湖区",
        "330106",
    )


@pytest.mark.parametrize(
    ("code", "province", "city", "district"),
    [
        ("110105", "北京市", "北京市", "朝阳区"),
        ("429004", "湖北省", "", "仙桃市"),
        ("441900003", "广东省", "东莞市", ""),
        ("810104", "香港特别行政区", "香港特别行政区", "观塘区"),
    ],
)
def test_units_out_of_the_ordinary_have_their_names(divisions, code, province, city, district):
    """Municipalities are their own city; some counties have no city and some cities no county."""
    row = divisions.set_index("code").loc[code]
    assert (row["province"], row["city"], row["district"]) == (province, city, district)


@pytest.mark.parametrize("code", ["653132", "659013", "500157", "540481", "540581"])
def test_newest_counties_are_there(divisions, code):
    """Founded or recoded in the last years: 岑岭县, 草湖市, 两江新区, 米林市, 错那市."""
    assert code in set(divisions["code"])


def test_taiwan_hong_kong_and_macao_are_provinces(divisions):
    """The ministry gives two of them without counties and one not at all."""
    provinces = divisions[divisions["level"] == "province"]
    assert {"台湾省", "香港特别行政区", "澳门特别行政区"} <= set(provinces["name"])
    assert len(provinces) == 34


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("622927", "积石山"),
        ("310115", "浦东"),
        ("150521", "科左中旗"),
        ("540000", "西藏"),
        ("610403", "杨陵"),
    ],
)
def test_short_names_are_the_usual_ones(divisions, code, short):
    """Ethnic groups, suffixes and kinds are left away as people do."""
    assert divisions.set_index("code").loc[code, "short_name"] == short


def test_short_forms_never_repeat_the_name(divisions):
    """The first short form is the usual one."""
    forms = divisions["short_names"].str.split("|")
    assert not any(name in own for name, own in zip(divisions["name"], forms, strict=True))
    assert (
        forms.str[0].where(divisions["short_names"] != "", divisions["name"]) == divisions["short_name"]
    ).all()


def test_points_lie_in_the_country(divisions):
    """No swapped or foreign point; a source exactly where there is a point."""
    there = divisions["lng"].notna()
    assert divisions.loc[there, "lng"].between(73, 136).all()
    assert divisions.loc[there, "lat"].between(3, 54).all()
    assert ((divisions["point_source"] != "") == there).all()


def test_most_counties_and_a_third_of_the_townships_have_points(divisions):
    """What GeoNames knows is not lost in the join."""
    known = divisions["lng"].notna().groupby(divisions["level"]).mean()
    assert known["province"] == 1.0
    assert known["city"] > 0.95
    assert known["district"] > 0.75
    assert known["town"] > 0.3


def test_villages_join_the_townships(divisions):
    """19 of 20 villages have the township's current code, and every one a county or city."""
    villages = read("villages")
    assert len(villages) == 620_573
    assert (villages["town_code"] != "").mean() > 0.95
    assert villages["adcode"].isin(divisions["code"]).all()
    assert villages.loc[villages["town_code"] != "", "town_code"].isin(divisions["code"]).all()


def test_village_and_township_agree_on_the_county(divisions):
    """A joined township lies in the county that the village states."""
    joined = read("villages").query("town_code != ''")
    county = joined["town_code"].map(divisions.set_index("code")["adcode"])
    assert (county == joined["adcode"]).all()


@pytest.mark.parametrize(
    ("name", "city", "now"),
    [
        ("崇文区", "市辖区", "110101"),
        ("闸北区", "市辖区", "310106"),
        ("下城区", "杭州市", "330105"),
        ("江干区", "杭州市", "330102"),
        ("中甸县", "迪庆藏族自治州", "533401"),
        ("萧山市", "杭州市", "330109"),
        ("平江区", "苏州市", "320508"),
        ("桥东区", "石家庄市", "130102"),
        ("开县", "县", "500154"),
        ("太谷县", "晋中地区", "140703"),
        ("渝北区", "市辖区", "500157"),
    ],
)
def test_old_names_lead_to_where_they_lie_today(name, city, now):
    """Merged and renamed counties, also those that the lists of changes get wrong."""
    history = read("county_history")
    rows = history[(history["name"] == name) & (history["city"] == city)]
    assert set(rows["code_now"]) == {now}


def test_history_leads_to_listed_units(divisions):
    """Nearly every name leads somewhere, and nowhere that does not exist."""
    now = read("county_history")["code_now"]
    assert now[now != ""].isin(divisions["code"]).all()
    assert (now == "").mean() < 0.02


def test_spans_of_one_unit_do_not_overlap():
    """One name, code and place has one span at a time."""
    history = read("county_history")
    assert (history["first_year"] <= history["last_year"]).all()
    keys = ["level", "code", "name", "province", "city", "code_now"]
    ordered = history.sort_values([*keys, "first_year"])
    same = ordered[keys].eq(ordered[keys].shift()).all(axis=1)
    assert (ordered["first_year"] > ordered["last_year"].shift())[same].all()


def test_osm_places_are_openstreetmap_only():
    """The index also held banks and enterprises of somebody else."""
    places = read("osm_places")
    assert set(places["class"]) == {"road", "transit", "building", "waterway", "water"}
    assert not places.duplicated().any()


def test_osm_places_are_wgs84():
    """Beijing South station: in GCJ-02 it would stand 600 m further east."""
    places = read("osm_places")
    stops = places[(places["name"] == "北京南站") & (places["class"] == "transit")]
    assert np.allclose([stops["lng"].median(), stops["lat"].median()], [116.3725, 39.8652], atol=0.003)


def test_postcodes_know_their_county(divisions):
    """Names that several counties of a province bear are left open."""
    postcodes = read("postcodes")
    assert postcodes["postcode"].str.fullmatch(r"\d{6}").all()
    assert (postcodes["adcode"] != "").mean() > 0.98
    assert postcodes.loc[postcodes["adcode"] != "", "adcode"].isin(divisions["code"]).all()


def test_lookalikes_are_single_characters():
    """One character is mistaken for one other."""
    pairs = read("lookalikes")
    assert (pairs["wrong"].str.len() == 1).all()
    assert (pairs["wrong"] != pairs["meant"]).all()
    assert pairs["similarity_share"].between(0, 1).all()
