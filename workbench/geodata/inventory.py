"""What the bundled files are made of: origin, licence, datum, date, and whether they are whole."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq

from workbench.errors import MissingError
from workbench.files import sha256
from workbench.geodata.content import content_sha256
from workbench.geodata.folder import MANIFEST, find_folder

if TYPE_CHECKING:
    from pathlib import Path

_SHOWN = ("name", "rows", "origin", "licence", "attribution", "datum", "date")


def manifest(folder: Path | None = None) -> dict[str, Any]:
    """Return the manifest: ``version`` and, under ``files``, one entry per table."""
    path = (folder or find_folder()) / MANIFEST
    if not path.is_file():
        raise MissingError(f"geodata: {path} is not there. Name a folder that a bundle was written to.")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def describe(folder: Path | None = None) -> pd.DataFrame:
    """Return one row per bundled table: name, rows, origin, licence, attribution, datum, date, bytes, ok.

    ``ok`` says whether the file on disk has the hash of the manifest.
    """
    folder = folder or find_folder()
    rows = []
    for entry in manifest(folder)["files"]:
        path = folder / entry["file"]
        there = path.is_file()
        row = {key: entry[key] for key in _SHOWN}
        row["origin"] = ", ".join(entry["origin"])
        row["bytes"] = path.stat().st_size if there else 0
        row["ok"] = there and sha256(path) == entry["sha256"]
        rows.append(row)
    return pd.DataFrame(rows, columns=[*_SHOWN, "bytes", "ok"])


def find_faults(folder: Path | None = None) -> list[str]:
    """Return what is wrong with the bundled files, one sentence each; an empty list if all is well."""
    folder = folder or find_folder()
    faults = []
    for entry in manifest(folder)["files"]:
        path = folder / entry["file"]
        if not path.is_file():
            faults.append(f"{entry['file']} is not there.")
        elif sha256(path) != entry["sha256"]:
            faults.append(f"{entry['file']} does not have the hash of the manifest.")
        elif content_sha256(pq.read_table(path)) != entry["content_sha256"]:
            faults.append(f"{entry['file']} does not hold the rows of the manifest.")
    return faults
