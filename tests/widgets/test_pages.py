"""The widgets in a real JupyterLab: what moves when a control moves, and what is there after a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from laboratories import Bench, Lab, Visit

from workbench.workspace import Project

pytestmark = pytest.mark.browser


def _picture(bench: Bench) -> str:
    return str(bench.page.locator(".wb-map canvas").first.evaluate("canvas => canvas.toDataURL()"))


def _text(bench: Bench, kind: str) -> str:
    return str(bench.page.locator(kind).first.inner_text())


def _changes(bench: Bench, read: Callable[[], Any], before: Any) -> bool:
    """Say whether what is read becomes another within a minute."""
    for _ in range(300):
        if read() != before:
            return True
        bench.page.wait_for_timeout(200)
    return False


def _finish(bench: Bench) -> None:
    assert bench.asked_others == []
    assert bench.complaints == []


def test_a_slider_moves_figures_table_and_map(bench: Callable[..., Bench]) -> None:
    """Fewer months: other figures, other rows, other colours; undo brings them back."""
    page = bench("explorer", "from workbench.widgets import Explorer\nExplorer('..', lang='en')")
    page.page.locator(".wb-map canvas[data-drawn]").wait_for()
    # The first view tells what lies in it: wait until figures rest.
    page.page.wait_for_timeout(2000)
    before = [_text(page, ".wb-figures"), _text(page, ".wb-table"), _picture(page)]
    page.page.locator(".noUi-handle-lower").first.focus()
    for _ in range(4):
        page.page.keyboard.press("ArrowRight")
    assert _changes(page, lambda: _text(page, ".wb-figures"), before[0])
    assert _changes(page, lambda: _text(page, ".wb-table"), before[1])
    assert _changes(page, lambda: _picture(page), before[2])
    moved = _text(page, ".wb-figures")
    page.page.locator("button", has_text="Undo").first.click()
    assert _changes(page, lambda: _text(page, ".wb-figures"), moved)
    _finish(page)


def test_a_day_is_planned_and_exported(bench: Callable[..., Bench], project: Project) -> None:
    """Plan in the background, see rounds and reasons, export: the files are there and the trail names them."""
    page = bench("planner", "from workbench.widgets import Planner\nPlanner('..', lang='en')")
    page.page.locator("button.jupyter-button", has_text="Plan").first.click()
    page.page.locator(".wb-figures").first.wait_for()
    page.page.locator(".wb-pickable").first.click()
    page.page.locator(".wb-heading", has_text=":").first.wait_for()
    page.page.locator("button", has_text="export").first.click()
    page.page.locator(".wb-good", has_text="files written").first.wait_for()
    folder = next(each for each in (project.out / "dispatch").iterdir() if each.is_dir())
    assert {".csv", ".xlsx", ".gpx"} <= {each.suffix for each in folder.iterdir()}
    _finish(page)


def test_a_draft_is_seen_before_a_report_is_written(bench: Callable[..., Bench]) -> None:
    """The preview stands in a frame of its own; another choice makes it stale and the report cannot be written."""
    page = bench("builder", "from workbench.widgets import ReportBuilder\nReportBuilder('..', lang='en')")
    write = page.page.locator("button", has_text="Write and keep").first
    assert write.is_disabled()
    page.page.locator("button", has_text="Preview").first.click()
    report = page.page.frame_locator("iframe.wb-frame")
    report.locator("section#maps").wait_for()
    assert page.page.locator("iframe.wb-frame").get_attribute("sandbox") == ""
    assert write.is_enabled()
    page.page.get_by_label("Maps", exact=True).click()
    page.page.locator(".wb-warn", has_text="Preview again").first.wait_for()
    assert write.is_disabled()
    page.page.locator("button", has_text="Preview").first.click()
    report.locator("section#maps").wait_for(state="detached")
    assert report.locator("section#withheld").count() == 1
    _finish(page)


def test_two_apps_on_one_page_work_after_a_restart(bench: Callable[..., Bench]) -> None:
    """Tabs open what they name, in both apps, also after the kernel was restarted and all cells ran again."""
    page = bench("apps", "import workbench\nworkbench.app(lang='en')", "workbench.app(lang='zh')")
    page.restart()
    for word, title in (("Patterns", "Patterns"), ("派送", "派送规划")):
        page.page.locator(".lm-TabBar-tab", has_text=word).last.click()
        page.page.locator(".wb-heading", has_text=title).last.wait_for()
    page.page.locator(".wb-map:visible canvas[data-drawn]").first.wait_for()
    _finish(page)


def test_the_dashboard_asks_for_a_token_and_no_other_host(
    chromium: Any, project: Project, tmp_path: Path
) -> None:
    """Voila serves the panels of the project to whoever has the token; nothing is fetched from elsewhere."""
    pytest.importorskip("voila", reason="the extra voila is not installed")
    server = Lab(project.folder, tmp_path / "jupyter", dashboard=True)
    try:
        stranger = Visit(chromium, server.url().partition("?")[0])
        assert stranger.page.locator("input[type=password]").count()
        stranger.close()
        page = Visit(chromium, server.address)
        page.page.locator(".wb-map:visible canvas[data-drawn]").wait_for()
        assert page.asked_others == []
        assert page.complaints == []
        page.close()
    finally:
        server.close()
