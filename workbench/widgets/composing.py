"""What the report builder asks for, and the draft or the report that comes of it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbench.pipeline import Wish, find_shelf, hand_out, list_lenders, read_portfolio, write_draft
from workbench.report import SECTIONS, read_shelf
from workbench.widgets.exploring import to_period

if TYPE_CHECKING:
    from workbench.patterns import Portfolio
    from workbench.widgets.desks import Desk

TABLES = ("cases", "addresses", "locations", "attempts", "rejects")
OPTIONAL = tuple(each.key for each in SECTIONS if not each.always)
_ALWAYS = tuple(each.key for each in SECTIONS if each.always)


@dataclass(frozen=True, slots=True)
class Composing:
    """What is asked of a report.

    Parameters
    ----------
    lender
        Its reader.
    lang
        ``zh`` or ``en``.
    months
        First and last month of the letters (``2026-01``); all if None.
    sections
        Chosen sections; those that a report must not lack are in it anyway.
    review_number
        审图号 of the maps.
    """

    lender: str
    lang: str = "zh"
    months: tuple[str, str] | None = None
    sections: tuple[str, ...] = OPTIONAL
    review_number: str = ""


@dataclass(frozen=True)
class Draft:
    """The text of a page and what it was asked for."""

    page: str
    state: Composing


def find_lenders(desk: Desk) -> list[str]:
    """Return whom a report can be written for."""
    if not desk.has(*TABLES):
        return []
    return list_lenders(_portfolio(desk), desk.project.settings)


def _portfolio(desk: Desk) -> Portfolio:
    return read_portfolio(desk.project)


def to_wish(state: Composing) -> Wish:
    """Return the state in the terms of ``workbench report``."""
    return Wish(
        lang=state.lang,
        period=to_period(state.months),
        review_number=state.review_number,
        sections=state.sections or _ALWAYS,
    )


def preview(desk: Desk, state: Composing) -> Draft:
    """Write a draft aside and return its text; checked against the reports that were handed out, kept nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_draft(desk.project, _portfolio(desk), state.lender, to_wish(state), folder=Path(folder))
        return Draft(files[0].read_text(encoding="utf-8"), state)


def write(desk: Desk, state: Composing) -> list[Path]:
    """Write the next report to the lender and keep it; see :func:`workbench.pipeline.hand_out`."""
    return hand_out(desk.project, _portfolio(desk), state.lender, to_wish(state))


def list_kept(desk: Desk, lender: str) -> pd.DataFrame:
    """Return the reports that a lender was handed: ``number``, ``as_of``, ``persons``."""
    kept = read_shelf(find_shelf(desk.project, lender))
    rows = [(each.number, each.as_of, each.release.ledger["borrower"].nunique()) for each in kept]
    return pd.DataFrame(rows, columns=["number", "as_of", "persons"])
