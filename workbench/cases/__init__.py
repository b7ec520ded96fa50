"""Case files and results: read, checked, and parted from the identities in them."""

from workbench.cases.correspondence import Mapping, Match
from workbench.cases.gate import CaseFile, Checked
from workbench.cases.keys import Key, load_key, new_key
from workbench.cases.masking import mask_addresses
from workbench.cases.news import Merged, merge_attempts
from workbench.cases.plain import read_plain
from workbench.cases.reading import read_cases
from workbench.cases.residences import address_ids
from workbench.cases.results import read_attempts
from workbench.cases.strongbox import Vault, open_vault
from workbench.cases.suggestions import suggest_mapping
from workbench.cases.vocabulary import case_columns

__all__ = [
    "CaseFile",
    "Checked",
    "Key",
    "Mapping",
    "Match",
    "Merged",
    "Vault",
    "address_ids",
    "case_columns",
    "load_key",
    "mask_addresses",
    "merge_attempts",
    "new_key",
    "open_vault",
    "read_attempts",
    "read_cases",
    "read_plain",
    "suggest_mapping",
]
