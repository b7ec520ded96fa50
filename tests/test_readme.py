"""README tells the truth: its code runs, its files exist, and it is short."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"


def test_code_blocks_run() -> None:
    """The Python blocks give what they show."""
    failed, tried = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert tried >= 6
    assert not failed


def test_readme_is_short() -> None:
    """At most 150 lines."""
    assert len(README.read_text("utf-8").splitlines()) <= 150


def test_files_that_are_named_exist() -> None:
    """Links and benchmark scripts are there."""
    text = README.read_text("utf-8")
    named = [*re.findall(r"\]\(([^)h][^)]*)\)", text), *re.findall(r"tests/bench/\w+\.py", text)]
    assert not [name for name in named if not (ROOT / name).exists()]


def test_ci_runs_the_test_command() -> None:
    """The continuous check calls exactly the command of the README."""
    command = 'python -m pip install -e ".[test]" && pytest'
    assert command in README.read_text("utf-8")
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")
