"""The printed report: A4, its pictures in colour, its text as text."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from portfolios import make_portfolio

from workbench.errors import ExtraError
from workbench.report import Brief, lender_report, print_document, printing

needs_renderer = pytest.mark.skipif(
    not printing.can_print(), reason="WeasyPrint is not installed (extra 'pdf')"
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="poppler's tools are not installed"
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return a printed report."""
    brief = Brief("甲行", as_of=date(2026, 6, 1))
    page = lender_report(make_portfolio(500), brief, tmp_path_factory.mktemp("pdf"), pdf=True)
    return page.with_suffix(".pdf")


def run(*command: str) -> str:
    """Run one of poppler's tools and return what it says."""
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


@needs_renderer
@needs_poppler
def test_the_pages_are_a4_and_hold_the_words(printed):
    """Every section's words are in the file, Chinese as text that can be searched."""
    assert "(A4)" in run("pdfinfo", str(printed))
    text = run("pdftotext", str(printed), "-").replace(" ", "")
    assert all(words in text for words in ("贷后投递与不良分布报告", "摘要", "妥投率", "数据与程序来源"))


@needs_renderer
@needs_poppler
def test_maps_are_drawn_in_their_colours(printed, tmp_path):
    """A renderer that does not know the style sheet inside pictures would paint them black."""
    run("pdftoppm", "-r", "20", "-png", str(printed), str(tmp_path / "page"))
    image = pytest.importorskip("PIL.Image")
    black = 0.0
    for path in tmp_path.glob("page*.png"):
        counts = image.open(path).convert("L").histogram()
        black = max(black, sum(counts[:40]) / sum(counts))
    assert black < 0.02


def test_without_a_renderer_it_says_what_to_install(tmp_path, monkeypatch):
    """The page is written all the same; only the PDF is refused, with the extra's name."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    page = lender_report(make_portfolio(60), replace(Brief("甲行"), lang="en"), tmp_path, pdf=True)
    assert page.exists()
    assert not page.with_suffix(".pdf").exists()
    with pytest.raises(ExtraError, match="pdf"):
        print_document(page, tmp_path / "a.pdf")
