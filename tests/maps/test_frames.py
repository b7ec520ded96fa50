"""A page in a notebook's frame draws, even if the frame was hidden when it was opened."""

from __future__ import annotations

import pytest

from workbench.errors import MissingError
from workbench.maps import DeliveryMap, RateCells, show_page


def test_a_missing_page_is_said(tmp_path):
    """The message says what to do."""
    with pytest.raises(MissingError, match="Run the step"):
        show_page(tmp_path / "none.html")


def test_a_frame_opened_while_hidden_draws_when_it_is_shown(chromium, cells, tmp_path):
    """In a hidden tab a frame has no size; the map waits for one instead of failing."""
    sheet = DeliveryMap(title="隐藏", ground=False).add(RateCells(frame=cells))
    frame = show_page(sheet.save(tmp_path / "map.html"))._repr_html_()
    outer = tmp_path / "notebook.html"
    outer.write_text(f"<div id='tab' style='display:none'>{frame}</div>", encoding="utf-8")
    page = chromium.new_page(viewport={"width": 1000, "height": 700})
    page.goto(outer.as_uri())
    page.wait_for_timeout(300)
    page.evaluate("document.getElementById('tab').style.display = 'block'")
    inner = page.frames[1]
    inner.wait_for_selector("html[data-state=drawn]", state="attached", timeout=10_000)
    assert "隐藏" in inner.locator("body").inner_text()
    page.close()
