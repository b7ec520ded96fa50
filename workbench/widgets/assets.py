"""The scripts and the style sheet of the widgets, from the package; nothing is fetched."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from workbench.maps import drawing_core


def read_asset(name: str) -> str:
    """Return a script or the style sheet."""
    text = (files("workbench.widgets") / "scripts" / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def map_script() -> str:
    """Return the map's module: the drawing core of the map file, then the widget's own parts.

    The core looks for a global ``window`` to put itself on; the module gives it one of its own, so that several maps and
    several versions on one page never meet.
    """
    own = [read_asset(name) for name in ("scored.js", "marks.js", "camera.js", "map.js")]
    return "\n".join(["const window = {};", drawing_core(), *own])
