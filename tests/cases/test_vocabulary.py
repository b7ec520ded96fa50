"""Headers of real templates mean what they mean, and none of another person's is taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cases import suggest_mapping
from workbench.cases.vocabulary import fold, is_third_party, kind_words
from workbench.tables import ADDRESS_KINDS

# The standard template of 147 columns and its relatives, as far as a column of the house stands for them.
KNOWN = {
    "个案序列号": ("case_id", ""),
    "委案日期": ("placed_on", ""),
    "委案金额": ("amount_yuan", ""),
    "委案金额（万元）": ("amount_yuan", ""),
    "剩余本金(元)": ("principal_yuan", ""),
    "逾期天数": ("days_past_due", ""),
    "姓名": ("name", ""),
    "*客户姓名": ("name", ""),
    "证件号": ("id_number", ""),
    "身份证号码": ("id_number", ""),
    "本人手机": ("phone", ""),
    "手机号码": ("phone", ""),
    "年龄": ("age_years", ""),
    "单位地址": ("address", "work"),
    "单位邮编": ("postcode", "work"),
    "家庭地址": ("address", "home"),
    "家庭邮编": ("postcode", "home"),
    "家庭住址": ("address", "home"),
    "对账单地址": ("address", "billing"),
    "对账单邮编": ("postcode", "billing"),
    "户籍地址": ("address", "registered"),
    "户籍地邮编": ("postcode", "registered"),
    "身份证户籍地址": ("address", "registered"),
    "工作单位地址": ("address", "work"),
    "收货地址1": ("address", "shipping"),
    "收货人地址2": ("address", "shipping"),
    "送达确认地址": ("address", "confirmed"),
    "现居住地址": ("address", "home"),
    "借款人住宅地址": ("address", "home"),
    "Home Address": ("address", "home"),
    "户籍地址来源": ("lawful_source", "registered"),
    "家庭地址登记日期": ("recorded_on", "home"),
    "省份": ("stated_province", ""),
    "居住城市": ("stated_city", "home"),
    "合同编号": ("case_id", ""),
    "拒绝自动化决策": ("no_automation", ""),
    "amount_yuan": ("amount_yuan", ""),
}
OTHERS = [
    "联系人1地址", "联系人6姓名", "联系人2现居地址", "紧急联系人家庭住址", "配偶单位地址", "父亲手机", "第二联系人地址", "担保人住址", "亲属地址",
    "Contact1 Address", "emergency contact home address", "Spouse_Name", "收货人姓名", "收货人电话", "共同借款人地址", "联系人信息/家庭地址", "同事地址",
]  # fmt: skip


@pytest.mark.parametrize("header", KNOWN)
def test_known_headers_are_sure(header: str) -> None:
    """Each header of the real templates is known for certain."""
    match = suggest_mapping([header]).matches[0]
    assert (match.column, match.kind, match.state) == (*KNOWN[header], "sure")


@pytest.mark.parametrize("header", OTHERS)
def test_other_people_are_never_taken(header: str) -> None:
    """Contact persons, relatives and guarantors have no column here."""
    match = suggest_mapping([header]).matches[0]
    assert (match.column, match.state) == ("", "third_party")


@pytest.mark.parametrize(
    "header", ["邮箱地址", "公司网址", "IP地址", "备注1", "卡号", "催收员ID", "地址状态"]
)
def test_what_is_no_column_here_is_not_taken(header: str) -> None:
    """Addresses that are none, and columns nobody needs, are left alone."""
    assert suggest_mapping([header]).matches[0].state == "unmatched"


def test_similar_headers_wait() -> None:
    """A typing error is recognised, scored, and not read before someone says yes."""
    match = suggest_mapping(["案件编号", "户籍地扯"]).matches[1]
    assert (match.column, match.kind, match.state) == ("address", "registered", "confirm")
    assert 0.7 < match.score < 1


def test_addresses_of_no_kind_wait_unless_a_kind_column_is_there() -> None:
    """地址 alone may be anybody's guess; beside 地址类型 it is clear."""
    assert suggest_mapping(["案件编号", "地址"]).matches[1].state == "confirm"
    assert suggest_mapping(["案件编号", "地址类型", "地址"]).matches[2].state == "sure"


def test_one_header_stands_for_each_single_column() -> None:
    """Of two case numbers the more telling wins; the other is spare. Several addresses all count."""
    mapping = suggest_mapping(["合同编号", "个案序列号", "收货地址1", "收货地址2"])
    assert [match.state for match in mapping.matches] == ["spare", "sure", "sure", "sure"]


@pytest.mark.parametrize("kind", ADDRESS_KINDS)
def test_kinds_are_known_by_name(kind: str) -> None:
    """The names of the data dictionary are kind words themselves."""
    assert kind_words()[kind] == kind


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=100)
def test_any_text_can_be_a_header(text: str) -> None:
    """No header breaks the matching, and folding twice changes nothing for words of letters."""
    suggest_mapping([text])
    assert isinstance(fold(text), str)


@given(st.sampled_from(sorted(KNOWN)), st.sampled_from(["联系人", "联系人3", "紧急联系人", "配偶", "担保人"]))
@settings(deadline=None, max_examples=60)
def test_whatever_stands_behind_another_person_is_theirs(header: str, person: str) -> None:
    """Any known header becomes unreadable when it is another person's."""
    assert is_third_party(person + header)
    assert suggest_mapping([person + header]).matches[0].state == "third_party"
