"""Where measurement data lie that are not part of the project; tests that need them skip without."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def find_shared() -> Path | None:
    """Return the folder with measurement data, or None where there is none."""
    named = os.environ.get("WORKBENCH_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    return folder / "data" if (folder / "data").is_dir() else None


def shared(relative: str) -> Path:
    """Return a file of the measurement data, or skip the test with the reason."""
    folder = find_shared()
    if folder is None or not (folder / relative).exists():
        pytest.skip(f"measurement data not on this machine: {relative} (set WORKBENCH_SHARED to its folder)")
    return folder / relative
