"""Files are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.files import sha256, whole, write_text


def test_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """A failure in the block keeps what was there and leaves nothing beside it."""
    target = write_text(tmp_path / "a" / "x.txt", "old")
    with pytest.raises(RuntimeError, match="stop"), whole(target) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise RuntimeError("stop")
    assert target.read_text("utf-8") == "old"
    assert [path.name for path in target.parent.iterdir()] == ["x.txt"]


def test_sha256(tmp_path: Path) -> None:
    """The hash is the known one of the empty file."""
    assert sha256(write_text(tmp_path / "x", "")).startswith("e3b0c44298fc1c14")
