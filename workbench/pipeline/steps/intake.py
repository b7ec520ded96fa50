"""Reading: the lender's file through the gate, identities into the vault, results into attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.cases import Mapping, load_key, merge_attempts, open_vault, read_attempts, read_cases
from workbench.errors import InputError
from workbench.pipeline.step import Context, Made, Step
from workbench.tables import table, write_table
from workbench.workspace import read_frame

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.cases import CaseFile, Checked, Key, Vault
    from workbench.workspace import Project


def run(context: Context) -> Made:
    """Read the case file and the results; nothing refused is lost."""
    project = context.project
    key = load_key(project=project.folder)
    file = read_case_file(project, key)
    vault = open_vault(project.vault, key)
    buried = vault.update(file.identities)
    gone = set(file.identities.loc[buried, "case_id"])
    file = file.without(gone)
    results = _read_results(context, file.addresses, vault)
    for remark in (*file.notes, *(results.notes if results else ())):
        context.say(remark)
    tables = {
        "cases": file.cases,
        "addresses": file.addresses,
        "attempts": vault.sift(_with_returned(context, results)),
        "rejects": file.rejects,
        "quarantine": file.quarantine,
    }
    note = {name: len(frame) for name, frame in tables.items()} | {"forgotten": len(gone)}
    # With the vault among what was made, a person forgotten since, or a lost vault, makes the file be read again.
    return Made(tables=tables, files=(*_write_refused(context, file, results), project.vault), note=note)


def read_case_file(project: Project, key: Key) -> CaseFile:
    """Read the case file of a project as its settings say.

    Raises
    ------
    InputError
        If the settings name none, or it is no case file.
    MissingError
        If it is not there.
    """
    path, settings = project.input("cases"), project.settings
    if path is None:
        raise InputError(
            f"{project.folder / 'project.toml'}: inputs.cases is empty. Put the case file's path there, e.g. inputs/cases.xlsx."
        )
    stored = project.input("mapping")
    return read_cases(
        path,
        mapping=Mapping.from_toml(stored) if stored else None,
        lawful_source=settings.lawful_source or None,
        lender=settings.lender or None,
        key=key,
    )


def _read_results(context: Context, addresses: pd.DataFrame, vault: Vault) -> Checked | None:
    path = context.project.input("attempts")
    return vault.sift_results(read_attempts(path, addresses=addresses)) if path else None


def _with_returned(context: Context, results: Checked | None) -> pd.DataFrame:
    """Return the attempts of the results file and of all that came back since."""
    rows = results.rows if results else pd.DataFrame(columns=list(table("attempts").columns))
    path = context.project.input("returned")
    return rows if path is None else merge_attempts(rows, read_frame(path)).rows


def _write_refused(context: Context, file: CaseFile, results: Checked | None) -> list[Path]:
    out = context.project.out
    written = [
        file.write_rejects(out / "rejects.csv"),
        write_table(file.quarantine, out / "quarantine.csv", lang=context.settings.lang),
    ]
    if results is not None:
        written.append(results.write_rejects(out / "rejects_attempts.csv"))
    written.append(file.mapping.to_toml(out / "mapping_used.toml"))
    return written


STEP = Step(
    "read",
    "读取案件与投递结果",
    "read cases and results",
    run,
    inputs=("cases", "attempts", "returned", "mapping"),
    settings=("lawful_source", "lender", "lang"),
)
