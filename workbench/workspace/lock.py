"""One writer at a time: a lock that the operating system frees when its process dies."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbench.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def hold(path: Path, *, wait_seconds: float = 30.0) -> Iterator[None]:
    """Hold the lock file ``path`` while the block runs.

    An exclusive SQLite transaction is a file lock that works alike on every system
    and ends with its process, so a killed run never leaves the folder locked.

    Raises
    ------
    BusyError
        If another process still holds it after ``wait_seconds``.
    """
    connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BusyError(
                f"{path.parent}: another process is writing to this project and did not finish within "
                f"{wait_seconds:g} s. Wait for it, or end it, and run the command again."
            ) from error
        yield
    finally:
        connection.close()
