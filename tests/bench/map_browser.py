"""What people feel of a map: when they see cells, how it follows their mouse, and how soon it answers; the same for every page."""

from __future__ import annotations

import io
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from map_peers import serve
from PIL import Image
from playwright.sync_api import Error, FloatRect, Page, Playwright, ViewportSize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE: ViewportSize = {"width": 1280, "height": 800}
# Chromium answers WebGL in software where there is no graphics card; the second set is a desktop whose policy forbids it.
NO_GPU = ("--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader")
NO_WEBGL = (*NO_GPU, "--disable-3d-apis")
_MIDDLE = (SIZE["width"] // 2, SIZE["height"] // 2)
_DRAG_SECONDS = 20
_STEPS = 60
_FRAMES = """() => {
  window.gaps = [];
  let last = performance.now();
  const tick = (now) => { window.gaps.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""
# From the mouse's own time to the end of the frame that follows it, whatever the page did meanwhile.
_ANSWERS = """() => {
  window.answers = [];
  addEventListener('mousemove', (event) => requestAnimationFrame(() => setTimeout(() =>
    window.answers.push(performance.now() - event.timeStamp))), true);
}"""
_CARD = """() => [...document.querySelectorAll('.card, .leaflet-tooltip, .deck-tooltip')]
  .some((card) => card.checkVisibility() && card.textContent.trim())"""


@contextmanager
def open_page(tool: Playwright, chromium: str, flags: tuple[str, ...], cdn: Path | None) -> Iterator[Page]:
    """Open an empty page in a browser of its own, of which every request is answered from a folder or refused."""
    browser = tool.chromium.launch(executable_path=chromium, args=list(flags))
    try:
        context = browser.new_context(viewport=SIZE)
        context.route(lambda url: url.startswith("http"), lambda route: serve(route, cdn))
        yield context.new_page()
    finally:
        browser.close()


def measure(page: Page, path: Path, limit_seconds: float) -> dict[str, str]:
    """Return what the page did, as it is printed; a page without cells in time says so, and its last error."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri(), wait_until="commit", timeout=1000 * limit_seconds)
    if not _see_cells(page, limit_seconds):
        return {
            "drawn s": f"not in {limit_seconds:.0f} s",
            "said": " ".join(said[-1].split())[:120] if said else "nothing",
        }
    drawn = page.evaluate("performance.now()") / 1000
    page.wait_for_timeout(1000)
    hover, card = _hover(page)
    rate, gap = _drag(page)
    return {
        "drawn s": f"{drawn:.2f}",
        "pan fps": f"{rate:.1f}",
        "worst gap ms": f"{gap:.0f}",
        "hover ms": f"{hover:.0f}",
        "card": "yes" if card else "no",
        "requests": str(sum(url.startswith("http") for url in asked)),
    }


def _see_cells(page: Page, limit_seconds: float) -> bool:
    """Wait until the middle of the page has a cell's colour, not grey or white; say whether it came in time."""
    until = time.perf_counter() + limit_seconds
    box: FloatRect = {"x": _MIDDLE[0] - 20, "y": _MIDDLE[1] - 20, "width": 40, "height": 40}
    while (left := until - time.perf_counter()) > 0:
        try:
            picture = page.screenshot(clip=box, timeout=1000 * left)
        except Error:  # a page that is busy, or starts its renderer, cannot be photographed
            continue
        shot = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), float)
        if np.mean(np.ptp(shot, axis=2)) > 15:
            return True
        page.wait_for_timeout(50)
    return False


def _hover(page: Page) -> tuple[float, bool]:
    """Move the mouse over the cells; return the slowest answer in milliseconds and whether a card told the cell."""
    page.evaluate(_ANSWERS)
    x, y = _MIDDLE
    for step in range(20):
        page.mouse.move(x + 2 * step, y + step)
        page.wait_for_timeout(50)
    page.wait_for_timeout(500)
    return float(max(page.evaluate("window.answers"), default=float("nan"))), bool(page.evaluate(_CARD))


def _drag(page: Page) -> tuple[float, float]:
    """Drag the map; return frames per second and the longest gap between two in milliseconds."""
    x, y = _MIDDLE
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_FRAMES)
    until = time.perf_counter() + _DRAG_SECONDS
    for step in range(1, _STEPS + 1):
        page.mouse.move(x - 5 * step, y + 2 * step)
        if time.perf_counter() > until:
            break
    gaps = page.evaluate("window.gaps")[1:]
    page.mouse.up()
    return 1000 * len(gaps) / max(sum(gaps), 1.0), float(max(gaps, default=float("nan")))
