"""The data dictionary is whole, and its guard holds."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

from workbench.errors import ColumnError, InputError, MissingError, PolicyError
from workbench.tables import COLUMNS, TABLES, Audience, column, guard, label, require, table, visible
from workbench.tables.dictionary import _PARTS


def test_each_column_is_declared_once() -> None:
    """No name is declared twice."""
    names = [each.name for part in _PARTS for each in part.COLUMNS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_tables_use_declared_columns(name: str) -> None:
    """Tables are made of declared columns; key and required ones are among them."""
    each = TABLES[name]
    assert set(each.columns) <= set(COLUMNS)
    assert set(each.key) | set(each.required) <= set(each.columns)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_columns_speak_both_languages(name: str) -> None:
    """Every column has labels, a meaning, and values if it is an enumeration."""
    each = COLUMNS[name]
    assert each.zh
    assert each.en
    assert each.meaning.endswith(".")
    assert each.meaning_zh.endswith("。")
    assert bool(each.values) == (each.kind == "enum")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_tables_speak_both_languages(name: str) -> None:
    """Every table has labels and a sentence in Chinese and in English."""
    each = TABLES[name]
    assert each.label("zh") != each.label("en")
    assert each.explain("zh").endswith("。")
    assert each.explain("en").endswith(".")


def test_identity_is_for_couriers_only() -> None:
    """Names and phones are for nobody but the courier; pseudonyms and addresses never for a lender."""
    assert COLUMNS["name"].audience == COLUMNS["phone"].audience == {Audience.COURIER}
    assert not [
        name for name in ("borrower", "address", "lng", "lat") if Audience.LENDER in COLUMNS[name].audience
    ]


def test_guard_refuses_hidden_and_unknown_columns() -> None:
    """An exit refuses what its audience may not see, and what nobody declared."""
    with pytest.raises(PolicyError, match="may not see address"):
        guard(pd.DataFrame({"address": ["x"]}), "lender")
    with pytest.raises(PolicyError, match="not in the data dictionary"):
        guard(pd.DataFrame({"weight": [1]}), Audience.ANALYST)
    frame = pd.DataFrame({"cell": ["8"], "address": ["x"]})
    assert list(visible(frame, "lender").columns) == ["cell"]


def test_unknown_names_are_answered_with_near_ones() -> None:
    """A typo gets the nearest names."""
    with pytest.raises(ColumnError, match="address"):
        column("adress")
    with pytest.raises(InputError, match="cases"):
        table("case")
    with pytest.raises(ColumnError, match="Nearest: address"):
        require(pd.DataFrame({"address": []}), ["addres"], where="cases.csv")


def test_labels() -> None:
    """Labels follow the language; unknown names stand for themselves."""
    assert label("lng") == "经度"
    assert label("lng", lang="en") == "longitude"
    assert label("x") == "x"


def test_errors_travel_between_processes() -> None:
    """Errors can be sent back by worker processes."""
    assert "adress" in str(pickle.loads(pickle.dumps(ColumnError("adress", ["address"], where="f"))))
    assert str(pickle.loads(pickle.dumps(MissingError("gone")))) == "gone"
