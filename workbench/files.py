"""Files that are either whole or not there, and their hashes."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = 1 << 20


@contextmanager
def whole(path: Path | str) -> Iterator[Path]:
    """Yield a temporary path beside ``path``; rename it to ``path`` if the block ends well.

    The old file stays until the new one is complete; a failure or a kill leaves no half-written ``path``.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{secrets.token_hex(6)}{target.suffix}")
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path | str, text: str) -> Path:
    """Write UTF-8 text with Unix line ends, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return Path(path)


def write_bytes(path: Path | str, data: bytes) -> Path:
    """Write bytes, whole or not at all."""
    with whole(path) as temporary:
        temporary.write_bytes(data)
    return Path(path)


def companions(path: Path | str) -> list[Path]:
    """Return a file and those beside it without which it says nothing: a shapefile is several files of one name."""
    path = Path(path)
    if path.suffix.lower() != ".shp":
        return [path]
    return sorted(each for each in path.parent.iterdir() if each.stem == path.stem)


def sha256(path: Path | str) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
