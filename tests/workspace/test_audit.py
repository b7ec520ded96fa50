"""The audit trail shows tampering."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from workbench.errors import InputError
from workbench.workspace import trail, verify
from workbench.workspace.audit import record


@pytest.fixture
def trail_file(tmp_path: Path) -> Path:
    """Return a trail of three rows."""
    for number in range(3):
        record(tmp_path / "audit.sqlite", "export", {"rows": number}, actor="甲")
    return tmp_path / "audit.sqlite"


def test_untouched_trail_is_intact(trail_file: Path) -> None:
    """A trail as it was written verifies."""
    assert verify(trail_file).intact
    assert trail(trail_file)["action"].tolist() == ["export"] * 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET detail = '{\"rows\": 9}' WHERE seq = 2",
        "UPDATE audit SET actor = '乙' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit",
    ],
)
def test_change_is_found(trail_file: Path, change: str) -> None:
    """Changing or removing any row breaks the chain."""
    with closing(sqlite3.connect(trail_file)) as connection:
        connection.execute(change)
        connection.commit()
    assert not verify(trail_file).intact


def test_broken_database_is_told(tmp_path: Path) -> None:
    """A file that is no database gives a message, not a traceback of sqlite."""
    (tmp_path / "audit.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(InputError, match="cannot be read"):
        verify(tmp_path / "audit.sqlite")
