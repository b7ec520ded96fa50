"""A project hands out numbered reports and keeps them."""

from __future__ import annotations

import pandas as pd
import pytest
from portfolios import make_portfolio

from workbench.cli import run_command
from workbench.pipeline import run_steps
from workbench.pipeline.handout import choose_months
from workbench.pipeline.steps import reports
from workbench.workspace import Settings, init_project, trail, write_frame


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a project whose tables are there, as after a run."""
    project = init_project(tmp_path_factory.mktemp("project") / "p", Settings())
    portfolio = make_portfolio(400)
    for name in ("cases", "addresses", "locations", "attempts"):
        write_frame(project.path(name), getattr(portfolio, name))
    empty = {name: pd.Series(dtype=object) for name in ("row", "column", "value", "reason")}
    write_frame(project.path("rejects"), pd.DataFrame(empty))
    return project


def test_reports_are_numbered_kept_and_entered(project, capsys):
    """Two reports with nothing new between them say the same; drafts are not kept; the trail names both."""
    for options in ((), ("--draft",), ("--lang", "zh")):
        assert run_command("report", str(project.folder), "--lender", "甲行", *options) == 0
    assert "kept in" in capsys.readouterr().out
    shelf = project.folder / "releases" / "甲行"
    assert [each.name for each in sorted(shelf.iterdir())] == ["0001", "0002"]
    first, second = (
        next((project.out / "reports" / "甲行" / f"no_{number}").glob("*.html")).read_text("utf-8")
        for number in ("0001", "0002")
    )
    assert first.replace("第 1 期", "第 2 期").replace(">1<", ">2<") == second.replace(">1<", ">2<")
    assert (trail(project.database)["action"] == "report").sum() == 2


def test_a_draft_is_renewed_when_a_report_was_handed_out(project):
    """Drafts are checked against the reports that the lender has, so a new one of those makes new drafts."""

    def draft():
        (done,) = run_steps(project, (reports.STEP,), tell=lambda _: None)
        return done.ran

    assert [draft(), draft()] == [True, False]
    assert run_command("report", str(project.folder), "--lender", "乙行") == 0
    assert [draft(), draft()] == [True, False]


def test_the_reader_must_be_named_where_there_are_several(project, capsys):
    """Two lenders and no name: the command names both and writes nothing."""
    assert run_command("report", str(project.folder)) == 2
    assert "乙行, 甲行" in capsys.readouterr().err


def test_the_last_two_whole_months_with_letters_are_compared():
    """A month that has just begun, or in which hardly anybody was tried, is not compared."""
    for newest, expected in (("2026-05-03", ["2026-03", "2026-04"]), ("2026-05-31", ["2026-04", "2026-05"])):
        times = pd.Series(pd.date_range("2026-01-01", newest, freq="6h"))
        borrowers = pd.Series([f"b{each}" for each in range(len(times))])
        months = choose_months(times, borrowers)
        assert [each.label for each in months or ()] == expected
        assert choose_months(times, borrowers.where(times < "2026-02-01", "one")) is None
