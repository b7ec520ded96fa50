"""Address to point, cell, level, confidence and radius; batches and engines."""

from workbench.geocoding.cells import find_cells, fit_resolution
from workbench.geocoding.geocoder import COLUMNS, Geocoder
from workbench.geocoding.overrides import Overrides
from workbench.geocoding.verification import CODE, Verification, obeys_rule, read_code

__all__ = [
    "CODE",
    "COLUMNS",
    "Geocoder",
    "Overrides",
    "Verification",
    "find_cells",
    "fit_resolution",
    "obeys_rule",
    "read_code",
]
