"""Carriers' codes and words become outcomes; what is not said is not made up."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.cases.outcomes import _raw, read_channels, read_outcomes
from workbench.errors import InputError
from workbench.tables import CHANNELS, DELIVERED, OUTCOMES, RETURN_REASONS


def _one(status: str = "", *, vocabulary: str | None = None, **columns: str) -> tuple[object, object]:
    found = read_outcomes(pd.Series([status], dtype="str"), vocabulary=vocabulary, **{name: pd.Series([text], dtype="str") for name, text in columns.items()})  # fmt: skip
    return tuple(None if pd.isna(value) else value for value in found.iloc[0])


@pytest.mark.parametrize("vocabulary", ["kuaidi100", "ems"])
def test_vocabularies_use_the_words_of_the_house(vocabulary: str) -> None:
    """Each code has an outcome and, if it was not delivered, a reason of the dictionary."""
    for outcome, reason in _raw()[vocabulary].values():
        assert outcome in OUTCOMES
        assert reason in ("", *RETURN_REASONS)
        assert (reason != "") == (outcome in {"returned", "refused"})
    assert _raw()["signers"].keys() <= set(DELIVERED)
    assert _raw()["channels"].keys() <= set(CHANNELS)


@pytest.mark.parametrize(
    ("code", "ends"),
    [("301", ("self", None)), ("303", ("other_signer", None)), ("304", ("locker", None)), ("501", ("locker", None)), ("203", ("refused", "refused")), ("14", ("refused", "refused")),
     ("205", ("returned", "unclaimed")), ("207", ("returned", "out_of_area")), ("6", ("returned", "other")), ("1002", ("in_transit", None)), ("3", ("other_signer", None)), ("201", ("unknown", None))],
)  # fmt: skip
def test_parcel_codes(code: str, ends: tuple[object, object]) -> None:
    """快递100, in a column of codes or of states."""
    assert _one(status_code=code) == ends
    assert _one(code) == ends


@pytest.mark.parametrize(
    ("code", "ends"),
    [("101", ("returned", "address_wrong")), ("102", ("returned", "person_moved")), ("103", ("returned", "person_absent")), ("104", ("refused", "refused")), ("117", ("returned", "carrier_fault")),
     ("122", ("returned", "unit_unknown")), ("124", ("returned", "address_unclear")), ("127", ("returned", "unclaimed")), ("128", ("locker", None)), ("121", ("in_transit", None))],
)  # fmt: skip
def test_post_codes(code: str, ends: tuple[object, object]) -> None:
    """EMS, by a column of return codes, by the carrier, or by name."""
    assert _one(return_code=code) == ends or ends[0] in {"locker", "in_transit"}
    assert _one(status_code=code, carrier="中国邮政EMS") == ends
    assert _one(status_code=code, vocabulary="ems") == ends


def test_codes_that_both_use_are_not_guessed() -> None:
    """101 alone may be a wrong address or an order placed; with the carrier it is clear."""
    assert _one(status_code="101") == (None, None)
    assert _one(status_code="101", carrier="中通快递") == ("in_transit", None)
    assert _one(status_code="101", carrier="EMS") == ("returned", "address_wrong")
    with pytest.raises(InputError, match="kuaidi100, ems"):
        _one("x", vocabulary="sf")


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("本人签收", ("self", None)), ("妥投", ("other_signer", None)), ("已签收", ("other_signer", None)), ("家属代收", ("adult_family", None)), ("单位收发室签收", ("designated", None)),
        ("邻居代签", ("other_signer", None)), ("丰巢柜已签收", ("locker", None)), ("投柜或站签收", ("locker", None)), ("驿站代收", ("locker", None)),
        ("本人拒收", ("refused", "refused")), ("拒签退回", ("refused", "refused")), ("查无此人", ("returned", "person_moved")), ("收件人已搬走", ("returned", "person_moved")),
        ("地址不详,电话不对", ("returned", "address_unclear")), ("收件人地址有误", ("returned", "address_wrong")), ("查无此单位", ("returned", "unit_unknown")), ("超出派送范围", ("returned", "out_of_area")),
        ("逾期未领退回", ("returned", "unclaimed")), ("柜或驿站超时未取", ("returned", "unclaimed")), ("电话无法接通", ("returned", "unreached")), ("家中无人", ("returned", "person_absent")),
        ("要求改天再来", ("returned", "asked_later")), ("包裹破损", ("returned", "carrier_fault")), ("未妥投", ("returned", "other")), ("退回", ("returned", "other")),
        ("运输中", ("in_transit", None)), ("正在投递", ("in_transit", None)), ("待揽收", ("in_transit", None)), ("超时未签收", ("unknown", None)), ("蓝色", (None, None)), ("", (None, None)),
    ],
)  # fmt: skip
def test_words(words: str, ends: tuple[object, object]) -> None:
    """Free text: what did not happen is looked for before what did."""
    assert _one(words) == ends


def test_the_signer_refines_a_delivery_only() -> None:
    """Who signed makes the difference of a signed letter, and none of a returned one or a locker."""
    assert _one("妥投", signer="本人") == ("self", None)
    assert _one("妥投", signer="成年家属") == ("adult_family", None)
    assert _one(status_code="303", signer="父亲") == ("adult_family", None)
    assert _one(status_code="304", signer="本人") == ("locker", None)
    assert _one("退回", signer="本人", return_reason="查无此人") == ("returned", "person_moved")


def test_the_reason_goes_before_the_general_status() -> None:
    """Returned because: the code, and where it says only "other" the words."""
    assert _one("退回", return_code="124", return_reason="地址不详") == ("returned", "address_unclear")
    assert _one("退回", return_code="130", return_reason="无法联系收件人") == ("returned", "unreached")
    assert _one("退回", return_code="130", return_reason="其它") == ("returned", "other")
    assert _one("退回", return_code="104") == ("refused", "refused")
    assert _one(status_code="208", return_reason="要求改期派送") == ("returned", "asked_later")
    assert _one("本人签收", return_reason="地址不详") == ("self", None)


def test_channels() -> None:
    """Carriers stand for channels; unknown ones for none."""
    found = read_channels(pd.Series(["EMS", "顺丰速运", "上门", "法院专递(EMS)", "飞鸽", ""]))
    assert found.fillna("-").tolist() == ["letter", "courier", "visit", "court_post", "-", "-"]
