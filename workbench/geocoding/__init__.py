"""Address to point, cell, level, confidence and radius; batches and engines."""

from workbench.geocoding.batches import BatchGeocoder, geocode_with
from workbench.geocoding.cells import find_cells, fit_resolution
from workbench.geocoding.corrections import read_corrections, write_corrections
from workbench.geocoding.engines import Engine, LocalProcesses, ThisProcess
from workbench.geocoding.explaining import Explanation
from workbench.geocoding.geocoder import COLUMNS, Geocoder
from workbench.geocoding.overrides import Overrides
from workbench.geocoding.verification import CODE, Verification, obeys_rule, read_code

__all__ = [
    "CODE",
    "COLUMNS",
    "BatchGeocoder",
    "Engine",
    "Explanation",
    "Geocoder",
    "LocalProcesses",
    "Overrides",
    "ThisProcess",
    "Verification",
    "find_cells",
    "fit_resolution",
    "geocode_with",
    "obeys_rule",
    "read_code",
    "read_corrections",
    "write_corrections",
]
