"""Province, city, district, town and village of an address."""

from workbench.matching.divisions.index import DivisionIndex, bundled_index
from workbench.matching.divisions.resolving import resolve
from workbench.matching.divisions.rows import COLUMNS

__all__ = ["COLUMNS", "DivisionIndex", "bundled_index", "resolve"]
