"""The audit trail: who did what, when; each row carries the hash of the row before."""

from __future__ import annotations

import getpass
import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_GENESIS = "0" * 64
_SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS head (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of the trail found."""

    rows: int
    intact: bool
    message: str


def connect(path: Path) -> sqlite3.Connection:
    """Open the trail's database in WAL mode and make its tables if they are not there."""
    connection = sqlite3.connect(path, timeout=30.0, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(_SCHEMA)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise InputError(
            f"{path}: the audit database cannot be read ({error}). Restore it from a backup; the tables are not affected."
        ) from error
    return connection


def _digest(row: tuple[int, str, str, str, str, str]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()


def record(path: Path, action: str, detail: dict[str, Any], *, actor: str | None = None) -> str:
    """Append one row and return its hash. ``detail`` must hold no personal data."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str)
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        last = connection.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone() or (
            0,
            _GENESIS,
        )
        row = (last[0] + 1, at, actor or _user(), action, text, last[1])
        digest = _digest(row)
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, digest))
        connection.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?)", (row[0], digest))
        connection.execute("COMMIT")
    return digest


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def verify(path: Path) -> Verdict:
    """Walk the chain and say whether every row is as it was written and none is missing at the end."""
    with closing(connect(path)) as connection:
        rows = connection.execute(
            "SELECT seq, at, actor, action, detail, previous, hash FROM audit ORDER BY seq"
        ).fetchall()
        head = connection.execute("SELECT seq, hash FROM head").fetchone()
    previous = _GENESIS
    for position, row in enumerate(rows, start=1):
        if row[0] != position or row[5] != previous or _digest(row[:6]) != row[6]:
            return Verdict(
                len(rows), intact=False, message=f"row {position} was changed, removed or put in later"
            )
        previous = row[6]
    if (head or (0, _GENESIS)) != (len(rows), previous):
        return Verdict(len(rows), intact=False, message=f"rows after {len(rows)} were removed")
    return Verdict(len(rows), intact=True, message=f"{len(rows)} rows, unbroken")


def trail(path: Path) -> pd.DataFrame:
    """Return the trail as a frame: seq, at (UTC), actor, action, detail (JSON)."""
    with closing(connect(path)) as connection:
        return pd.read_sql_query("SELECT seq, at, actor, action, detail FROM audit ORDER BY seq", connection)
