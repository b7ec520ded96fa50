"""Why letters came back: canonical reasons, and whose fault each is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.patterns.intervals import wilson_interval
from workbench.tables import ADDRESS_FAULTS, RETURN_REASONS, require

# A refusal or an unclaimed letter says that the address is probably right: never a bad address.
FAULTS = {
    **dict.fromkeys(ADDRESS_FAULTS, "address"),
    "person_moved": "person",
    "person_absent": "person",
    "refused": "behaviour",
    "unclaimed": "behaviour",
    "asked_later": "behaviour",
    "unreached": "unreached",
    "carrier_fault": "carrier",
    "other": "other",
}


def tally_returns(letters: pd.DataFrame) -> pd.DataFrame:
    """Count returned and refused letters by canonical reason.

    Parameters
    ----------
    letters
        Events of ``observe("delivered", ...)`` or attempts with a final outcome: ``outcome`` and, if there,
        ``return_reason`` and ``borrower``.

    Returns
    -------
    pandas.DataFrame
        One row per reason that occurs, in the dictionary's order: ``return_reason``, ``fault`` (``address``, ``person``, ``behaviour``,
        ``unreached``, ``carrier``, ``other``), ``hits`` (letters with the reason), ``n`` (all letters), ``persons``, ``raw_share``
        and Wilson's 95 % interval. Unknown or missing reasons count as ``other``.
    """
    require(letters, ("outcome",), where="tally_returns")
    back = letters[letters["outcome"].isin(("returned", "refused"))]
    given = (
        back["return_reason"]
        if "return_reason" in back.columns
        else pd.Series(None, index=back.index, dtype=object)
    )
    reason = given.where(given.isin(RETURN_REASONS), "other")
    reason = reason.mask(back["outcome"].eq("refused"), "refused")
    hits = reason.value_counts().reindex(list(RETURN_REASONS)).dropna().astype("int64")
    n = len(letters)
    low, high = wilson_interval(hits.to_numpy(), np.full(len(hits), n))
    person = back["borrower"] if "borrower" in back.columns else pd.Series(back.index, index=back.index)
    persons = person.groupby(reason).nunique().reindex(hits.index).astype("int64")
    return pd.DataFrame(
        {
            "return_reason": hits.index.to_numpy(),
            "fault": [FAULTS[each] for each in hits.index],
            "hits": hits.to_numpy(),
            "n": n,
            "persons": persons.to_numpy(),
            "raw_share": hits.to_numpy() / max(n, 1),
            "low_share": low,
            "high_share": high,
        }
    )
