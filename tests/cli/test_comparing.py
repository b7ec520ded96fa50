"""``workbench pairs`` and ``villages``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from workbench.cli import run_command
from workbench.tables import table


def test_pairs_keep_rows_and_columns(tmp_path: Path) -> None:
    """All rows in order, with their own columns and the documented ones."""
    rows = pd.DataFrame(
        {"a": ["云岭路12号", "云岭路12号"], "b": ["云岭路12号3栋", "松涛街7号"], "p_exact": 1}
    )
    rows.to_csv(tmp_path / "in.csv", index=False)
    assert (
        run_command(
            "pairs", str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), "--left", "a", "--right", "b"
        )
        == 0
    )
    out = pd.read_csv(tmp_path / "out.csv")
    assert out.columns.tolist() == ["a", "b", "p_exact_input", *table("pairs").columns]
    assert out["p_related"].idxmax() == 0


def test_villages_are_found_in_a_column(tmp_path: Path) -> None:
    """The column is found by its name."""
    pd.DataFrame({"地址": ["江西省赣州市龙南市程龙镇程龙村3组", "不详"]}).to_csv(
        tmp_path / "in.csv", index=False
    )
    assert run_command("villages", str(tmp_path / "in.csv"), str(tmp_path / "out.csv")) == 0
    out = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert out["village_code"].str.len().tolist() == [12, 0]


def test_a_wrong_column_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With those that there are."""
    pd.DataFrame({"left": ["a"], "right": ["b"]}).to_csv(tmp_path / "in.csv", index=False)
    command = (
        "pairs",
        str(tmp_path / "in.csv"),
        str(tmp_path / "out.csv"),
        "--left",
        "lft",
        "--right",
        "right",
    )
    assert run_command(*command) == 2
    assert "left" in capsys.readouterr().err
