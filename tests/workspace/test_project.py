"""The project folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from workbench.errors import BusyError, InputError, MissingError
from workbench.workspace import Inputs, Settings, init_project, open_project, write_frame


def test_init_twice_is_the_same(tmp_path: Path) -> None:
    """Making the same project again opens it."""
    first = init_project(tmp_path / "p", Settings(lender="甲银行"))
    assert init_project(tmp_path / "p", Settings(lender="甲银行")) == first
    assert open_project(tmp_path / "p").settings.lender == "甲银行"


def test_init_refuses_other_settings(tmp_path: Path) -> None:
    """Another project's folder is not overwritten."""
    init_project(tmp_path / "p", Settings())
    with pytest.raises(InputError, match="other settings"):
        init_project(tmp_path / "p", Settings(seed=2))


def test_init_refuses_a_full_folder(tmp_path: Path) -> None:
    """A folder that holds other things is left alone."""
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        init_project(tmp_path, Settings())


def test_open_without_project_says_how_to_make_one(tmp_path: Path) -> None:
    """The message names the command that makes a project."""
    with pytest.raises(MissingError, match="workbench init"):
        open_project(tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sed = 1", "'sed' is not a setting"),
        ("accept = 3", "share from 0 to 1"),
        ("cost_wrong = -1", "cost_wrong = -1: expected a number from 0 on"),
        ("cost_lost = nan", "expected a number from 0 on"),
        ('seed = "x"', "expected int"),
        ("seed = true", "expected int"),
        ("[inputs]\ncase = 'x'", "inputs.'case'"),
        ("inputs = 3", "inputs"),
        ("=", "not valid TOML"),
    ],
)
def test_faulty_settings_are_named(tmp_path: Path, line: str, message: str) -> None:
    """Each fault of project.toml is told in words."""
    (tmp_path / "project.toml").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        open_project(tmp_path)


def test_missing_input_is_named(tmp_path: Path) -> None:
    """A file that is set but not there is named with the line to correct."""
    project = init_project(tmp_path / "p", replace(Settings(), inputs=Inputs(cases="inputs/cases.csv")))
    with pytest.raises(MissingError, match=r"inputs.cases"):
        project.input("cases")
    assert project.input("areas") is None


def test_a_profile_is_named_and_is_no_file(tmp_path: Path) -> None:
    """The name of a profile that comes with the program stays what it is."""
    project = init_project(tmp_path / "p", Settings(policy="us-regf"))
    assert project.policy == "us-regf"
    assert project.input("policy") is None


@pytest.mark.parametrize(("stated", "meant"), [("house.yaml", "p/house.yaml"), ("../house.yml", "house.yml")])
@pytest.mark.parametrize("absolute", [False, True])
def test_an_own_policy_lies_in_the_project(
    tmp_path: Path, stated: str, meant: str, *, absolute: bool
) -> None:
    """A path is relative to the project's folder or absolute; if nothing is there, line and file are named."""
    file = tmp_path / meant
    project = init_project(tmp_path / "p", Settings(policy=str(file) if absolute else stated))
    with pytest.raises(MissingError, match=rf"policy = .*{file.name}', but .*{file.name} is not there"):
        project.input("policy")
    file.touch()
    found = project.input("policy")
    assert found is not None
    assert found.samefile(file)
    assert project.policy == str(found)


def test_equal_frames_give_equal_bytes(tmp_path: Path) -> None:
    """A table is a function of its rows alone."""
    frame = pd.DataFrame({"a": ["一", None], "b": [1.5, 2.5]})
    write_frame(tmp_path / "x.parquet", frame)
    write_frame(tmp_path / "y.parquet", frame.copy())
    assert (tmp_path / "x.parquet").read_bytes() == (tmp_path / "y.parquet").read_bytes()


def test_second_writer_is_told(tmp_path: Path) -> None:
    """While one process writes, another waits and then says so."""
    project = init_project(tmp_path / "p", Settings())
    with project.lock(), pytest.raises(BusyError, match="another process"), project.lock(wait_seconds=0.1):
        pass
    with project.lock(wait_seconds=0.1):
        pass
