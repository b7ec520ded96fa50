"""The widgets in a real JupyterLab: what people move, type and press does what they see; no other host is asked."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from laboratories import Bench

from workbench.matching import Thresholds
from workbench.workspace import Project, Reviews

pytestmark = pytest.mark.browser

DRAWN = ".wb-map canvas[data-drawn]"
CHANGED = "before => document.querySelector('.wb-figures').innerText !== before"


def _cell(name: str, arguments: str = "") -> str:
    return f"from workbench.pipeline import find_project\nfrom workbench.widgets import {name}\n{name}(find_project(){arguments})"


def _is_quiet(page: Bench) -> bool:
    return page.asked_others == [] and page.complaints == []


def test_a_slider_moves_figures_tables_chart_and_map(bench: Callable[..., Bench]) -> None:
    """The accept threshold is moved by keys: figures, examples, the chart's line and the map's classes change."""
    open_bench = bench("tuner", _cell("Tuner"))
    page = open_bench.page
    page.wait_for_selector(DRAWN)

    def seen() -> list[str]:
        return [
            page.locator(".wb-figures").first.inner_text(),
            page.locator(".wb-table").last.inner_text(),
            page.locator(".wb-chart svg").first.inner_html(),
            page.locator(DRAWN).get_attribute("data-counts"),
        ]

    before = seen()
    page.locator(".noUi-handle").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.wait_for_function(CHANGED, arg=before[0])
    page.wait_for_timeout(500)
    assert all(one != other for one, other in zip(before, seen(), strict=True))
    assert _is_quiet(open_bench)


def test_the_chart_line_can_be_dragged(bench: Callable[..., Bench]) -> None:
    """The line of a threshold follows the pointer, and the slider follows the line."""
    open_bench = bench("drag", _cell("Tuner"))
    page = open_bench.page
    page.wait_for_selector(".wb-chart .wb-grip", state="attached")
    before = page.locator(".wb-figures").first.inner_text()
    box = page.locator(".wb-chart .wb-grip").last.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=6)
    page.mouse.up()
    page.wait_for_function(CHANGED, arg=before)
    assert not page.locator(".widget-readout").first.inner_text().startswith(f"{Thresholds().accept}")
    assert _is_quiet(open_bench)


def test_three_reviews_survive_a_restart(bench: Callable[..., Bench], project: Project) -> None:
    """Three cases are decided by keys; after a restart of the kernel they are counted, and another case is shown."""
    open_bench = bench("reviews", _cell("ReviewQueue", ", reviewer='tester'"))
    page = open_bench.page
    page.wait_for_selector(".wb-table tbody tr")
    page.locator(".wb-keys").click()
    for done, key in enumerate("ans", start=1):
        page.keyboard.press(key)
        page.wait_for_function(
            "n => document.querySelector('.wb-figures').innerText.match(/\\d+/)[0] == n",
            arg=str(min(done, 2)),
        )
    page.wait_for_timeout(500)
    said = Reviews(project).frame()
    assert said.loc[said["reviewer"] == "tester", "verdict"].tolist() == ["accept", "no_match", "skip"]
    open_bench.restart()
    page.wait_for_function("document.querySelector('.wb-figures')?.innerText.match(/\\d+/)?.[0] == '2'")
    page.wait_for_selector(".wb-table tbody tr")
    page.locator(".wb-keys").click()
    for _ in range(3):
        page.keyboard.press("u")
        page.wait_for_timeout(400)
    page.wait_for_function("document.querySelector('.wb-figures').innerText.match(/\\d+/)[0] == '0'")
    assert not (Reviews(project).frame()["reviewer"] == "tester").any()
    assert _is_quiet(open_bench)


def test_a_click_on_the_map_corrects(bench: Callable[..., Bench], project: Project) -> None:
    """A click sets a point, Enter saves it as a correction, U takes it back."""
    open_bench = bench("corrects", _cell("ReviewQueue", ", reviewer='mapper'"))
    page = open_bench.page
    page.wait_for_selector(DRAWN)
    page.wait_for_selector(".wb-table tbody tr")
    box = page.locator(DRAWN).bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.8)
    page.wait_for_selector(".wb-text.wb-warn")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.wb-figures').innerText.match(/\\d+/)[0] == '1'")
    said = Reviews(project).frame()
    assert said.loc[said["reviewer"] == "mapper", "verdict"].tolist() == ["correct"]
    page.locator(".wb-keys").click()
    page.keyboard.press("u")
    page.wait_for_function("document.querySelector('.wb-figures').innerText.match(/\\d+/)[0] == '0'")
    assert _is_quiet(open_bench)


def test_typing_shows_the_way_of_an_address(bench: Callable[..., Bench]) -> None:
    """What is typed is cleaned, read and placed; markup in it stays text."""
    open_bench = bench("inspects", _cell("Inspector"))
    page = open_bench.page
    page.wait_for_selector(".wb-empty")
    page.locator(".wb-panel input[type=text]").last.fill(
        "北京市朝阳区望京西园三区<img src=x onerror=window.attacked=1>"
    )
    page.wait_for_selector(".wb-chip-text:text-is('朝阳区')")
    page.wait_for_selector(".wb-figure-value")
    assert page.evaluate("window.attacked") is None
    assert page.locator(".wb-panel img").count() == 0
    assert _is_quiet(open_bench)


def test_the_wizard_shows_headers_and_reasons(bench: Callable[..., Bench]) -> None:
    """The project's own file is read; a click on a header puts it on the table, a click on a reason shows its rows."""
    open_bench = bench("imports", _cell("ImportWizard"))
    page = open_bench.page
    page.wait_for_selector(".wb-pickable")
    page.locator(".wb-pickable").nth(1).click()
    page.wait_for_selector(".wb-marked")
    tables = page.locator(".wb-table").count()
    page.locator(".wb-table").last.locator(".wb-pickable").first.click()
    page.wait_for_function("n => document.querySelectorAll('.wb-table').length > n", arg=tables)
    assert re.search(r"\d", page.locator(".wb-figures").first.inner_text())
    assert _is_quiet(open_bench)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_cut_or_laid_over(bench: Callable[..., Bench], lang: str, theme: str) -> None:
    """On a narrow page no button, heading or figure is cut, in both languages and themes."""
    cells = [_cell(name, f", {lang!r}") for name in ("ImportWizard", "Tuner", "ReviewQueue", "Inspector")]
    open_bench = bench(f"look_{lang}_{theme}", *cells, dark=theme == "dark", size=(1000, 900))
    page = open_bench.page
    page.wait_for_selector(DRAWN, state="attached")
    page.wait_for_timeout(3000)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.wb-figure-value, .wb-heading, .wb-panel button, .wb-chip, .wb-text')]
          .filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent)"""
    )
    assert cut == []
    assert _is_quiet(open_bench)
