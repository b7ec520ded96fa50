"""From a column of addresses to queries: cleaning, divisions, the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from workbench.address import normalise
from workbench.gazetteer import read_codes
from workbench.matching import Queries, read_queries, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

STATED = ("province", "city", "district")
SOFT = ("postcode", "id_region", "branch")
DIVISIONS = ("province", "city", "district", "town", "village", "adcode")


class Reading(NamedTuple):
    """What was read of a chunk of addresses, row by row.

    ``divisions`` is the frame of ``matching.resolve``; its codes fall back to the hints where the text says nothing.
    """

    normalised: pd.Series
    divisions: pd.DataFrame
    queries: Queries


def _hinted(normalised: pd.Series, hints: Mapping[str, pd.Series]) -> pd.Series:
    """Put the divisions that the case file knows in front, unless the address begins with them."""
    out = normalised
    for name in reversed([name for name in STATED if name in hints]):
        said = hints[name].fillna("").astype(str).str.strip()
        missing = np.asarray(
            [not text.startswith(one) for one, text in zip(said.tolist(), out.tolist(), strict=True)],
            dtype=bool,
        )
        out = out.where(~missing, said + out)
    return out


def read_addresses(addresses: pd.Series, hints: Mapping[str, pd.Series] | None = None) -> Reading:
    """Read a column of addresses.

    Parameters
    ----------
    addresses
        Texts of any quality; what is no text counts as empty.
    hints
        Columns ``province``, ``city``, ``district`` that the case file knows, and ``postcode``, ``id_region``, ``branch``, which
        only weigh between readings that the text leaves open; on the same index.
    """
    hints = hints or {}
    texts = pd.Series(
        [text if isinstance(text, str) else "" for text in addresses.tolist()],
        index=addresses.index,
        dtype=object,
    )
    normalised = normalise(texts)
    soft = {name: hints[name] for name in SOFT if name in hints}
    divisions = resolve(_hinted(normalised, hints), hints=pd.DataFrame(soft) if soft else None)
    codes = read_codes(divisions["adcode"])
    queries = read_queries(divisions["rest"].tolist(), codes, divisions["town"].tolist())
    return Reading(normalised, divisions, queries)
