"""A finished page inside a widget, in a frame without scripts and without an origin."""

from __future__ import annotations

import anywidget
import traitlets

from workbench.widgets.assets import read_asset


class Frame(anywidget.AnyWidget):
    """Shows ``page``, the text of an HTML page that needs nothing else; hidden while there is none."""

    _esm = read_asset("frame.js")
    _css = read_asset("look.css")
    page = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    height_px = traitlets.Int(760).tag(sync=True)
