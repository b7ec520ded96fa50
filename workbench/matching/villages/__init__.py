"""Which village or community an address means, also where its name is misspelt or its town is missing."""

from workbench.matching.villages.finding import COLUMNS, find_villages
from workbench.matching.villages.index import VillageIndex, bundled_villages

__all__ = ["COLUMNS", "VillageIndex", "bundled_villages", "find_villages"]
