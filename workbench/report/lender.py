"""The report for one lender, from frames to files."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from workbench.errors import DisclosureError, InputError
from workbench.maps import find_ground
from workbench.report.annex import write_annex
from workbench.report.document import write_document
from workbench.report.facts import gather_facts, release_figures, select_lender
from workbench.report.months import leave_begun
from workbench.report.printing import can_print, print_document
from workbench.report.shelf import Kept, keep, read_shelf
from workbench.tables import Audience, guard

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from workbench.maps import Ground
    from workbench.patterns import Period, Portfolio
    from workbench.report.facts import Brief, Facts


def lender_report(
    portfolio: Portfolio,
    brief: Brief,
    folder: Path,
    *,
    rejects: pd.DataFrame | None = None,
    quarantine: pd.DataFrame | None = None,
    ground: Ground | None = None,
    shelf: Path | None = None,
    draft: bool = True,
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
    quarantine
        Table ``quarantine``: addresses that were not used for want of a lawful source.
    ground
        Boundaries; those that are installed if None. Without any the maps show cells only.
    shelf
        Folder of the reports that this reader was handed; the new one is checked against all of them.
    draft
        Whether it is only looked at. Otherwise it gets the next number and is put on the shelf, for it may be handed out.
    pdf
        Whether to print it as well, if WeasyPrint is installed.

    Returns
    -------
    pathlib.Path
        The page. It holds no personal data, needs no other file and asks for nothing.

    Raises
    ------
    InputError
        If the lender has no case, the periods overlap, or it is no draft and there is no shelf.
    DisclosureError
        If too few persons changed since an earlier report, or a report to be handed out would show nothing.
    """
    if not draft and shelf is None:
        raise InputError("report: it is to be handed out, but no shelf is given to keep it on. Give shelf=.")
    entrusted = select_lender(portfolio, brief.lender)
    own = leave_begun(entrusted, brief)
    earlier = read_shelf(shelf) if shelf else []
    number = 0 if draft else (earlier[-1].number if earlier else 0) + 1
    brief = replace(brief, number=number)
    release, dropped = release_figures(own, brief, [each.release for each in earlier])
    facts = gather_facts(
        own,
        brief,
        release,
        dropped=dropped,
        rejects=rejects,
        quarantine=quarantine,
        ground=ground or find_ground(),
        earlier=earlier,
    )
    facts = replace(facts, begun=own is not entrusted)
    if shelf is None or draft:
        return write_report(facts, folder, pdf=pdf)
    if release is None:
        raise DisclosureError(
            f"report: {brief.lender} has fewer than {brief.control.least_persons} borrowers, so nothing can be handed out. "
            "Make a draft to see the empty report."
        )
    # Kept before it is written: a report that exists without being kept could be handed out.
    keep(shelf, Kept(number, brief.as_of, release, list_kept(facts), _list_periods(facts)))
    return write_report(facts, folder, pdf=pdf)


def list_kept(facts: Facts) -> dict[str, pd.DataFrame]:
    """Return what a report shows besides its release, in the form in which it is kept."""
    return {
        "figures": facts.kpis,
        "returns": facts.returns,
        "levels": facts.levels,
        "conduct": facts.conduct,
        "busiest": facts.busiest,
        "costs": facts.costs,
    }


def _list_periods(facts: Facts) -> tuple[Period, ...]:
    shown = (*(facts.brief.compare or ()),) if facts.periods else ()
    return (*shown, facts.brief.period) if facts.brief.period else shown


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
    figures = [facts.kpis, facts.conduct, facts.costs, *(facts.periods or ())]
    tables = [("key figures", each.drop(columns=["shown", "held"], errors="ignore")) for each in figures]
    tables += [("cells", facts.cells), ("returns", facts.returns), ("busiest week", facts.busiest)]
    return tables + [
        (name, each) for group in (facts.regions, facts.breakdowns) for name, each in group.items()
    ]


def file_name(lender: str) -> str:
    """Return a lender's name as part of a file name: letters, digits and Han; what else it had is told by a few digits."""
    kept = re.sub(r"[^0-9A-Za-z\u3400-\u9fff]+", "-", lender).strip("-")[:40]
    if kept == lender:
        return kept
    return f"{kept or 'lender'}-{sha256(lender.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
