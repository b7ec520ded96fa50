"""The constant scripts and styles of a page: ours from the package, Leaflet from xstatic-leaflet."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from workbench.errors import WorkbenchError

LEAFLET = "1.9.3"  # the version that folium 0.20 writes for
SCRIPTS = (
    "base.js",
    "lattice.js",
    "cells.js",
    "shapes.js",
    "ground.js",
    "points.js",
    "rounds.js",
    "cells_layer.js",
    "names.js",
    "tiles.js",
    "canvas.js",
    "mark.js",
    "card.js",
    "panel.js",
    "head.js",
    "paper.js",
    "page.js",
)


@cache
def leaflet_script() -> str:
    """Return Leaflet's script without the link to its source map."""
    text = _leaflet("leaflet.js")
    if f"Leaflet {LEAFLET}," not in text:
        raise WorkbenchError(
            f"xstatic-leaflet does not hold Leaflet {LEAFLET}. Install xstatic-leaflet=={LEAFLET}.0."
        )
    return re.sub(r"\n?//# sourceMappingURL=\S*", "", text)


@cache
def leaflet_style() -> str:
    """Return Leaflet's style sheet without its pictures, none of which the page uses."""
    return re.sub(r"[^;{]*\burl\([^)]*\)[^;}]*;?", "", _leaflet("leaflet.css"))


@cache
def own_scripts() -> tuple[str, ...]:
    """Return our scripts in the order in which they run."""
    return tuple(_own("scripts", name) for name in SCRIPTS)


@cache
def own_style() -> str:
    """Return the style sheet of the page."""
    return _own("styles", "page.css")


def drawing_core() -> str:
    """Return the scripts that draw every kind of layer on any canvas, without Leaflet and without a page, for a widget."""
    return "\n".join(_own("scripts", name) for name in SCRIPTS[: SCRIPTS.index("tiles.js")])


def hash_of(text: str) -> str:
    """Return the source expression by which a content security policy admits ``text``."""
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _leaflet(name: str) -> str:
    return _text(files("xstatic.pkg.leaflet") / "data" / name)


def _own(folder: str, name: str) -> str:
    return _text(files("workbench.maps") / folder / name)


def _text(resource: object) -> str:
    # A browser hashes what it parsed, and a parser turns CR LF into LF: a checkout on Windows must not differ.
    return resource.read_text(encoding="utf-8").replace("\r\n", "\n")  # type: ignore[attr-defined, no-any-return]
