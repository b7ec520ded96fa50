"""Named OpenStreetMap points of Beijing, Tianjin and Hebei."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from workbench.gazetteer.bundling.archives import Archives

# Only these classes of the index are OpenStreetMap; the others (银行, 企业, 自定义) are its maker's own.
CLASSES = {"道路": "road", "交通": "transit", "建筑": "building", "水系": "waterway", "水域": "water"}


def make_osm_places(archives: Archives) -> pd.DataFrame:
    """Return name, class, type and point (WGS 84), each once, sorted."""
    rows = json.loads(gzip.decompress(archives.member("siontiles", "siontiles/web/search_index.json.gz")))
    frame = pd.DataFrame(rows).rename(
        columns={"n": "name", "c": "class", "t": "type", "x": "lng", "y": "lat"}
    )
    frame["class"] = frame["class"].map(CLASSES)
    frame = frame.dropna(subset=["class"]).drop_duplicates()
    columns = ["name", "class", "type", "lng", "lat"]
    return frame.sort_values(columns, kind="stable", ignore_index=True)[columns]
