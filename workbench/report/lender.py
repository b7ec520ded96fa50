"""The report for one lender, from frames to files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workbench.maps import find_ground
from workbench.report.annex import write_annex
from workbench.report.document import write_document
from workbench.report.facts import gather_facts, release_figures, select_lender
from workbench.report.printing import can_print, print_document
from workbench.tables import Audience, guard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from workbench.maps import Ground
    from workbench.patterns import Portfolio, Release
    from workbench.report.facts import Brief, Facts


def lender_report(
    portfolio: Portfolio,
    brief: Brief,
    folder: Path,
    *,
    rejects: pd.DataFrame | None = None,
    ground: Ground | None = None,
    previous: Sequence[Release] = (),
    pdf: bool = False,
) -> Path:
    """Write the report for a lender: ``<name>.html`` and ``<name>.xlsx``, and ``<name>.pdf`` if asked for.

    Parameters
    ----------
    portfolio
        Cases, addresses, locations and attempts, of all lenders or of this one.
    brief
        Reader, language, periods, thresholds and marks.
    folder
        Where to write; made if it is not there.
    rejects
        Table ``rejects`` of the lender's file.
    ground
        Boundaries; those that are installed if None. Without any the maps show cells only.
    previous
        Earlier releases to the same reader, oldest first; see ``release_figures`` for how to make and keep one.
    pdf
        Whether to print it as well, if WeasyPrint is installed.

    Returns
    -------
    pathlib.Path
        The page. It holds no personal data, needs no other file and asks for nothing.

    Raises
    ------
    InputError
        If the lender has no case, the periods overlap, or too few persons changed since an earlier release.
    """
    own = select_lender(portfolio, brief.lender)
    release, dropped = release_figures(own, brief, previous)
    facts = gather_facts(
        own, brief, release, dropped=dropped, rejects=rejects, ground=ground or find_ground()
    )
    return write_report(facts, folder, pdf=pdf)


def write_report(facts: Facts, folder: Path, *, pdf: bool = False) -> Path:
    """Write page, annex and PDF of facts that were gathered before."""
    for name, table in _exits(facts):
        guard(table, Audience.LENDER, where=f"lender report: {name}")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"lender_report_{file_name(facts.brief.lender)}"
    page = write_document(facts, folder / f"{name}.html")
    write_annex(facts, folder / f"{name}.xlsx")
    if pdf and can_print():
        print_document(page, folder / f"{name}.pdf")
    return page


def _exits(facts: Facts) -> list[tuple[str, pd.DataFrame]]:
    """Return every frame about cases or letters that the sections read."""
    figures = [facts.kpis, *(facts.periods or ())]
    tables = [("key figures", each.drop(columns="shown")) for each in figures]
    tables += [("cells", facts.cells), ("returns", facts.returns)]
    return tables + [
        (name, each) for group in (facts.regions, facts.breakdowns) for name, each in group.items()
    ]


def file_name(lender: str) -> str:
    """Return a lender's name as part of a file name: letters, digits and Han, the rest as hyphens."""
    kept = re.sub(r"[^0-9A-Za-z\u3400-\u9fff]+", "-", lender).strip("-")
    return kept[:40] or "lender"
