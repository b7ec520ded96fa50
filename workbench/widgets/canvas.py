"""The map of the widgets: the layers of the map file on one canvas, bytes in, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import numpy as np
import traitlets

from workbench.maps import Context
from workbench.widgets.assets import map_script, read_asset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import ArrayLike, NDArray

    from workbench.maps import Ground, Layer

COLOURS = {"accept": "#0072b2", "review": "#e69f00", "reject": "#d55e00"}
_LEAST_DEGREES = 0.003
_METRES_PER_DEGREE = 111_320.0
_WORDS = {
    "zh": {"nearer": "放大", "farther": "缩小", "all": "全部"},
    "en": {"nearer": "Zoom in", "farther": "Zoom out", "all": "All"},
}


class LiveMap(anywidget.AnyWidget):
    """A map on one canvas.

    ``layers`` written layers of ``workbench.maps`` · ``grading`` other limits and entries of a layer of cells, applied in the
    browser · ``points``, ``values`` places with a confidence, classed by ``cuts`` in the browser · ``marks`` discs with a radius
    and a number · ``context`` named places around · ``ground`` land, borders, names. Back come ``seen`` (west, south, east, north in view) and ``picked`` (``what``
    of mark, point, layer, ground; its ``row``; ``lng``, ``lat``).
    """

    _esm = map_script()
    _css = read_asset("look.css")
    height_px = traitlets.Int(380).tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    extent = traitlets.List(traitlets.Float()).tag(sync=True)
    ground = traitlets.Dict().tag(sync=True)
    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    grading = traitlets.Dict().tag(sync=True)
    anchor = traitlets.List(traitlets.Float(), default_value=[0.0, 0.0]).tag(sync=True)
    points = traitlets.Bytes(b"").tag(sync=True)
    values = traitlets.Bytes(b"").tag(sync=True)
    cuts = traitlets.List(traitlets.Float(), default_value=[0.75, 0.3]).tag(sync=True)
    colours = traitlets.List(traitlets.Unicode(), default_value=list(COLOURS.values())).tag(sync=True)
    legend = traitlets.List(traitlets.Dict()).tag(sync=True)
    marks = traitlets.List(traitlets.Dict()).tag(sync=True)
    context = traitlets.List(traitlets.Dict()).tag(sync=True)
    seen = traitlets.List(traitlets.Float()).tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)

    def __init__(self, *, lang: str = "zh", **traits: Any) -> None:
        super().__init__(words=_WORDS[lang], **traits)
        self._context = Context(lang)

    def show_layers(self, layers: Iterable[Layer]) -> None:
        """Show layers of the map file, the first below."""
        self.grading = {}
        self.layers = [layer.write(self._context) for layer in layers]

    def show_points(self, lng: ArrayLike, lat: ArrayLike, confidence: ArrayLike) -> None:
        """Show places by their confidence; positions are kept to a few centimetres.

        Parameters
        ----------
        lng, lat
            Degrees, WGS 84.
        confidence
            0-1; NaN counts as 0.
        """
        flat = _mercator(np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        anchor = flat.mean(axis=0) if len(flat) else np.zeros(2)
        steps = np.rint(np.nan_to_num(np.asarray(confidence, dtype=np.float64)) * 10_000).astype("<u2")
        with self.hold_sync():
            self.anchor = [float(each) for each in anchor]
            self.points = (flat - anchor).astype("<f4").tobytes()
            self.values = steps.tobytes()

    def follow(self, find: Callable[[list[float]], list[dict[str, Any]]]) -> None:
        """Show as ``context`` what ``find`` returns for the view, each time that the view rests."""

        def look(change: dict[str, Any]) -> None:
            self.context = find(change["new"])

        self.observe(look, "seen")

    def show_ground(self, ground: Ground | None, extent: list[float]) -> None:
        """Draw land, borders and names around ``extent``; nothing where no boundaries are installed."""
        if ground is not None and extent:
            west, south, east, north = extent
            self.ground = ground.write((west, south, east, north), self._context.lang)


def mark(
    lng: float,
    lat: float,
    *,
    colour: str,
    radius_m: float = 0.0,
    label: str = "",
    told: str = "",
    strong: bool = False,
) -> dict[str, Any]:
    """Return a disc for the map; ``told`` is what the card says, line by line, shown as plain text."""
    return {
        "lng": float(lng),
        "lat": float(lat),
        "radius_m": float(np.nan_to_num(radius_m)),
        "colour": colour,
        "label": label,
        "told": told,
        "strong": strong,
    }


def extent_of(marks: list[dict[str, Any]]) -> list[float]:
    """Return the box around discs with their radius, never smaller than a few streets; empty without any."""
    if not marks:
        return []
    lng, lat, reach = (np.asarray([each[name] for each in marks]) for name in ("lng", "lat", "radius_m"))
    high = reach / _METRES_PER_DEGREE + _LEAST_DEGREES
    wide = high / np.cos(np.radians(lat))
    box = (lng - wide).min(), (lat - high).min(), (lng + wide).max(), (lat + high).max()
    return [float(each) for each in box]


def middle_extent(lng: ArrayLike, lat: ArrayLike) -> list[float]:
    """Return the box of the middle 98 of 100 places: a few gross errors must not shrink the view."""
    x, y = np.asarray(lng, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    if not len(x):
        return []
    west, east = np.quantile(x, [0.01, 0.99])
    south, north = np.quantile(y, [0.01, 0.99])
    spare = _LEAST_DEGREES
    return [float(west) - spare, float(south) - spare, float(east) + spare, float(north) + spare]


def _mercator(lng: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return positions on the unit square of the web map (EPSG:3857 divided by the Earth's girth)."""
    sine = np.sin(np.radians(lat))
    return np.column_stack([lng / 360 + 0.5, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)])
