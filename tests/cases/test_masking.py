"""Numbers of persons and the borrower's own name go; places stay."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cases import mask_addresses
from workbench.cases.masking import mask_text


@pytest.mark.parametrize(
    ("text", "name", "masked"),
    [
        ("甲路2号502室 13800138000", None, "甲路2号502室"),
        ("甲路2号502室,电话:138-0013-8000", None, "甲路2号502室"),
        ("甲路2号(联系电话13800138000)", None, "甲路2号"),
        ("甲路2号(东门)13800138000", None, "甲路2号(东门)"),
        ("甲路2号１３８００１３８０００放驿站", None, "甲路2号 放驿站"),
        ("甲路2号 010-62345678", None, "甲路2号"),
        ("甲路2号 110101199003074477", None, "甲路2号"),
        ("甲路2号502室王小明收", "王小明", "甲路2号502室"),
        ("王小明 甲路2号", "王小明", "甲路2号"),
        ("3单元502室张伟", "张伟", "3单元502室"),
        ("甲路2号（张伟收）", "张伟", "甲路2号"),
        ("河北省张北县中都路3号", "张北", "河北省张北县中都路3号"),
        ("河北省张家口市张北", "张北", "河北省张家口市张北"),
        ("中山路100号", "中山", "中山路100号"),
        ("甲路1234567890123号", None, "甲路1234567890123号"),
        ("甲路2号", "", "甲路2号"),
    ],
)
def test_masks(text: str, name: str | None, masked: str) -> None:
    """Phones in any writing, ID numbers and names go, and nothing that belongs to a place."""
    assert mask_text(text, name) == masked


@given(st.text(alphabet="甲乙路号室0123456789 ()-，", max_size=30), st.integers(13000000000, 19999999999))
@settings(deadline=None)
def test_no_mobile_number_survives(text: str, number: int) -> None:
    """A mobile number between other characters never stays, unless digits touch it and it is none."""
    assert str(number) not in mask_text(f"{text}号{number}室{text}")


def test_frames_keep_their_index() -> None:
    """Row by row, with each borrower's own name."""
    addresses = pd.Series(["甲路1号王小明收", "甲路2号王小明收"], index=[4, 9])
    names = pd.Series(["王小明", None], index=[4, 9])
    assert mask_addresses(addresses, names).to_dict() == {4: "甲路1号", 9: "甲路2号王小明收"}
