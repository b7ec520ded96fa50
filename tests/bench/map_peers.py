"""The peers of the map: how each draws the same cells into one page, and what it needs for that."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import folium
import h3
import pandas as pd

from workbench.maps.assets import leaflet_script, leaflet_style

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Route

WUHAN = (30.59, 114.3)
COLOURS = ("#edf8b1", "#c7e9b4", "#41b6c4", "#1d91c0", "#225ea8", "#253494")
# What lonboard's page asks of its CDNs, and where the packages have it.
_FILES = {
    "embed-amd.js": "@jupyter-widgets/html-manager/dist/embed-amd.js",
    "require.min.js": "requirejs/require.js",
    "/anywidget@": "anywidget/dist/index.js",
    "parquet_wasm_bg.wasm": "parquet-wasm/esm/parquet_wasm_bg.wasm",
    "earcut-worker.min.js": "@geoarrow/geoarrow-js/dist/earcut-worker.min.js",
}


@dataclass(frozen=True, slots=True)
class Method:
    """How a map is written, by which package, and whether it needs WebGL."""

    write: Callable[[pd.DataFrame, Path], None]
    package: str = "workbench"
    webgl: bool = False
    net: bool = False


def find_missing(method: Method, cdn: Path | None) -> str:
    """Say what is missing to measure it, nothing if all is there."""
    if importlib.util.find_spec(method.package) is None:
        return "not installed"
    if method.net and cdn is None:
        return "asks a CDN even for its own page; give --cdn"
    return ""


def serve(route: Route, cdn: Path | None) -> None:
    """Answer a request from the unpacked packages, or refuse it."""
    name = next((file for key, file in _FILES.items() if key in route.request.url), None)
    path = cdn / "node_modules" / name if cdn and name else None
    if path is None or not path.is_file():
        route.abort()
        return
    kind = "application/wasm" if path.suffix == ".wasm" else "text/javascript"
    route.fulfill(body=path.read_bytes(), content_type=kind, headers={"Access-Control-Allow-Origin": "*"})


def class_codes(frame: pd.DataFrame) -> list[int]:
    """Return the class of each cell, six of equal size."""
    return list(pd.qcut(frame["smooth_share"], len(COLOURS), labels=False))


def write_folium(frame: pd.DataFrame, path: Path, *, canvas: bool) -> None:
    """Write the same cells with folium.GeoJson, coloured in the same number of classes, with a tooltip."""
    codes = class_codes(frame)
    features = [
        {
            "type": "Feature",
            "properties": {"n": int(n), "share": round(float(share), 3), "colour": COLOURS[int(code)]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[lng, lat] for lat, lng in h3.cell_to_boundary(cell)]],
            },
        }
        for cell, n, share, code in zip(frame["cell"], frame["n"], frame["smooth_share"], codes, strict=True)
    ]
    sheet = folium.Map(WUHAN, zoom_start=11, tiles=None, prefer_canvas=canvas)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": feature["properties"]["colour"],
            "weight": 0.5,
            "fillOpacity": 0.8,
        },
        tooltip=folium.GeoJsonTooltip(["n", "share"]),
    ).add_to(sheet)
    text = sheet.get_root().render()
    text = re.sub(r'<script src="[^"]*"></script>|<link rel="stylesheet"[^>]*/>', "", text)
    assets = f"<style>{leaflet_style()}</style><script>{leaflet_script()}</script>"
    path.write_text(text.replace("<head>", "<head>" + assets, 1), encoding="utf-8")


def write_pydeck(frame: pd.DataFrame, path: Path) -> None:
    """Write the same cells with pydeck's H3HexagonLayer; deck.gl and h3-js are inlined."""
    import pydeck  # noqa: PLC0415  a peer that may be missing

    rows = frame.assign(colour=[_rgb(COLOURS[code]) for code in class_codes(frame)])
    layer = pydeck.Layer(
        "H3HexagonLayer", rows, get_hexagon="cell", get_fill_color="colour", extruded=False, pickable=True
    )
    view = pydeck.ViewState(latitude=WUHAN[0], longitude=WUHAN[1], zoom=10)
    deck = pydeck.Deck(
        [layer], initial_view_state=view, map_provider=None, tooltip={"text": "{n} {smooth_share}"}
    )
    deck.to_html(str(path), offline=True, css_background_color="#ffffff")


def write_lonboard(frame: pd.DataFrame, path: Path) -> None:
    """Write the same cells with lonboard's H3HexagonLayer, without a basemap."""
    import lonboard  # noqa: PLC0415  a peer that may be missing
    import numpy as np  # noqa: PLC0415

    # With three numbers a colour, its instanced hexagons stay without a fill; with an opacity they are drawn.
    colours = np.array([[*_rgb(COLOURS[code]), 255] for code in class_codes(frame)], dtype=np.uint8)
    layer = lonboard.H3HexagonLayer.from_pandas(
        frame[["cell", "n", "smooth_share"]],
        get_hexagon=frame["cell"],
        get_fill_color=colours,
        extruded=False,
        stroked=False,
    )
    sheet = lonboard.Map(
        [layer], basemap=None, view_state={"longitude": WUHAN[1], "latitude": WUHAN[0], "zoom": 10}
    )
    sheet.to_html(path)
    # The package of require.js holds it as written, its CDN a shortened copy of which the page names the hash.
    text = re.sub(r' integrity="[^"]*"', "", path.read_text("utf-8"))
    path.write_text(text, encoding="utf-8")


def _rgb(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


PEERS = {
    "folium.GeoJson": Method(lambda frame, path: write_folium(frame, path, canvas=False), "folium"),
    "folium canvas": Method(lambda frame, path: write_folium(frame, path, canvas=True), "folium"),
    "pydeck": Method(write_pydeck, "pydeck", webgl=True),
    "lonboard": Method(write_lonboard, "lonboard", webgl=True, net=True),
}
