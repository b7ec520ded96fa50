"""Places and regions: sources, building, index."""

from workbench.gazetteer.areas import town_key
from workbench.gazetteer.blocks import block_codes, read_codes
from workbench.gazetteer.folding import fold
from workbench.gazetteer.grams import Grams, incidence, mark_cities, read_grams
from workbench.gazetteer.hashes import hash_texts, mix
from workbench.gazetteer.making import build
from workbench.gazetteer.mentions import Mentions, read_mentions
from workbench.gazetteer.middles import division_points
from workbench.gazetteer.names import core_name
from workbench.gazetteer.regions import locate
from workbench.gazetteer.roads import base_keys, road_keys, suffixes
from workbench.gazetteer.shelves import Shelf
from workbench.gazetteer.store import Gazetteer
from workbench.gazetteer.trust import USUAL_ERROR_M

__all__ = [
    "USUAL_ERROR_M",
    "Gazetteer",
    "Grams",
    "Mentions",
    "Shelf",
    "base_keys",
    "block_codes",
    "build",
    "core_name",
    "division_points",
    "fold",
    "hash_texts",
    "incidence",
    "locate",
    "mark_cities",
    "mix",
    "read_codes",
    "read_grams",
    "read_mentions",
    "road_keys",
    "suffixes",
    "town_key",
]
