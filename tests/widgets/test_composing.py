"""The report builder's logic: choices in, a page out, through the same gate as the command."""

from __future__ import annotations

import shutil
from dataclasses import replace

import openpyxl
import pytest
from lxml import html

from workbench.report import SECTIONS
from workbench.widgets.builder import ReportBuilder
from workbench.widgets.composing import OPTIONAL, Composing, find_lenders, list_kept, preview, write
from workbench.widgets.desks import Desk


@pytest.fixture(scope="module")
def copy(project, tmp_path_factory) -> Desk:
    """Return a copy of the project: what is handed out stays on its shelf."""
    folder = tmp_path_factory.mktemp("reports") / "project"
    shutil.copytree(project.folder, folder)
    return Desk(folder)


@pytest.fixture(scope="module")
def state(copy) -> Composing:
    """Return the first lender's whole report."""
    return Composing(find_lenders(copy)[0])


def _sections(page: str) -> list[str]:
    return [each.get("id") for each in html.fromstring(page.encode()).iter("section")]


def test_a_preview_leaves_no_trace(copy, state) -> None:
    """A draft is shown, and neither kept nor left among the reports of the project."""
    before = sorted(copy.project.out.rglob("*"))
    draft = preview(copy, state)
    assert state.lender in draft.page
    assert _sections(draft.page) == [each.key for each in SECTIONS]
    assert sorted(copy.project.out.rglob("*")) == before
    assert list_kept(copy, state.lender).empty


def test_what_is_held_back_is_always_told(copy, state) -> None:
    """One section chosen: those that a report must not lack are there as well; none chosen: these alone."""
    always = [each.key for each in SECTIONS if each.always]
    assert _sections(preview(copy, replace(state, sections=("summary",))).page) == ["summary", *always]
    assert _sections(preview(copy, replace(state, sections=())).page) == always
    assert "withheld" not in OPTIONAL


def test_writing_needs_the_draft_of_the_same_choices(copy, state) -> None:
    """The button is off until the draft was seen, and off again when a choice changes."""
    panel = ReportBuilder(copy, lang="en")
    assert panel.write_button.disabled
    panel.preview_button.click()
    panel.worker.wait(120)
    assert state.lender in panel.frame.page
    assert not panel.write_button.disabled
    panel.move(lang="zh")
    assert panel.write_button.disabled


def test_what_is_written_is_kept(copy, state) -> None:
    """A report gets a number and lies on the shelf; its annex has the tables of its sections only."""
    files = write(copy, replace(state, sections=("summary",)))
    assert all(each.exists() for each in files)
    assert openpyxl.load_workbook(files[1]).sheetnames == ["关键指标"]
    assert list_kept(copy, state.lender)["number"].tolist() == [1]
