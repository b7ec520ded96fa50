"""Text, figures and tables on a page: what is to be shown as plain values; the browser writes it as text, never as markup."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import pandas as pd
import traitlets

from workbench.tables import COLUMNS, label
from workbench.widgets.assets import read_asset

Block = dict[str, Any]
Formats = Mapping[str, Callable[[Any], Any]]


class Paper(anywidget.AnyWidget):
    """Shows ``blocks`` from top to bottom; ``picked`` tells the ``name`` of a table and the ``row`` that was clicked."""

    _esm = read_asset("paper.js")
    _css = read_asset("look.css")
    blocks = traitlets.List(traitlets.Dict()).tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)

    def show(self, *blocks: Block | None) -> None:
        """Show these blocks instead of those before; None is left out."""
        self.blocks = [block for block in blocks if block is not None]

    def on_pick(self, name: str, act: Callable[[int], None]) -> None:
        """Call ``act`` with the row when a row of the table of that name is clicked."""

        def hear(change: dict[str, Any]) -> None:
            if change["new"].get("name") == name:
                act(int(change["new"]["row"]))

        self.observe(hear, "picked")


def share(value: float) -> str:
    """Write a share as percent."""
    return "–" if math.isnan(value) else f"{value * 100:.1f} %"


def count(value: float) -> str:
    """Write a count with groups of three digits."""
    return "–" if math.isnan(value) else f"{int(value):,}"


def span(low: float, high: float) -> str:
    """Write an interval of shares."""
    return f"{low * 100:.1f}–{high * 100:.1f} %"


def heading(text: str) -> Block:
    """Return a heading."""
    return {"kind": "heading", "text": text}


def text(said: str, tone: str = "plain") -> Block:
    """Return a paragraph in one of the tones plain, calm, good, warn, bad."""
    return {"kind": "text", "text": said, "tone": tone}


def figures(*items: Block) -> Block:
    """Return large figures side by side, each made by ``figure``."""
    return {"kind": "figures", "items": list(items)}


def figure(name: str, value: str, below: str = "", *, tone: str = "", colour: str = "") -> Block:
    """Return one large figure with its label, and a small line below."""
    return {"label": name, "value": value, "below": below, "tone": tone, "colour": colour}


def progress(said: str, done_share: float | None) -> Block:
    """Return a bar; None where it is not known how much is left."""
    return {"kind": "progress", "text": said, "share": done_share}


def chips(*items: Block) -> Block:
    """Return small boxes (``text``, ``label``, ``tone``, ``hint``) in a row."""
    return {"kind": "chips", "items": list(items)}


def strip(*parts: tuple[float, str, str]) -> Block:
    """Return a cell with shares side by side: share, colour, what it is."""
    return {"parts": [{"share": float(size), "colour": colour, "told": told} for size, colour, told in parts]}


def table(
    frame: pd.DataFrame,
    *,
    lang: str,
    formats: Formats | None = None,
    labels: Mapping[str, str] | None = None,
    empty: str = "–",
    marked: int | None = None,
    name: str = "",
    height_px: int | None = None,
) -> Block:
    """Return a frame as a table.

    Parameters
    ----------
    frame
        Rows to show.
    lang
        Language of the headings: labels of the data dictionary.
    formats
        How a column is written: a text, or a cell with ``text``, ``tone``, ``below``, ``bar``, ``colour`` or ``parts``.
    labels
        Headings of columns that the dictionary does not know.
    empty
        What to say where there is no row.
    marked
        Row that is set off.
    name
        Name under which clicks are told; without one the rows cannot be clicked.
    height_px
        Height from which the table scrolls.
    """
    formats, labels = formats or {}, labels or {}
    names = [str(each) for each in frame.columns]
    columns = [
        {
            "label": labels.get(each, label(each, lang=lang)),
            "number": pd.api.types.is_numeric_dtype(frame[each]),
            "hint": COLUMNS[each].explain(lang) if each in COLUMNS else "",
        }
        for each in names
    ]
    cells = [[_cell(value, formats.get(each)) for value in frame[each]] for each in names]
    rows = [list(row) for row in zip(*cells, strict=True)]
    return {
        "kind": "table",
        "columns": columns,
        "rows": rows,
        "empty": empty,
        "marked": marked,
        "name": name,
        "height_px": height_px,
    }


def _cell(value: Any, write: Callable[[Any], Any] | None) -> Any:
    if write is not None:
        return write(value)
    if value is None or (not isinstance(value, (str, dict)) and pd.isna(value)):
        return None
    return f"{value:,.3g}" if isinstance(value, float) else str(value)
