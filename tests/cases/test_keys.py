"""The key stays outside, shows nothing, and pseudonyms depend on it."""

from __future__ import annotations

import os
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from workbench.cases import Key, load_key, new_key
from workbench.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("WORKBENCH_KEY", "WORKBENCH_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_CONFIG_HOME", "APPDATA", "HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "settings"))


def test_the_first_use_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    """The key file is made once, with narrow rights, and found again."""
    key = load_key(project=tmp_path / "project")
    (path,) = (tmp_path / "settings").rglob("key")
    assert load_key() == key
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o644)
        with pytest.raises(InputError, match="chmod 600"):
            load_key()


def test_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A key of the environment is taken as hexadecimal digits or base64; a bad one is refused and not shown."""
    monkeypatch.setenv("WORKBENCH_KEY", "ab" * 32)
    assert load_key().secret == b"\xab" * 32
    monkeypatch.setenv("WORKBENCH_KEY", "secret words")
    with pytest.raises(InputError, match="WORKBENCH_KEY") as caught:
        load_key()
    assert "secret words" not in str(caught.value)
    assert not list((tmp_path).rglob("key"))


def test_a_key_in_the_project_folder_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Lock and key do not travel together."""
    new_key(tmp_path / "project" / "sub" / "key")
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "project" / "sub" / "key"))
    with pytest.raises(InputError, match="project folder"):
        load_key(project=tmp_path / "project")
    assert load_key(project=tmp_path / "other")


def test_a_named_key_file_is_not_made_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A typing error in the path must not give every borrower a new pseudonym."""
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "gone"))
    with pytest.raises(InputError, match="no such key file"):
        load_key()


def test_two_processes_end_with_one_key(tmp_path: Path) -> None:
    """Whoever comes first makes the key; the others take it."""
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: new_key(tmp_path / "key"), range(16)))
    assert len(set(keys)) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


def test_the_key_shows_nothing() -> None:
    """Neither its representation nor an error holds the secret."""
    assert repr(Key(b"s" * 32)) == "Key()"
    with pytest.raises(InputError, match="too few"):
        Key(b"short")


def test_pseudonyms() -> None:
    """80 bits in letters that cannot be confused; the same for the same text and key, in every process."""
    key = Key(b"s" * 32)
    names = key.pseudonyms(["a", "b", "a"])
    assert names[0] == names[2] != names[1]
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{16}", names[0])
    assert pickle.loads(pickle.dumps(key)).pseudonyms(["a"]) == names[:1]
    assert Key(b"t" * 32).pseudonyms(["a"]) != names[:1]
    assert key.derive("vault") != key.derive("pseudonym")
