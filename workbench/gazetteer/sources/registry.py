"""The sources that a gazetteer can be built from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.gazetteer.sources.bundled import read_osm_places, read_towns
from workbench.gazetteer.sources.extracts import read_extract
from workbench.gazetteer.sources.tables import read_places

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.gazetteer.sources.result import Places


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of source.

    Parameters
    ----------
    read
        Returns its places.
    meaning
        One sentence.
    licence
        Of its data; empty where the user's own.
    suffixes
        Of the files it reads; empty for what is bundled.
    """

    read: Callable[..., Places]
    meaning: str
    licence: str
    suffixes: tuple[str, ...] = ()


SOURCES = {
    "table": Source(
        read_places,
        "A table of the user with a stated datum.",
        "",
        (".csv", ".tsv", ".txt", ".xlsx", ".parquet"),
    ),
    "extract": Source(read_extract, "An OpenStreetMap extract.", "ODbL 1.0", (".osm.pbf", ".pbf", ".osm")),
    "osm_places": Source(
        read_osm_places, "Bundled OpenStreetMap places of Beijing, Tianjin, Hebei.", "ODbL 1.0"
    ),
    "towns": Source(read_towns, "Bundled townships that have a point.", "CC BY 4.0"),
}
