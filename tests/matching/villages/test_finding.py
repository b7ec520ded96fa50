"""Villages are found among the bundled ones and among a table of one's own."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.matching import VillageIndex, find_villages
from workbench.matching.villages import COLUMNS

ROWS = pd.DataFrame(
    [
        ("410105001001", "柳塘村", "village", "云岭镇", "410105001", "410105"),
        ("410105001002", "北坡社区", "community", "云岭镇", "410105001", "410105"),
        ("410105002001", "柳塘村", "village", "松涛镇", "410105002", "410105"),
        ("410105002002", "石桥村", "village", "松涛镇", "410105002", "410105"),
        ("410105002003", "石桥社区", "community", "松涛镇", "410105002", "410105"),
    ],
    columns=["code", "name", "kind", "town", "town_code", "adcode"],
)


@pytest.fixture(scope="module")
def index():
    """Five invented villages in a real county."""
    return VillageIndex(ROWS)


def find(index, text):
    """Find one village."""
    return find_villages(pd.Series([text]), index=index).iloc[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("郑州市金水区北坡社区3号楼", "北坡社区"),
        ("郑州市金水区北坡村委会3组12号", "北坡社区"),
        ("郑州市金水区北坡3组", "北坡社区"),
        ("金水区郑州市北破社区", "北坡社区"),
        ("河南省郑州市金水区石桥村第二村民小组", "石桥村"),
        ("河南省郑州市金水区石桥居委会", "石桥社区"),
    ],
)
def test_noise_does_not_hide_a_village(index, text, name):
    """Another suffix, none, a homophone, tails."""
    found = find(index, text)
    assert (found["village"], found["ambiguous"]) == (name, False)


def test_namesakes_are_called_ambiguous(index):
    """Two towns have a 柳塘村 and the address does not say which."""
    found = find(index, "郑州市金水区柳塘村5组")
    assert found["ambiguous"]
    assert set(found["candidates"].split(";")) == {"410105001001", "410105002001"}


def test_a_town_tells_namesakes_apart(index):
    """Also one that the divisions do not know."""
    divisions = pd.DataFrame(
        [["410105", "", "松涛镇", "410105002", "", "柳塘村5组"]],
        columns=["adcode", "candidates", "town", "town_code", "village", "rest"],
    )
    found = find_villages(pd.Series(["-"]), index=index, divisions=divisions).iloc[0]
    assert (found["village_code"], found["ambiguous"]) == ("410105002001", False)


@pytest.mark.parametrize("text", ["郑州市金水区云岭路88号锦瑟花园", "不详", "", "河南省", None])
def test_what_is_no_village_is_not_asserted(index, text):
    """Roads, placeholders, whole provinces."""
    assert find(index, text)["village_code"] == ""


def test_the_bundled_villages_are_there():
    """All of China, by default."""
    found = find_villages(pd.Series(["江西省赣州市龙南市程龙镇程龙村"]))
    assert found["village_code"].str.len().tolist() == [12]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_gives_a_row(texts):
    """In order, with all columns."""
    found = find_villages(pd.Series(texts, dtype=object), index=VillageIndex(ROWS))
    assert (len(found), tuple(found.columns)) == (len(texts), COLUMNS)


def test_a_missing_column_is_named():
    """With the nearest ones."""
    with pytest.raises(InputError, match="town_code"):
        VillageIndex(ROWS.drop(columns="town_code"))
