"""The draft of the report for each lender: one page, its annex, nothing personal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import DisclosureError
from workbench.pipeline.handout import TABLES, Wish, list_lenders, read_portfolio, write_draft
from workbench.pipeline.step import Context, Made, Step

if TYPE_CHECKING:
    from pathlib import Path


def run(context: Context) -> Made:
    """Write a draft for the lender of the settings, or for each lender in the cases."""
    portfolio = read_portfolio(context.project)
    lenders = list_lenders(portfolio, context.settings)
    files: list[Path] = []
    for number, lender in enumerate(lenders):
        context.count(number, len(lenders))
        try:
            files += write_draft(context.project, portfolio, lender, Wish())
        except DisclosureError as error:
            context.tell(f"    {lender}: {error}")
    return Made(files=tuple(files), note={"lenders": len(lenders)})


STEP = Step(
    "report",
    "生成委托方报告（草稿）",
    "write drafts of the lender reports",
    run,
    reads=(*TABLES, "rejects", "quarantine"),
    inputs=("policy", "releases"),
    settings=("lender", "lang", "min_persons", "policy"),
)
