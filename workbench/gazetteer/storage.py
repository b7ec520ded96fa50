"""A folder of arrays: written to the side and moved into place whole, read memory-mapped."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from workbench.errors import InputError, MissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

VERSION = 4
_MANIFEST = "gazetteer.json"
_TEXTS = "texts.arrow"
_PAGE_BYTES = 4_096  # smaller files are read whole: a map of them costs more than it saves


def write_folder(
    folder: Path, *, arrays: Mapping[str, NDArray[Any]], texts: pa.Table, notes: Mapping[str, Any]
) -> None:
    """Write arrays, texts and manifest, then replace the folder in one move.

    A folder that is there already must be a gazetteer.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MANIFEST).exists():
        raise InputError(f"{folder}: is not empty and no gazetteer. Name a new or empty folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}-{uuid.uuid4().hex}")
    aside.mkdir()
    try:
        for name, values in arrays.items():
            np.save(aside / f"{name}.npy", values, allow_pickle=False)
        with pa.OSFile(str(aside / _TEXTS), "wb") as sink, pa.ipc.new_file(sink, texts.schema) as writer:
            writer.write_table(texts.combine_chunks())
        digests = {path.name: _digest(path) for path in sorted(aside.iterdir())}
        whole = hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()
        manifest = {"version": VERSION, "hash": whole, "files": digests, **notes}
        (aside / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        _move(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(aside: Path, folder: Path) -> None:
    """Put the new folder where the old one was; a concurrent writer of the same may win."""
    old = folder.with_name(f".{folder.name}-{uuid.uuid4().hex}-old")
    if folder.exists():
        folder.replace(old)
    try:
        aside.replace(folder)
    except OSError:
        if not (folder / _MANIFEST).exists():
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a gazetteer's folder."""
    path = folder / _MANIFEST
    if not path.exists():
        raise MissingError(
            f"{folder}: no gazetteer there ({_MANIFEST} is missing). Make one: workbench gazetteer build FOLDER"
        )
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: is damaged ({error}). Build the gazetteer again.") from None
    if manifest.get("version") != VERSION:
        raise InputError(
            f"{folder}: has format {manifest.get('version')}, this program reads {VERSION}. Build the gazetteer again."
        )
    return manifest


def check_folder(folder: Path) -> list[str]:
    """Return the names of files whose content is not what the manifest says."""
    files = read_manifest(folder)["files"]
    return [
        name
        for name, digest in files.items()
        if not (folder / name).exists() or _digest(folder / name) != digest
    ]


def open_arrays(folder: Path) -> dict[str, NDArray[Any]]:
    """Map all arrays of the folder into memory, read-only; processes share the pages."""
    names = [name for name in read_manifest(folder)["files"] if name.endswith(".npy")]
    return {Path(name).stem: _open_array(folder / name) for name in names}


def _open_array(path: Path) -> NDArray[Any]:
    try:
        loaded: NDArray[Any] = np.load(
            path, mmap_mode="r" if path.stat().st_size > _PAGE_BYTES else None, allow_pickle=False
        )
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: is missing or damaged ({error}). Build the gazetteer again.") from None
    return loaded.view(np.ndarray)


def open_texts(folder: Path) -> pa.Table:
    """Map the text columns into memory."""
    with pa.memory_map(os.fspath(folder / _TEXTS)) as source:
        return pa.ipc.open_file(source).read_all()
