"""Envelopes tell nothing, letters threaten nobody, and tricks do not hide words."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.policy import lint, load_policy

WORDING = load_policy().wording
LETTER = "受贷款人委托，请您与我们联系。投诉电话见官网。"


def _words(text: str, part: str, document: str = "notice") -> list[tuple[str, str]]:
    found = lint(pd.Series([text]), WORDING, part=part, document=document)
    return list(zip(found["fault"], found["word"], strict=True))


@pytest.mark.parametrize("text", ["催收函", "催 收", "催-收", "催\u200b收", "催·收", "催.收", "催\n收"])
def test_an_envelope_may_not_tell_of_debt(text: str) -> None:
    """Neither plainly nor with something between the characters."""
    assert _words(text, "envelope") == [("never", "催收")]


@pytest.mark.parametrize("text", ["¥1,200", "￥ 500", "1200元", "12.5万元", "１２００元", "USD 5 usd"])
def test_an_envelope_may_not_tell_an_amount(text: str) -> None:
    """Amounts in any width are found."""
    assert ("amount", "") in _words(text, "envelope") or "usd" in text


@pytest.mark.parametrize(
    "text", ["某某公司客户服务部", "3单元502室", "100元路5号", "重要文件 请本人签收", ""]
)
def test_plain_envelopes_pass(text: str) -> None:
    """A sender, a room and a road that sounds like money are fine."""
    assert _words(text, "envelope") == []


def test_letters_may_not_threaten_or_pose_as_the_court() -> None:
    """Threats are never allowed; the court's words only in its own documents."""
    assert _words(LETTER, "letter") == []
    assert _words(LETTER + "否则将拘留", "letter") == [("never", "拘留")]
    assert _words(LETTER + "法院传票", "letter") == [("never", "法院"), ("never", "传票")]
    assert _words(LETTER + "法院传票", "letter", "court_document") == []


def test_letters_must_name_the_creditor_and_the_complaint_line() -> None:
    """What is missing is named."""
    assert [fault for fault, _ in _words("您好", "letter")] == ["must", "must"]


def test_latin_words_must_be_whole() -> None:
    """``owe`` is not found in ``tower``."""
    wording = load_policy("us-regf").wording
    assert lint(pd.Series(["Tower of Credence"]), wording, part="envelope").empty
    assert lint(pd.Series(["You OWE us"]), wording, part="envelope")["word"].tolist() == ["owe"]


def test_findings_point_to_their_text() -> None:
    """Each finding has the index of its text; missing texts are empty ones; unknown parts are refused."""
    found = lint(pd.Series(["好", None, "欠款"], index=[5, 6, 9]), WORDING, part="envelope")
    assert found["at"].tolist() == [9]
    assert found["reason_zh"].tolist() == ["不得出现“欠款”"]
    with pytest.raises(InputError, match="envelope, letter"):
        lint(pd.Series(["x"]), WORDING, part="stamp")
