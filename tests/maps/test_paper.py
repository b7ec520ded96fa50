"""The printed map: one page, all of what was seen, and a legend that is whole."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

FACTS = """() => {
  const box = (each) => each.getBoundingClientRect().toJSON();
  const { map } = workbench, [west, south, east, north] = map.getBounds().toBBoxString().split(',').map(Number);
  return {
    sheet: box(map.getContainer()), foot: box(document.querySelector('.foot')),
    drawn: box(document.querySelector('canvas.sheet')),
    rows: [...document.querySelectorAll('.layer:not(.off) :is(.layer-title, .note, .entry, .entry-label, .entry-count)')].map(box),
    bounds: [west, south, east, north], view: [map.getCenter().lng, map.getCenter().lat, map.getZoom()],
  };
}"""
SWITCH_ALL_ON = (
    "document.querySelectorAll('.layer-switch input').forEach((each) => each.checked || each.click())"
)
PAGE = (1062, 734)  # A4 across less margins of 8 mm, at 96 to the inch


@pytest.fixture(params=[(1280, 800), (390, 700)], ids=["desk", "phone"])
def seen(request, visit, hostile):
    """Open a map of all layers, all switched on, as on a desk or a phone."""
    seen = visit(hostile, request.param)
    seen.page.evaluate(SWITCH_ALL_ON)
    return seen


def test_paper_holds_the_map_and_the_whole_legend(seen):
    """Before printing, every row of the legend is laid on the page beside the map, which shows what the screen showed."""
    data = seen.page.evaluate("JSON.parse(document.getElementById('workbench-data').textContent).view")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    facts = seen.page.evaluate(FACTS)
    assert facts["rows"]
    for row in facts["rows"]:
        assert row["width"] > 0
        assert row["left"] >= facts["sheet"]["right"]
        assert row["right"] <= PAGE[0]
        assert row["bottom"] <= facts["foot"]["top"] + 1
    assert facts["foot"]["bottom"] <= PAGE[1]
    assert facts["sheet"]["width"] > PAGE[0] / 3
    assert facts["drawn"] == facts["sheet"]
    west, south, east, north = facts["bounds"]
    assert west <= data[0]
    assert south <= data[1]
    assert east >= data[2]
    assert north >= data[3]


def test_one_page_and_back(seen):
    """It prints on one page without a word on the console, and the screen is as it was."""
    before = seen.page.evaluate(FACTS)
    printed = seen.page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 841.9" in printed
    after = seen.page.evaluate(FACTS)
    assert after["view"] == pytest.approx(before["view"], abs=1e-4)
    assert (after["sheet"], after["foot"], after["rows"]) == (before["sheet"], before["foot"], before["rows"])
    assert (seen.asked_others, seen.said) == ([], [])
