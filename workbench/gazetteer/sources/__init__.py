"""Sources of places: each reader returns rows of table ``places`` (WGS 84) and what it refused."""

from workbench.gazetteer.sources.bundled import read_osm_places, read_towns
from workbench.gazetteer.sources.extracts import read_extract
from workbench.gazetteer.sources.registry import SOURCES, Source
from workbench.gazetteer.sources.result import Places
from workbench.gazetteer.sources.tables import ALIASES, read_places

__all__ = [
    "ALIASES",
    "SOURCES",
    "Places",
    "Source",
    "read_extract",
    "read_osm_places",
    "read_places",
    "read_towns",
]
