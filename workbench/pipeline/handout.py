"""Reports of a project: drafts that every run renews, and reports to be handed out, which are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

import workbench
from workbench.errors import InputError
from workbench.files import sha256
from workbench.patterns import Control, Period, Portfolio
from workbench.policy import load_policy
from workbench.report import Brief, can_print, file_name, lender_report, read_shelf, select_lender

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.workspace import Project, Settings

_ENOUGH_TRIED = 30  # borrowers: with fewer, the interval of a change says nothing
TABLES = ("cases", "addresses", "locations", "attempts")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a report besides its reader.

    Parameters
    ----------
    lang
        ``zh`` or ``en``; that of the project if empty.
    period
        Letters of which days; all if None.
    compare
        An earlier and a later period; the last two whole months with enough letters if None.
    review_number
        审图号 of the maps.
    pdf
        Whether to print it as well.
    sections
        Keys of ``report.SECTIONS``; all if empty. Some are in every report.
    """

    lang: str = ""
    period: Period | None = None
    compare: tuple[Period, Period] | None = None
    review_number: str = ""
    pdf: bool = False
    sections: tuple[str, ...] = ()


def read_portfolio(project: Project) -> Portfolio:
    """Return the frames that reports are counted from."""
    return Portfolio(*(project.read(name) for name in TABLES))


def list_lenders(portfolio: Portfolio, settings: Settings) -> list[str]:
    """Return the lender of the settings, or every lender of the cases."""
    if settings.lender:
        return [settings.lender]
    return sorted(map(str, portfolio.cases["lender"].dropna().unique()))


def choose_lender(portfolio: Portfolio, settings: Settings) -> str:
    """Return the only lender of a project.

    Raises
    ------
    InputError
        If there are several, or none.
    """
    lenders = list_lenders(portfolio, settings)
    if len(lenders) != 1:
        names = ", ".join(lenders) or "none"
        raise InputError(f"report: say for whom with --lender. Lenders of this portfolio: {names}.")
    return lenders[0]


def find_shelf(project: Project, lender: str) -> Path:
    """Return the folder of the reports that a lender was handed."""
    return project.releases / file_name(lender)


def write_draft(
    project: Project, portfolio: Portfolio, lender: str, wish: Wish, *, folder: Path | None = None
) -> list[Path]:
    """Write a report to look at, checked against those that were handed out; return page and annex.

    It goes into ``folder``, or into the project's reports.
    """
    folder = folder or project.out / "reports" / file_name(lender)
    page = lender_report(
        portfolio,
        write_brief(project, portfolio, lender, wish),
        folder,
        rejects=project.read("rejects"),
        quarantine=_read_quarantine(project),
        shelf=find_shelf(project, lender),
        pdf=wish.pdf,
    )
    return _list_files(page, wish)


def hand_out(project: Project, portfolio: Portfolio, lender: str, wish: Wish) -> list[Path]:
    """Write the next report to a lender, keep it, and enter it in the audit trail; return page, annex and PDF.

    Raises
    ------
    DisclosureError
        If too few persons changed since an earlier report.
    """
    shelf = find_shelf(project, lender)
    with project.lock():
        number = len(read_shelf(shelf)) + 1
        folder = project.out / "reports" / file_name(lender) / f"no_{number:04d}"
        page = lender_report(
            portfolio,
            write_brief(project, portfolio, lender, wish),
            folder,
            rejects=project.read("rejects"),
            quarantine=_read_quarantine(project),
            shelf=shelf,
            draft=False,
            pdf=wish.pdf,
        )
        files = _list_files(page, wish)
        project.record(
            "report", lender=lender, number=number, files={each.name: sha256(each) for each in files}
        )
    return files


def write_brief(project: Project, portfolio: Portfolio, lender: str, wish: Wish) -> Brief:
    """Return what the report is to be about, from the settings, the wish and the dates of the letters."""
    settings = project.settings
    letters = select_lender(portfolio, lender).attempts.dropna(subset="attempted_at")
    times = letters["attempted_at"]
    return Brief(
        lender=lender,
        lang=wish.lang or settings.lang,
        as_of=times.max().date() if len(times) else None,
        period=wish.period,
        compare=wish.compare or choose_months(times, letters["borrower"]),
        control=Control(least_persons=settings.min_persons),
        review_number=wish.review_number,
        policy=load_policy(project.policy),
        sections=wish.sections,
        provenance={name: sha256(project.path(name))[:16] for name in TABLES}
        | {"workbench": workbench.__version__},
    )


def choose_months(times: pd.Series, borrowers: pd.Series) -> tuple[Period, Period] | None:
    """Return the last two whole months, one after the other, in which enough borrowers were tried; None if there are none."""
    if not len(times):
        return None
    newest = pd.Timestamp(times.max()).normalize()
    month = times.dt.to_period("M")
    tried = borrowers.groupby(month).nunique()
    if newest != newest + pd.offsets.MonthEnd(
        0
    ):  # the month of the newest letter is whole on its last day only
        tried = tried.drop(newest.to_period("M"))
    busy = set(tried.index[tried >= _ENOUGH_TRIED])
    pairs = [(each - 1, each) for each in sorted(busy, reverse=True) if each - 1 in busy]
    if not pairs:
        return None
    first, second = (Period(each.start_time.date(), each.end_time.date(), str(each)) for each in pairs[0])
    return first, second


def _read_quarantine(project: Project) -> pd.DataFrame | None:
    return project.read("quarantine") if project.has("quarantine") else None


def _list_files(page: Path, wish: Wish) -> list[Path]:
    files = [page, page.with_suffix(".xlsx")]
    return [*files, page.with_suffix(".pdf")] if wish.pdf and can_print() else files
