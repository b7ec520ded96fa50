"""The bundled data."""

from workbench.geodata.content import content_sha256
from workbench.geodata.folder import find_folder
from workbench.geodata.manifest import describe, find_faults, manifest
from workbench.geodata.reading import NAMES, read, read_table

__all__ = [
    "NAMES",
    "content_sha256",
    "describe",
    "find_faults",
    "find_folder",
    "manifest",
    "read",
    "read_table",
]
