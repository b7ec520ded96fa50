"""Address to point, cell, level, confidence and radius; batches and engines."""

from workbench.geocoding.arguments import KINDS, STEPS, say_for
from workbench.geocoding.batches import BATCH, COLUMNS, BatchGeocoder, geocode_with, keep_parts
from workbench.geocoding.calibrating import calibrate
from workbench.geocoding.cells import find_cells, fit_resolution
from workbench.geocoding.corrections import read_corrections, refuse_reviewed, write_corrections
from workbench.geocoding.engines import (
    ENGINES,
    MANY,
    Checkpoints,
    DaskCluster,
    Engine,
    LocalProcesses,
    SparkCluster,
    ThisProcess,
    choose_engine,
    open_engine,
)
from workbench.geocoding.explaining import Explanation
from workbench.geocoding.geocoder import Geocoder
from workbench.geocoding.overrides import Overrides
from workbench.geocoding.verification import CODE, Verification, obeys_rule, read_code

__all__ = [
    "BATCH",
    "CODE",
    "COLUMNS",
    "ENGINES",
    "KINDS",
    "MANY",
    "STEPS",
    "BatchGeocoder",
    "Checkpoints",
    "DaskCluster",
    "Engine",
    "Explanation",
    "Geocoder",
    "LocalProcesses",
    "Overrides",
    "SparkCluster",
    "ThisProcess",
    "Verification",
    "calibrate",
    "choose_engine",
    "find_cells",
    "fit_resolution",
    "geocode_with",
    "keep_parts",
    "obeys_rule",
    "open_engine",
    "read_code",
    "read_corrections",
    "refuse_reviewed",
    "say_for",
    "write_corrections",
]
