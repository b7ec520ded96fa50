"""The command line: help, tables, audit, projects; errors end with exit code 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from workbench.cli import cli, run_command
from workbench.cli.frame import end_well
from workbench.workspace import open_project


def _names(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        below = ((key, command.get_command(context, key)) for key in command.list_commands(context))
        return [path, *(name for key, each in below if each for name in _names(each, (*path, key)))]
    return [path]


@pytest.mark.parametrize("path", _names(cli), ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Each command says what it does."""
    assert run_command(*path, "--help") == 0
    assert "Usage: workbench" in capsys.readouterr().out


def test_a_command_loads_no_other() -> None:
    """Workers that are started by a command import it again: the maps and models of other commands cost seconds."""
    program = (
        "import sys; from workbench.cli import run_command; run_command('geocode', '--help'); "
        "print({'folium', 'matplotlib', 'sklearn'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("set()\n")


def test_tables_print_the_dictionary(capsys: pytest.CaptureFixture[str]) -> None:
    """The dictionary names columns, labels, units and audience."""
    assert run_command("tables", "locations") == 0
    said = capsys.readouterr().out
    assert "经度" in said
    assert "WGS 84" in said


def test_gazetteer_info_names_licences(capsys: pytest.CaptureFixture[str]) -> None:
    """Sources, rows and licences are printed, and the files are whole."""
    assert run_command("gazetteer", "info") == 0
    said = capsys.readouterr().out
    assert "ODbL" in said
    assert "DAMAGED" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "nowhere"),
        ("tables", "case"),
        ("nonsense",),
        ("demo", "x", "--cases", "0"),
        ("audit", "verify", "nowhere"),
        ("init", "p", "--cases", "gone.csv"),
    ],
    ids=" ".join,
)
def test_faults_end_with_two(
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wrong arguments give words and exit code 2."""
    monkeypatch.chdir(tmp_path)
    assert run_command(*arguments) == 2
    assert capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_project_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A case file is copied into a new project, and the trail verifies."""
    (tmp_path / "cases.csv").write_text("案件编号,户籍地址\n1,北京市\n", encoding="utf-8")
    assert run_command("init", str(tmp_path / "p"), "--cases", str(tmp_path / "cases.csv")) == 0
    assert (tmp_path / "p" / "inputs" / "cases.csv").exists()
    assert run_command("audit", "verify", str(tmp_path / "p")) == 0
    assert run_command("audit", "show", str(tmp_path / "p")) == 0
    assert "init" in capsys.readouterr().out


def test_a_fault_of_the_program_shows_no_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unforeseen error names its place in the code, not the values it met."""
    monkeypatch.delenv("WORKBENCH_DEBUG", raising=False)

    @click.command()
    def broken() -> None:
        raise KeyError("王小明")

    assert end_well(broken, []) == 70
    said = capsys.readouterr().err
    assert "KeyError" in said
    assert "王小明" not in said


def test_init_keeps_files_of_one_name_apart(tmp_path: Path) -> None:
    """Two offices call their tables alike: each goes where the settings name it."""
    for role in ("stations", "couriers"):
        (tmp_path / role).mkdir()
        (tmp_path / role / "Table.csv").write_text(role, encoding="utf-8")
    given = [
        part
        for role in ("stations", "couriers")
        for part in (f"--{role}", str(tmp_path / role / "Table.csv"))
    ]
    assert run_command("init", str(tmp_path / "p"), *given) == 0
    project = open_project(tmp_path / "p")
    assert {role: project.input(role).read_text(encoding="utf-8") for role in ("stations", "couriers")} == {
        role: role for role in ("stations", "couriers")
    }


def test_init_takes_all_files_of_a_shapefile(tmp_path: Path) -> None:
    """Names, index and datum of areas come along; other files beside them do not."""
    source = tmp_path / "from"
    source.mkdir()
    for name in ("areas.shp", "areas.shx", "areas.dbf", "areas.prj", "areas2.dbf", "note.txt"):
        (source / name).write_text(name, encoding="utf-8")
    assert run_command("init", str(tmp_path / "p"), "--areas", str(source / "areas.shp")) == 0
    kept = {path.name for path in (tmp_path / "p" / "inputs").iterdir()}
    assert kept == {"areas.shp", "areas.shx", "areas.dbf", "areas.prj"}
