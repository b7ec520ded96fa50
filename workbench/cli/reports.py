"""``workbench report``: the report that a lender is handed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.errors import ExtraError
from workbench.patterns import Period
from workbench.pipeline import Wish, choose_lender, find_shelf, hand_out, read_portfolio, write_draft
from workbench.report import SECTIONS, can_print
from workbench.workspace import open_project

if TYPE_CHECKING:
    from datetime import datetime

_DAY = click.DateTime(["%Y-%m-%d"])


def _period(days: tuple[datetime, ...]) -> Period:
    return Period(days[0].date(), days[1].date())


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--lender", default="", help="For whom; the only lender if left out.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language; that of the project if left out.")
@click.option("--period", type=(_DAY, _DAY), help="First and last day of the letters; all if left out.")
@click.option(
    "--compare",
    type=(_DAY, _DAY, _DAY, _DAY),
    help="Two periods to compare, first and last day each; the last two whole months if left out.",
)
@click.option("--review-number", default="", help="审图号, if the maps were reviewed.")
@click.option(
    "--section",
    "sections",
    multiple=True,
    type=click.Choice([each.key for each in SECTIONS]),
    help="Only this section, and those that no report may lack; may be said several times.",
)
@click.option("--pdf", is_flag=True, help="Print it as well (extra 'pdf').")
@click.option("--draft", is_flag=True, help="Only look: the report is marked as a draft and not kept.")
def report(
    folder: Path,
    lender: str,
    lang: str | None,
    period: tuple[datetime, ...] | None,
    compare: tuple[datetime, ...] | None,
    review_number: str,
    sections: tuple[str, ...],
    *,
    pdf: bool,
    draft: bool,
) -> None:
    """Write the next report for a lender from the tables of the last run in FOLDER, and keep it.

    Figures that moved by fewer than min_persons persons since an earlier kept report stay as they were, so that no two
    reports can be subtracted.
    """
    if pdf and not can_print():
        raise ExtraError("weasyprint", extra="pdf")
    project = open_project(folder)
    portfolio = read_portfolio(project)
    name = lender or choose_lender(portfolio, project.settings)
    wish = Wish(
        lang or "",
        _period(period) if period else None,
        (_period(compare[:2]), _period(compare[2:])) if compare else None,
        review_number,
        pdf=pdf,
        sections=sections,
    )
    write = write_draft if draft else hand_out
    files = write(project, portfolio, name, wish)
    for path in files:
        click.echo(str(path))
    if not draft:
        shelf = find_shelf(project, name)
        click.echo(
            f"kept in {shelf / files[0].parent.name.removeprefix('no_')}: the next report is checked against it. "
            "Delete that folder only if this report was never handed out."
        )
