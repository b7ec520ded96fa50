"""``workbench audit``: the audit trail."""

from __future__ import annotations

from pathlib import Path

import click

from workbench.workspace import open_project, trail, verify

_BROKEN = 2


@click.group()
def audit() -> None:
    """Look at the audit trail of a project, or verify it."""


@audit.command("verify")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def check(folder: Path) -> int:
    """Say whether every row of the trail is as it was written."""
    verdict = verify(open_project(folder).database)
    click.echo(f"{'intact' if verdict.intact else 'BROKEN'}: {verdict.message}")
    return 0 if verdict.intact else _BROKEN


@audit.command("show")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--last", type=click.IntRange(1), default=20, show_default=True, help="Rows to print.")
def show(folder: Path, last: int) -> None:
    """Print the newest rows of the trail."""
    for row in trail(open_project(folder).database).tail(last).itertuples(index=False):
        click.echo(f"{row.seq:>5} {row.at} {row.actor} {row.action} {row.detail}")
