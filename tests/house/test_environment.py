"""The two lists of dependencies say the same, and the top level stays as agreed."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TOP = {
    "pyproject.toml",
    "workbench",
    "notebooks",
    "geodata",
    "tests",
    "environment.yml",
    "README.md",
    "LICENSE",
}


def _names(requirements: list[str]) -> dict[str, str]:
    parts = (re.match(r"([A-Za-z0-9_.-]+)\s*(.*)", each) for each in requirements)
    return {match[1].lower(): match[2].replace(" ", "") for match in parts if match}


def test_environment_equals_pyproject() -> None:
    """environment.yml asks for the same packages and bounds as pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = _names(project["dependencies"])
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    conda = [each for each in environment["dependencies"] if isinstance(each, str)]
    pip = next(each["pip"] for each in environment["dependencies"] if isinstance(each, dict))
    listed = _names(conda) | _names([each for each in pip if not each.startswith("-e")])
    python = listed.pop("python")
    listed.pop("pip", None)
    listed["h3"] = listed.pop("h3-py")
    assert python == project["requires-python"]
    assert listed == wanted


def test_top_level_is_as_agreed() -> None:
    """Nothing stands at the top level but what was agreed on, and dotfiles."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("no git checkout: nothing to compare with")
    names = {line.split("/")[0] for line in done.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP
