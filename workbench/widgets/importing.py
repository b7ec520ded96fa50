"""How a lender's file is read, and what is saved of it: no browser, no widget."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases import Mapping, case_columns, load_key, read_cases
from workbench.errors import InputError
from workbench.files import write_bytes
from workbench.workspace import write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.cases import CaseFile, Match
    from workbench.workspace import Project

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet")
MAPPING = "inputs/mapping.toml"
_ATTENTION = ("confirm", "unmatched", "spare", "sure", "third_party")
_UNSAFE = re.compile(r"[^\w.\-()（）]+")


@dataclass(frozen=True, slots=True)
class Importing:
    """State: the file, how its headers are read, and the header that is being changed.

    Parameters
    ----------
    file
        Path relative to the project or absolute; empty for none.
    mapping
        None until the file was read once.
    source
        Lawful source of addresses for which the file has none; empty where it is not stated.
    header
        Header on the table.
    """

    file: str = ""
    mapping: Mapping | None = None
    source: str = ""
    header: str = ""


def list_files(project: Project) -> list[str]:
    """Return the tables in the project's folder and its ``inputs``, relative to it."""
    found = [
        path.relative_to(project.folder).as_posix()
        for folder in (project.folder / "inputs", project.folder)
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in ENDINGS and not path.name.startswith(".")
    ]
    return list(dict.fromkeys(found))


def receive(project: Project, name: str, content: bytes) -> str:
    """Put an uploaded file into ``inputs`` and return its path relative to the project.

    Raises
    ------
    InputError
        If its ending is none of a table, or another file of that name is there.
    """
    safe = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")
    if not safe.lower().endswith(ENDINGS):
        raise InputError(f"{safe or 'file'}: no table. Expected one of: {', '.join(ENDINGS)}.")
    path = project.folder / "inputs" / safe
    if path.exists() and path.read_bytes() != content:
        raise InputError(
            f"inputs/{safe}: another file of this name is there. Rename yours, or remove that one."
        )
    write_bytes(path, content)
    return f"inputs/{safe}"


def read_file(project: Project, state: Importing) -> CaseFile:
    """Read the file of the state under its mapping; the suggested one if there is none yet."""
    return read_cases(
        project.folder / state.file,
        mapping=state.mapping,
        lawful_source=state.source or project.settings.lawful_source or None,
        lender=project.settings.lender or None,
        key=load_key(project=project.folder),
    )


def change_match(mapping: Mapping, header: str, column: str, kind: str) -> Mapping:
    """Return the mapping with another meaning of one header.

    Raises
    ------
    InputError
        If another header means that column already and only one may.
    PolicyError
        If the header belongs to another person.
    """
    columns = case_columns()
    if column and column not in columns:
        raise InputError(f"mapping: there is no column {column!r}. Expected one of: {', '.join(columns)}.")
    per_address = columns.get(column, False)
    taken = [
        match.header
        for match in mapping.matches
        if match.header != header and match.state == "sure" and match.column == column and not per_address
    ]
    if taken:
        raise InputError(
            f"mapping: {taken[0]!r} is read as {column} already. Set that one to “not read” first."
        )
    return mapping.change(header, column, kind=kind if per_address else "")


def order_matches(mapping: Mapping) -> list[Match]:
    """Return the matches, those first that a person has to look at."""
    return sorted(mapping.matches, key=lambda match: _ATTENTION.index(match.state))


def count_reasons(file: CaseFile) -> pd.DataFrame:
    """Count rejects and quarantined addresses by column and reason, the most first: ``column``, ``reason``, ``n``."""
    rejects = file.rejects[["column", "reason"]]
    held = file.quarantine[["kind", "reason"]].rename(columns={"kind": "column"})
    both = pd.concat([rejects, held], ignore_index=True)
    counted = both.groupby(["column", "reason"], sort=False).size().rename("n").reset_index()
    return counted.sort_values("n", ascending=False, kind="stable", ignore_index=True)


def save_import(project: Project, state: Importing) -> Path:
    """Keep mapping, file and lawful source in the project: the next run reads with them.

    Returns
    -------
    pathlib.Path
        The saved mapping. A file from elsewhere is copied into ``inputs``.
    """
    if state.mapping is None:
        raise InputError("import: no file was read yet. Choose a file first.")
    source = (project.folder / state.file).resolve()
    with project.lock(wait_seconds=5.0):
        kept = state.file
        if not source.is_relative_to(project.folder):
            kept = f"inputs/{source.name}"
            shutil.copyfile(source, project.folder / kept)
        path = state.mapping.to_toml(project.folder / MAPPING)
        settings = project.settings
        inputs = replace(settings.inputs, cases=kept, mapping=MAPPING)
        stated = state.source or settings.lawful_source
        changed = replace(settings, inputs=inputs, lawful_source=stated)
        write_settings(project.folder / "project.toml", changed)
    sure = sum(match.state == "sure" for match in state.mapping.matches)
    project.record("mapping", file=kept, headers=len(state.mapping.matches), read=sure, lawful_source=stated)
    return path
