"""Attack strings, small frames of every table, and a browser without a network."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import pytest
import shapely

from workbench.maps import DeliveryMap, Ground, delivery_map

# Each payload would set window.attacked, or show the product, or stop the page's scripts.
ATTACKS = (
    "<img src=x onerror=\"window.attacked='img'\">",
    "</script><script>window.attacked='script'</script>",
    "`-(window.attacked='tick')-`",
    "${window.attacked='literal'}",
    "{{ 7 * 191 }}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "{% if 7*191 %}{{ 7*191 }}{% endif %}",
    "{# lost #}",
    "{{ unclosed",
    "'-(window.attacked='quote')-'",
    "\"-(window.attacked='double')-\"",
    "<svg/onload=window.attacked='svg'>",
    "javascript:window.attacked='url'",
    "<!--<script>",
    "]]></textarea></style><style>*{display:none}</style>",
    "&lt;b&gt;&amp;#39;",
    '=HYPERLINK("http://127.0.0.1/","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\u202e号楼十路民人\u2069\u2066",
    "\u2028\u2029line",
    "constructor",
    "__proto__",
    "%s %(x)s %n",
    "\\u003cb\\u003e\\",
    "京" * 300,
)
BEIJING = (39.92, 116.42)


@pytest.fixture
def attacks() -> tuple[str, ...]:
    """All attack strings."""
    return ATTACKS


@pytest.fixture
def cells() -> pd.DataFrame:
    """Return a disk of cells around Beijing with rates, intervals and spots."""
    names = sorted(h3.grid_disk(h3.latlng_to_cell(*BEIJING, 8), 6))
    rng = np.random.default_rng(4)
    n = rng.integers(0, 60, len(names))
    hits = rng.binomial(n, 0.6)
    smooth = (hits + 6.0) / (n + 10.0)
    return pd.DataFrame(
        {
            "cell": names,
            "measure": "delivered",
            "n": n,
            "hits": hits,
            "smooth_share": smooth,
            "low_share": smooth * 0.8,
            "high_share": np.minimum(smooth * 1.2, 1.0),
            "q_value": rng.random(len(names)),
            "spot": rng.choice(["hot", "cold", "none"], len(names)),
        }
    )


@pytest.fixture
def tables(cells: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return a small frame of every table that a map shows; every text column holds the attack strings in turn."""
    count = len(ATTACKS)
    lng, lat = BEIJING[1] + np.arange(count) * 0.004, BEIJING[0] + np.arange(count) % 5 * 0.004
    squares = [shapely.box(x, y, x + 0.003, y + 0.003) for x, y in zip(lng, lat, strict=True)]
    codes = [f"11{index:04d}" for index in range(count)]
    locations = pd.DataFrame(dict.fromkeys(("place", "normalised", "code", "district"), ATTACKS)).assign(
        address_id=codes, lng=lng, lat=lat, level="door", confidence=0.9, radius_m=80.0, decision="accept"
    )
    return {
        "cells": cells,
        "regions": pd.DataFrame(
            {"adcode": codes, "region": ATTACKS, "measure": "npl", "n": 50, "hits": range(count)}
        ),
        "region_shapes": gpd.GeoDataFrame({"adcode": codes}, geometry=squares, crs="EPSG:4326"),
        "areas": gpd.GeoDataFrame(
            {"area": ATTACKS, "station": ATTACKS, "courier": ATTACKS, "area_km2": 1.0},
            geometry=squares,
            crs="EPSG:4326",
        ),
        "stations": pd.DataFrame({"station": ATTACKS, "station_name": ATTACKS, "lng": lng, "lat": lat}),
        "locations": locations,
        "routes": pd.DataFrame(dict.fromkeys(("courier", "stop", "address", "station"), ATTACKS)).assign(
            tour=1, sequence=1, address_id=codes, lng=lng, lat=lat, letters=1, arrive_at="09:10"
        ),
    }


@pytest.fixture
def ground() -> Ground:
    """Two provinces of one square each, with one county each, that share an edge; named by attack strings."""
    squares = [shapely.box(115.0, 39.0, 116.4, 41.0), shapely.box(116.4, 39.0, 118.0, 41.0)]
    frame = gpd.GeoDataFrame(
        {
            "adcode": ["110000", "120000"],
            "name": list(ATTACKS[:2]),
            "province": list(ATTACKS[:2]),
            "city": list(ATTACKS[:2]),
        },
        geometry=squares,
        crs="EPSG:4326",
    )
    districts = frame.assign(adcode=["110105", "120101"], name=list(ATTACKS[4:6]))
    return Ground(frame, frame, districts, None, source=ATTACKS[6])


class Visit:
    """A page opened from a file with the network cut, and what it asked and said."""

    def __init__(self, browser, path: Path, size: tuple[int, int] = (1280, 800)) -> None:
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append("dialog"), dialog.dismiss()))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-state]", state="attached", timeout=20_000)

    @property
    def state(self) -> str:
        """``drawn`` or ``failed``."""
        return self.page.evaluate("document.documentElement.dataset.state")

    @property
    def asked_others(self) -> list[str]:
        """Requests beyond the file itself."""
        return self.requests[1:]


@pytest.fixture
def visit(chromium, tmp_path):
    """Open a map in the browser: ``visit(map)`` or ``visit(map, (width, height))``."""
    open_visits = []

    def go(sheet, size=(1280, 800)) -> Visit:
        made = Visit(chromium, sheet.save(tmp_path / f"map{len(open_visits)}.html"), size)
        open_visits.append(made)
        return made

    yield go
    for each in open_visits:
        each.context.close()


@pytest.fixture
def hostile(tables, ground, attacks) -> DeliveryMap:
    """Make a map in which every text that can reach a page is an attack."""
    made = delivery_map(
        title=attacks[1],
        subtitle=attacks[0],
        mark=attacks[2],
        footnote="".join(attacks),
        data_date=attacks[3],
        version=attacks[4],
        approval=attacks[7],
        ground=ground,
        **tables,
    )
    made.layers[0] = type(made.layers[0])(**{**vars(made.layers[0]), "title": attacks[1]})
    return made
