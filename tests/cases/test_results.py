"""The gate for results: every attempt finds its address, or keeps its borrower."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from workbench.cases import Key, read_attempts, read_cases
from workbench.errors import InputError
from workbench.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

CASES = "案件编号,姓名,户籍地址,收货地址1,收货地址2\nC1,王小明,北京市甲路1号,乙路2号 13800138000,丙路3号\nC2,李某,丁路,,\n"


@pytest.fixture
def addresses(tmp_path: Path) -> pd.DataFrame:
    """Return the addresses of two cases."""
    (tmp_path / "cases.csv").write_text(CASES, encoding="utf-8")
    return read_cases(tmp_path / "cases.csv", key=Key(b"k" * 32), lawful_source="contract").addresses


def _read(folder: Path, text: str, **more: object):
    (folder / "results.csv").write_text(text, encoding="gb18030")
    return read_attempts(folder / "results.csv", **more)


def test_attempts_find_their_address(tmp_path: Path, addresses: pd.DataFrame) -> None:
    """By its id, by the case and text, by the case and kind with number."""
    ids = addresses["address_id"].tolist()
    by_id = _read(
        tmp_path, f"地址编号,寄送时间,签收状态\n{ids[1]},2024-02-01,本人签收\n", addresses=addresses
    )
    by_text = _read(
        tmp_path,
        "案件编号,地址,寄送时间,签收状态\nC1,北京市 甲路１号,2024-02-01,退回\nC1,乙路2号 13800138000,2024-02-01,退回\n",
        addresses=addresses,
    )
    by_kind = _read(
        tmp_path,
        "案件编号,地址类型,地址序号,寄送时间,签收状态\nC1,收货地址,2,2024-02-01,退回\nC2,户籍,,2024-02-01,退回\n",
        addresses=addresses,
    )
    assert by_id.rows["address_id"].tolist() == [ids[1]]
    assert by_id.rows["case_id"].tolist() == ["C1"]
    assert by_text.rows["address_id"].tolist() == ids[:2]
    assert by_kind.rows["address_id"].tolist() == [ids[2], ids[3]]
    assert by_kind.rows["borrower"].tolist() == addresses["borrower"].tolist()[2:]


def test_attempts_elsewhere_keep_their_borrower(tmp_path: Path, addresses: pd.DataFrame) -> None:
    """An attempt at an address that is not in the portfolio still counts for the caps."""
    found = _read(
        tmp_path,
        "案件编号,地址类型,寄送时间,签收状态\nC2,单位,2024-02-01,退回\nC2,火星,2024-02-01,退回\nC9,户籍,2024-02-01,退回\n",
        addresses=addresses,
    )
    assert found.rows["address_id"].isna().all()
    assert found.rows["borrower"].notna().tolist() == [True, True, False]
    assert "3 attempts" in found.notes[0]


def test_the_table_is_that_of_the_dictionary(tmp_path: Path, addresses: pd.DataFrame) -> None:
    """Columns, tries and own numbers."""
    text = "面单号,案件编号,地址类型,承运商,寄送时间,签收状态,费用,选中概率,随机种子\nE1,C1,户籍,EMS,2024-02-02 10:00,退回,20元,0.25,7\nE1,C1,户籍,EMS,2024-02-01 10:00,退回,20,1.5,\n,C1,户籍,中通快递,2024-02-03,本人签收,,,\n"
    rows = _read(tmp_path, text, addresses=addresses, agency="甲公司").rows
    assert list(rows.columns) == list(TABLES["attempts"].columns)
    assert rows["attempt_id"].is_unique
    assert rows["try_number"].tolist() == [2, 1, 3]
    assert rows["channel"].tolist() == ["letter", "letter", "courier"]
    assert rows["p_chosen"].tolist()[0] == 0.25
    assert rows["p_chosen"].isna().tolist() == [False, True, True]
    assert rows["seed"].tolist()[0] == 7
    assert set(rows["agency"]) == {"甲公司"}


def test_attempts_that_cannot_be_used_are_rejects(tmp_path: Path, addresses: pd.DataFrame) -> None:
    """No case, no time, no known status, or the same twice: named with the row."""
    text = "面单号,案件编号,寄送时间,签收状态\nE1,,2024-02-01,退回\nE2,C1,,退回\nE3,C1,2024-02-01,蓝色\nE4,C1,2024-02-01,退回\nE4,C1,2024-02-01,退回\n"
    found = _read(tmp_path, text, addresses=addresses)
    assert found.rows["attempt_id"].tolist() == ["E4"]
    assert found.rejects["row"].tolist() == [2, 3, 4, 6]


def test_other_peoples_names_and_phones_stay_outside(tmp_path: Path, addresses: pd.DataFrame) -> None:
    """Recipients are not read; phones in a carrier's remark are taken out."""
    found = _read(
        tmp_path,
        "案件编号,收件人,收件人电话,寄送时间,签收状态,退件原因\nC1,王小明,13800138000,2024-02-01,退回,查无此人 13800138000\n",
        addresses=addresses,
    )
    assert "13800138000" not in found.rows.to_csv()
    assert "王小明" not in found.rows.to_csv()


@pytest.mark.parametrize(
    ("text", "told"),
    [("面单号,签收状态\nE1,退回\n", "案件编号 or 地址编号"), ("面单号,案件编号,寄送时间\nE1,C1,2024-01-01\n", "签收状态"), ("案件编号,签收状态\nC1,退回\n", "寄送时间")],
)  # fmt: skip
def test_missing_columns(text: str, told: str, tmp_path: Path) -> None:
    """What is missing is named."""
    with pytest.raises(InputError, match=told):
        _read(tmp_path, text)


def test_unknown_channels_are_refused(tmp_path: Path) -> None:
    """A channel that is none is refused before anything is read."""
    with pytest.raises(InputError, match="letter, courier, visit, court_post"):
        _read(tmp_path, "x", channel="pigeon")
