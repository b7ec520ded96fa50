"""The synthetic portfolio of a city: files as lenders send them, truth kept apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.cases.samples import KINDS, Noise, Portfolio, World, make_portfolio
from workbench.cases.samples.identities import check_digit
from workbench.coordinates import distance_m
from workbench.errors import InputError

HEADS = ("金穗", "银杏", "长虹", "东湖", "西岭", "南塘", "北渚", "云帆", "青禾", "翠微")


def invented_places() -> pd.DataFrame:
    """Make a small city of invented names in two districts."""
    rng = np.random.default_rng(0)
    names = [
        head + tail for head in HEADS for tail in ("花园", "小区", "家园", "大厦", "医院", "路", "胡同", "村")
    ]
    frame = pd.DataFrame({"place": names, "province": "虚构省", "city": "示例市"})
    frame["district"] = np.where(rng.random(len(frame)) < 0.5, "甲子区", "乙丑区")
    frame["adcode"] = np.where(frame["district"] == "甲子区", "990101", "990102")
    frame["lng"] = 116.0 + rng.uniform(0, 0.3, len(frame))
    frame["lat"] = 39.0 + rng.uniform(0, 0.3, len(frame))
    return frame


def make(**settings: object) -> Portfolio:
    """Make a small portfolio in the invented city."""
    return make_portfolio(invented_places(), city="示例市", **({"cases": 400, "seed": 7} | settings))


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    """One portfolio for all tests that only look."""
    return make()


def test_same_seed_same_files(portfolio):
    """The seed decides everything, byte for byte."""
    again = make()
    assert again.case_file.to_csv(index=False) == portfolio.case_file.to_csv(index=False)
    assert again.results_file.to_csv(index=False) == portfolio.results_file.to_csv(index=False)


def test_other_seed_other_files(portfolio):
    """Another seed gives another file."""
    assert not make(seed=8).case_file.equals(portfolio.case_file)


def test_truth_is_the_place_itself(portfolio):
    """The true point of an address is the point of the place that the true address names."""
    truth = portfolio.true_addresses.merge(
        invented_places(), on=["place", "district"], suffixes=("", "_given"), validate="many_to_one"
    )
    assert len(truth) == len(portfolio.true_addresses)
    gap = distance_m(truth["lng"], truth["lat"], truth["lng_given"], truth["lat_given"])
    assert gap.max() < 1.0
    assert all(place in text for place, text in zip(truth["place"], truth["true_address"], strict=True))


def test_file_says_what_the_truth_says_was_written(portfolio):
    """Every written address of the truth stands in the case file in its kind's column."""
    file = portfolio.case_file.set_index("个案序列号")["户籍地址"]
    truth = portfolio.true_addresses.query("kind == 'registered'")
    assert (file.loc[truth["case_number"]].to_numpy() == truth["written"].to_numpy()).all()


def test_ids_have_right_check_digits_and_belong_to_nobody(portfolio):
    """ID numbers pass the check but carry the order code that is never given out."""
    ids = portfolio.case_file["证件号"].str.replace(" ", "").str.upper()
    ids = ids[ids.str.len() == 18]
    assert len(ids) > 390
    assert all(check_digit(number[:17]) == number[17] for number in ids)
    assert ids.str[14:17].eq("000").all()


def test_phones_begin_with_a_block_without_operator(portfolio):
    """No phone can ring."""
    assert portfolio.case_file["本人手机"].str.match(r"164\d{8}$").all()


def test_some_people_have_two_cases(portfolio):
    """The same person appears at two lenders now and then, with the same ID number."""
    assert portfolio.true_cases["person"].duplicated().any()


def test_operators_are_kept_for_error_slices(portfolio):
    """Addresses without operators are written as they truly are; the others name what befell them."""
    truth = portfolio.true_addresses
    clean = truth["operators"].eq("")
    assert (truth["written"] == truth["true_address"])[clean].all()
    assert (truth["written"] != truth["true_address"])[~clean].mean() > 0.97
    assert 0.6 < truth["operators"].str.count(r"[a-z]+(?:_[a-z]+)*").mean() < 1.2


def test_planted_rows_are_where_they_are_said_to_be(portfolio):
    """Each row that must be refused has the impossible value in the named cell."""
    planted = portfolio.planted_rejects
    assert len(planted) == 4
    for row, column, value in planted[["row", "column", "value"]].itertuples(index=False):
        assert portfolio.case_file[column].iloc[row - 2] == value


def test_letters_fit_cases_and_addresses(portfolio):
    """Each letter went to an address that its case has, by a courier of its station."""
    pairs = set(zip(portfolio.true_addresses["case_number"], portfolio.true_addresses["kind"], strict=True))
    letters = portfolio.true_letters
    assert set(zip(letters["case_number"], letters["kind"], strict=True)) <= pairs
    assert all(
        c.startswith(s)
        for s, c in zip(portfolio.results_file["网点"], portfolio.results_file["投递员"], strict=True)
    )
    assert set(portfolio.results_file["投递员"]) <= set(portfolio.couriers["courier"])


def test_logged_probabilities_are_those_of_the_draw():
    """Among first letters, kinds are chosen as often as the logged probabilities say."""
    letters = make(cases=4000).true_letters
    assert letters["p_chosen"].between(0, 1, inclusive="right").all()
    # Sum over letters of 1/p is unbiased for the number of addresses at hand.
    first = letters.drop_duplicates("case_number")
    at_hand = 1.0 + 0.72 + 0.55 + 0.35 + 0.30
    assert (1 / first["p_chosen"]).mean() == pytest.approx(at_hand, abs=0.25)


def test_every_kind_occurs(portfolio):
    """All five kinds of address are in the truth."""
    assert set(portfolio.true_addresses["kind"]) == set(KINDS)


def test_no_noise_means_no_change():
    """Without operators the file holds the true addresses."""
    truth = make(noise=Noise(mean_operators=0.0), cases=60).true_addresses
    assert (truth["written"] == truth["true_address"]).all()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"cases": 0}, "Expected 1 to"),
        ({"city": "别处市"}, "usable places"),
    ],
)
def test_wrong_settings_are_named(settings, words):
    """The message says what is wrong and what was expected."""
    with pytest.raises(InputError, match=words):
        make_portfolio(invented_places(), **({"city": "示例市"} | settings))


def test_places_without_district_need_divisions():
    """A frame that says no district is refused unless names and polygons of counties come with it."""
    with pytest.raises(InputError, match="say no district"):
        make_portfolio(invented_places().drop(columns="district"), city="示例市")


def test_days_past_due_follow_the_ground(portfolio):
    """Log days rise with the field of arrears by the planted slope; the field is high where letters are hard to deliver."""
    days = portfolio.case_file.drop_duplicates("个案序列号").set_index("个案序列号")["逾期天数"]
    cases = portfolio.true_cases.assign(days=pd.to_numeric(portfolio.true_cases["case_number"].map(days)))
    cases = cases[cases["days"].gt(0)]
    slope = np.polyfit(cases["field_npl"], np.log(cases["days"]), 1)[0]
    assert slope == pytest.approx(World().overdue_per_field, abs=0.2)
    home = portfolio.true_addresses[portfolio.true_addresses["kind"].eq("home")].set_index("case_number")
    ground = cases["case_number"].map(home["field_delivery"])
    assert np.corrcoef(ground[ground.notna()], cases["field_npl"][ground.notna()])[0, 1] < -0.2
