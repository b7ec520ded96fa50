"""The report for each lender: one page, its annex, nothing personal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

import workbench
from workbench.files import sha256
from workbench.patterns import Control, Portfolio
from workbench.pipeline.step import Context, Made, Step
from workbench.report import Brief, lender_report

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("cases", "addresses", "locations", "attempts")


def run(context: Context) -> Made:
    """Write a report for the lender of the settings, or for each lender in the cases."""
    portfolio = Portfolio(*(context.read(name) for name in TABLES))
    lenders = (
        [context.settings.lender]
        if context.settings.lender
        else sorted(portfolio.cases["lender"].dropna().unique())
    )
    files: list[Path] = []
    for lender in lenders:
        files += write_report_for(context, portfolio, str(lender))
    return Made(files=tuple(files), note={"lenders": len(lenders)})


def write_report_for(context: Context, portfolio: Portfolio, lender: str) -> list[Path]:
    """Write the page and the annex of one lender and return their paths."""
    settings, project = context.settings, context.project
    folder = project.out / "reports" / _folder_name(lender)
    last = portfolio.attempts["attempted_at"].max() if len(portfolio.attempts) else None
    brief = Brief(
        lender=lender,
        lang=settings.lang,
        as_of=None if last is None or pd.isna(last) else last.date(),
        control=Control(least_persons=settings.min_persons),
        provenance={name: sha256(project.path(name))[:16] for name in TABLES}
        | {"workbench": workbench.__version__},
    )
    page = lender_report(portfolio, brief, folder, rejects=context.read("rejects"))
    return [page, page.with_suffix(".xlsx")]


def _folder_name(lender: str) -> str:
    """Return a folder name that every system accepts."""
    return re.sub(r"[^\w-]", "_", lender)[:60] or "lender"


STEP = Step(
    "report",
    "生成委托方报告",
    "write the lender reports",
    run,
    reads=(*TABLES, "rejects"),
    settings=("lender", "lang", "min_persons"),
)
