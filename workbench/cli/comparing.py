"""``workbench pairs`` and ``villages``: matching without points."""

from __future__ import annotations

from pathlib import Path

import click
import pandas as pd

from workbench.cases import read_plain
from workbench.cli.places import choose_address
from workbench.errors import ColumnError
from workbench.matching import find_villages, score_pairs
from workbench.tables import write_table


def _write(rows: pd.DataFrame, found: pd.DataFrame, output: Path) -> None:
    """Put the findings behind the input's columns; one of the same name gets ``_input`` behind its name."""
    kept = rows.rename(columns={name: f"{name}_input" for name in rows.columns if name in found.columns})
    write_table(pd.concat([kept, found], axis=1), output)


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--left", required=True, help="Column with one address of each pair.")
@click.option("--right", required=True, help="Column with the other.")
@click.option(
    "--alone", is_flag=True, help="Judge each pair by itself, not among the rows of the same left address."
)
def pairs(source: Path, output: Path, left: str, right: str, *, alone: bool) -> None:
    """Say of two addresses in each row of INPUT whether they mean the same place: exact, partial or no."""
    rows, _ = read_plain(source)
    for column in (left, right):
        if column not in rows.columns:
            raise ColumnError(column, map(str, rows.columns), where=source.name)
    found = score_pairs(rows, left, right, rivals=not alone)
    _write(rows, found, output)
    shares = found["pair_class"].value_counts(normalize=True)
    click.echo(
        f"{output}: {len(found):,} pairs; " + ", ".join(f"{name} {shares[name]:.1%}" for name in shares.index)
    )


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.argument("output", type=click.Path(path_type=Path))
@click.option("--address", help="Column with the addresses; found by its name if left out.")
def villages(source: Path, output: Path, address: str | None) -> None:
    """Find the village or community of each address of INPUT; namesakes that nothing tells apart are called ambiguous."""
    rows, _ = read_plain(source)
    found = find_villages(rows[choose_address(rows, address, source)])
    _write(rows, found, output)
    named, unsure = (found["village_code"] != "").mean(), found["ambiguous"].mean()
    click.echo(f"{output}: {len(found):,} rows; village found {named:.1%}, ambiguous {unsure:.1%}")
