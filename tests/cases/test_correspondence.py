"""Mappings are saved, loaded, confirmed and changed; faulty ones are refused whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from workbench.cases import Mapping, Match, suggest_mapping
from workbench.errors import ColumnError, InputError, MissingError

if TYPE_CHECKING:
    from pathlib import Path

MAPPING = (
    suggest_mapping(["案件编号", "户籍地扯", '怪"名\n[x]', "联系人1地址"])
    .with_source("contract")
    .with_source("reserved", "home")
)


def test_a_mapping_comes_back(tmp_path: Path) -> None:
    """Saved and loaded it is the same, whatever signs a header has."""
    assert Mapping.from_toml(MAPPING.to_toml(tmp_path / "m.toml")) == MAPPING


def test_confirm_and_change() -> None:
    """Only waiting headers are confirmed; a change is sure; an empty column is not read."""
    assert [match.state for match in MAPPING.confirm().matches] == [
        "sure",
        "sure",
        "unmatched",
        "third_party",
    ]
    changed = MAPPING.change("户籍地扯", "address", kind="work").change("案件编号", "")
    assert [match.state for match in changed.matches][:2] == ["unmatched", "sure"]
    with pytest.raises(ColumnError, match="户籍地扯"):
        MAPPING.confirm("户籍地址")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = ", "not a mapping"),
        ("version = 1", "not a mapping"),
        ("[[column]]\nheader='a'", "not a mapping"),
        ("column = 3", "not a mapping"),
        (
            "[[column]]\nheader='a'\ncolumn='address'\nkind='moon'\nscore=1\nstate='sure'",
            "unknown kind 'moon'",
        ),
        ("[[column]]\nheader='a'\ncolumn='x'\nkind=''\nscore=1\nstate='perhaps'", "unknown state 'perhaps'"),
        ("column=[]\n[lawful_source]\ndefault='bought'", "unknown source 'bought'"),
    ],
)
def test_faulty_mappings_are_refused(text: str, told: str, tmp_path: Path) -> None:
    """No traceback, but what is wrong."""
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        Mapping.from_toml(tmp_path / "m.toml")


def test_a_missing_mapping(tmp_path: Path) -> None:
    """A mapping that is not there is a missing file."""
    with pytest.raises(MissingError, match="no such mapping"):
        Mapping.from_toml(tmp_path / "m.toml")


def test_all_faults_at_once() -> None:
    """Two faults, one message."""
    with pytest.raises(InputError, match=r"moon.*perhaps"):
        Mapping((Match("a", "address", "moon", 1.0, "sure"), Match("b", "", "", 0.0, "perhaps")))
