"""A chart as plain values; the browser draws it as SVG in a few milliseconds, in the reader's fonts and theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import numpy as np
import traitlets

from workbench.widgets.assets import read_asset

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

Part = dict[str, Any]
ACCENT = "var(--wb-accent)"
_DIGITS = 5


class Chart(anywidget.AnyWidget):
    """Draws ``spec`` (see ``drawing``). ``moved`` tells the ``name`` and ``x`` of a rule that was dragged, ``picked`` the ``name``
    of a dot that was clicked.
    """  # noqa: D205 - the traits belong to the summary

    _esm = read_asset("chart.js")
    _css = read_asset("look.css")
    height_px = traitlets.Int(230).tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    moved = traitlets.Dict().tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)

    def on_move(self, act: Callable[[str, float], None]) -> None:
        """Call ``act`` with name and place of a rule while it is dragged."""
        self.observe(lambda change: act(str(change["new"]["name"]), float(change["new"]["x"])), "moved")


def axis(
    low: float, high: float, title: str, *, form: str = "number", ticks: list[float] | None = None
) -> Part:
    """Return an axis; ``form`` is ``number``, ``share`` (0-1 as percent), ``hundredth`` or ``none``."""
    return {"min": float(low), "max": float(high), "title": title, "format": form, "ticks": ticks}


def drawing(
    x: Part,
    y: Part,
    *,
    told: str,
    bars: list[Part] | None = None,
    bands: list[Part] | None = None,
    lines: list[Part] | None = None,
    dots: list[Part] | None = None,
    rules: list[Part] | None = None,
) -> Part:
    """Return what a chart draws.

    Parameters
    ----------
    x, y
        Axes.
    told
        What the picture says to those who hear it.
    bars, bands, lines, dots
        From the lowest to the highest: of ``bar``, ``band``, ``line``, ``dot``.
    rules
        Of ``rule``; those with a name can be dragged.
    """
    return {
        "x": x,
        "y": y,
        "told": told,
        "bars": bars or [],
        "bands": bands or [],
        "lines": lines or [],
        "dots": dots or [],
        "rules": rules or [],
    }


def bar(start: float, stop: float, height: float, colour: str) -> Part:
    """Return a bar over ``start`` to ``stop``."""
    return {"from": float(start), "to": float(stop), "y": float(height), "colour": colour}


def line(x: ArrayLike, y: ArrayLike, colour: str = ACCENT, *, width: float = 2.0, dash: str = "") -> Part:
    """Return a line; places that are not known are left out."""
    kept = _known(x, y)
    return {"x": kept[0], "y": kept[1], "colour": colour, "width": width, "dash": dash}


def band(x: ArrayLike, low: ArrayLike, high: ArrayLike, colour: str = ACCENT) -> Part:
    """Return the area between two lines."""
    kept = _known(x, low, high)
    return {"x": kept[0], "low": kept[1], "high": kept[2], "colour": colour}


def dot(
    x: float,
    y: float,
    colour: str,
    *,
    told: str = "",
    name: str | None = None,
    size: float = 4.0,
    low: float | None = None,
    high: float | None = None,
) -> Part:
    """Return a dot; ``low`` and ``high`` draw its interval, ``told`` is the card beside it, a ``name`` makes it clickable."""
    part: Part = {"x": float(x), "y": float(y), "colour": colour, "told": told, "size": size}
    if low is not None and high is not None:
        part |= {"low": float(low), "high": float(high)}
    return part if name is None else {**part, "name": name}


def rule(x: float, colour: str, said: str = "", *, name: str = "", row: int = 0) -> Part:
    """Return a line across the chart with a word in the given row; with a name it can be dragged."""
    return {"x": float(x), "colour": colour, "label": said, "name": name, "row": row}


def _known(*columns: ArrayLike) -> list[list[float]]:
    values = np.column_stack([np.asarray(each, dtype=np.float64) for each in columns])
    kept: list[list[float]] = np.round(values[np.isfinite(values).all(axis=1)], _DIGITS).T.tolist()
    return kept
