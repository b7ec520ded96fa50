"""Lint, types and spelling are part of the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("workbench", "tests")  # an environment beside them, of whatever name, is not ours to judge


def _run(*command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_ruff_finds_nothing() -> None:
    """All rules of ruff hold, but for the argued exceptions."""
    _run("ruff", "check", *OURS)


def test_code_is_formatted() -> None:
    """The formatter has nothing to change."""
    _run("ruff", "format", "--check", *OURS)


def test_types_hold() -> None:
    """Mypy in strict mode is content."""
    _run("mypy")


def test_words_are_spelt_right() -> None:
    """Codespell finds no misspelt English word."""
    _run("codespell_lib", *OURS, "README.md")
