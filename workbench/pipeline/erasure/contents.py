"""What stands in files of any kind, as text in which marks can be looked for."""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
import zlib
from contextlib import closing
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.pipeline.erasure.marks import Marks

_CLOSED = frozenset((".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".doc", ".rar", ".7z", ".pbf"))
_BROKEN = (OSError, EOFError, RuntimeError, pa.ArrowException, sqlite3.Error, zipfile.BadZipFile, zlib.error)
_SQLITE, _VAULT, _OLE = b"SQLite format 3\x00", b"WBVAULT1", bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # in a workbook with a password


def file_bears(path: Path, marks: Marks) -> bool | None:
    """Tell whether a file bears a mark: text in any encoding, tables, and what is packed in them; None if it cannot be read."""
    try:
        if path.suffix.lower() in _CLOSED or _is_locked(path):
            return None
        return any(marks.are_in(text) for text in _read(path))
    except _BROKEN:
        return None


def _read(path: Path) -> Iterator[str]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        yield from _words(pq.read_table(path))
    elif suffix == ".arrow":
        with pa.ipc.open_file(path.read_bytes()) as reader:
            yield from _words(reader.read_all())
    elif _starts(path, _SQLITE):
        yield from _rows(path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name
                yield from _decode(archive.read(name))
    elif suffix == ".gz":
        yield from _decode(gzip.decompress(path.read_bytes()))
    else:
        yield from _decode(path.read_bytes())


def _is_locked(path: Path) -> bool:
    return _starts(path, _VAULT) or (_starts(path, _OLE) and _LOCKED in path.read_bytes())


def _starts(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def _rows(path: Path) -> Iterator[str]:
    """Yield the rows of a database (a GeoPackage is one), each cell on a line of its own."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = lambda data: data.decode(errors="replace")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            quoted = table.replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - a name cannot be a parameter; it is quoted
                yield "\n".join(str(cell) for cell in row if not isinstance(cell, bytes))


def _words(table: pa.Table) -> Iterator[str]:
    for column in table.columns:
        if not pa.types.is_nested(column.type) and not pa.types.is_binary(column.type):
            yield "\n".join(str(word) for word in column.unique().to_pylist())


def _decode(data: bytes) -> Iterator[str]:
    """Yield what bytes may say: UTF-8 if they are, else every reading that Chinese files are found in."""
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
            yield data.decode(encoding, errors="ignore")
        yield data[1:].decode("utf-16-le", errors="ignore")  # an old workbook: text begins anywhere
