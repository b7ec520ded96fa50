"""The gazetteer of the bundled places, made once into the user's cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.gazetteer.building import write_gazetteer
from workbench.gazetteer.regions import locate
from workbench.gazetteer.storage import VERSION, read_manifest
from workbench.geodata import find_cache, manifest, read

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "openstreetmap"
_KEPT = ("building", "road", "transit")


def bundled_places() -> pd.DataFrame:
    """Return the bundled places as table ``places``: OpenStreetMap of Beijing, Tianjin and Hebei (ODbL), WGS 84."""
    found = read("osm_places")
    found = found[found["class"].isin(_KEPT)].reset_index(drop=True)
    where = locate(found["lng"], found["lat"])
    return pd.DataFrame(
        {
            "place": found["name"],
            "address": "",
            "province": where["province"].to_numpy(),
            "city": where["city"].to_numpy(),
            "district": where["district"].to_numpy(),
            "adcode": where["adcode"].to_numpy(),
            "lng": found["lng"],
            "lat": found["lat"],
            "place_source": SOURCE,
        }
    )


def _stamp() -> str:
    """Return what names the content of the bundle and the form of the index."""
    rows = manifest()
    digest = pd.util.hash_array(
        pd.Series([repr(sorted(str(item) for item in rows.items()))]).to_numpy(object)
    )[0]
    return f"{VERSION}-{int(digest):016x}"


def ensure_bundle() -> Path:
    """Return the folder of the bundled gazetteer, building it where it is missing or of another bundle."""
    folder = find_cache() / "gazetteer" / _stamp()
    try:
        read_manifest(folder)
    except (FileNotFoundError, ValueError):
        write_gazetteer(
            folder,
            [bundled_places()],
            notes={"bundle": True, "licence": "ODbL 1.0 (OpenStreetMap contributors)"},
        )
    return folder
