"""``workbench reviews``: what reviews say of the answers, and how well reviewers agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.matching import CHANCE, Costs, label_answers, open_book, settle_reviews, tally
from workbench.matching import Thresholds as Pair
from workbench.tables import write_table
from workbench.workspace import Reviews, agreement, open_project

if TYPE_CHECKING:
    import pandas as pd

    from workbench.workspace import Project

_SHOWN = [round(0.5 + 0.05 * step, 2) for step in range(10)]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--truth",
    type=click.Path(path_type=Path),
    help="Write the points that reviewers gave (.csv, .xlsx, .parquet): what `workbench evaluate` reads.",
)
def reviews(folder: Path, truth: Path | None) -> None:
    """Say how right the answers of the project in FOLDER are, by the reviews that were drawn by chance."""
    project = open_project(folder)
    latest = Reviews(project).latest()
    located = project.read("locations")
    click.echo(f"{len(latest)} reviews of {latest['address_id'].nunique()} addresses")
    if latest.empty:
        click.echo("Review some in JupyterLab: workbench lab FOLDER, notebook 07.")
        return
    click.echo(_sweep(project, located, latest).to_string(index=False))
    pairs = agreement(latest)
    if len(pairs):
        click.echo(pairs.round(3).to_string(index=False))
    if truth is not None:
        rows = _truth(project, latest)
        write_table(rows, truth)
        click.echo(
            f"{truth}: {len(rows)} addresses. Next: workbench evaluate {truth} --datum wgs84 --city stated_city"
        )


def _sweep(project: Project, located: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    book = open_book(located, right=label_answers(located, latest[latest["stratum"].isin(CHANCE)]), by=())
    curve = book.curve[book.curve["accept"].isin(_SHOWN)]
    now = project.settings
    found = tally(book, Pair(accept=now.accept, review=now.review), Costs())
    click.echo(
        f"{book.n_labels} drawn by chance; accepted from {now.accept:.2f}: {found.accepted} of {found.n}, "
        f"right {found.precision:.3f} ({found.precision_low:.3f} to {found.precision_high:.3f})"
    )
    return curve.drop(columns="n").round(3)


def _truth(project: Project, latest: pd.DataFrame) -> pd.DataFrame:
    settled = settle_reviews(latest)
    settled = settled[~settled["disputed"] & settled["lng"].notna()]
    asked = project.read("addresses").set_index("address_id")
    known = [name for name in ("address", "stated_city") if name in asked.columns]
    return settled[["lng", "lat"]].join(asked[known], how="inner").reset_index()
