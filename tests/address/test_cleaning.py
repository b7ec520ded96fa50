"""The named steps that clean address texts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.address import STEPS, clean_text, normalise, normalise_steps

CASES = [
    ("浙江省杭州市　余杭区１２３号３＃楼２单元５０１", "浙江省杭州市余杭区123号3号楼2单元501"),
    ("北京市朝陽區建國路八十八號", "北京市朝阳区建国路88号"),
    ("上海市张杨路500弄 三号楼二单元 二〇三室", "上海市张杨路500弄3号楼2单元203室"),
    ("济南市经十路3一2一501", "济南市经十路3-2-501"),
    ("杭州市文三路12～18号", "杭州市文三路12-18号"),
    ("福建省-厦门市-湖里区", "福建省厦门市湖里区"),
    ("【浙江省】宁波市（鄞州区）中河街道", "浙江省宁波市鄞州区中河街道"),
    ("浙江省杭州市浙江省杭州市余杭区", "浙江省杭州市余杭区"),
    ("收货地址：南京市鼓楼区中山路5号", "南京市鼓楼区中山路5号"),
    ("中山路5号（请打电话）", "中山路5号"),
    ("中山路5号，放驿站", "中山路5号"),
    ("中山路5号 赵小明 13800138000", "中山路5号"),
    ("中山路5号 赵女士收", "中山路5号"),
    ("电话:0571-88886666 西湖区文三路", "西湖区文三路"),
    ("三号路十二号", "三号路12号"),
    ("广东省\u200b广州市😀天河区\n体育西路", "广东省广州市天河区体育西路"),
    ("&nbsp;<b>南京市</b>", "南京市"),
    ("云岭路（原迎宾路）36号3栋", "云岭路36号(原迎宾路)3栋"),
    ("枫桥公馆Ⅱ期3栋", "枫桥公馆2期3栋"),
    ("乾县城关镇", "乾县城关镇"),
    ("於潜镇", "於潜镇"),
]
EMPTY = [
    "不详",
    "无",
    "同上",
    "***",
    "地址不详",
    "N/A",
    "null",
    "-",
    "暂无",
    "",
    "  ",
    "？？",
    None,
    float("nan"),
    3,
    pd.NA,
]
PLACEHOLDERS = ["没有", "未填写", "无固定住所", "户籍地址不详", "拒绝提供", "见附件", "测试", "查无"]
NOT_TOUCHED = [
    "无锡市滨湖区",
    "无棣县海丰街道",
    "空港大道5号",
    "同安区大同街道",
    "一号公馆5栋",
    "五一路5号",
    "百花二路8号",
    "周至县二曲街道",
]


@pytest.mark.parametrize(("raw", "clean"), CASES)
def test_steps_clean_what_they_should(raw, clean):
    """Each kind of dirt goes and the address stays."""
    assert clean_text(raw) == clean


@pytest.mark.parametrize("raw", EMPTY)
def test_placeholders_and_other_types_become_empty(raw):
    """What says that there is no address is empty afterwards."""
    assert clean_text(raw) == ""


@pytest.mark.parametrize("raw", NOT_TOUCHED)
def test_names_that_look_like_dirt_stay(raw):
    """Real names with characters of placeholders, remarks or numerals are kept."""
    assert clean_text(raw) == raw


def test_normalise_keeps_index_and_order():
    """One text per row, on the same index, whatever the row held."""
    series = pd.Series(["南京市 ", None, np.nan, 5], index=[7, 3, 3, 1], dtype=object)
    result = normalise(series)
    assert result.tolist() == ["南京市", "", "", ""]
    assert result.index.tolist() == [7, 3, 3, 1]


def test_trace_names_the_steps_that_changed_the_text():
    """An explanation shows step, reason, before and after."""
    traces = normalise_steps("地址：南京市 鼓楼区")
    assert [trace.step for trace in traces] == ["unify_width", "drop_label", "close_gaps"]
    assert all(trace.reason and trace.before != trace.after for trace in traces)
    assert traces[-1].after == clean_text("地址：南京市 鼓楼区")


def test_steps_have_names_and_reasons_of_their_own():
    """The registry can be shown to people."""
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert all(step.reason.endswith(".") for step in STEPS)


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_any_text_is_cleaned_without_error(text):
    """Control characters, emoji and lone surrogates give a text that every encoding can carry."""
    clean = clean_text(text)
    assert len(clean) <= 4 * 256
    assert clean.encode("utf-8").decode("utf-8") == clean


@given(st.text(alphabet="浙江省杭州市西湖区路号栋单元室一二三十0123456789-～#（） ，", max_size=60))
def test_cleaning_twice_changes_little(text):
    """A cleaned address needs no more than one more pass to be stable."""
    twice = clean_text(clean_text(text))
    assert clean_text(twice) == clean_text(clean_text(twice))


def test_very_long_texts_are_cut():
    """Ten thousand characters cost no more than a few hundred."""
    assert len(clean_text("浙江省杭州市西湖区文三路" * 1000)) <= 256


@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.text("路号室0123456789-()一二三至aXx人收无同上朝陽區", max_size=30),
            st.lists(st.sampled_from([raw for raw, _ in CASES] + NOT_TOUCHED + PLACEHOLDERS), max_size=3).map(
                "".join
            ),
        ),
        max_size=12,
    )
)
def test_a_column_is_cleaned_as_its_texts_alone(texts):
    """What the screen spares a plain text would not have changed it."""
    cleaned = normalise(pd.Series(texts, dtype=object))
    assert cleaned.tolist() == [clean_text(text) for text in texts]
