"""What an outcome says of the address and of the person: the labels that models learn.

A refusal says that the address is right and the person there. A carrier's fault says nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.tables import DELIVERED, OPEN_OUTCOMES, OUTCOMES, RETURN_REASONS, require

_BEHAVIOUR = ("refused", "unclaimed", "asked_later")
_SAYS_NOTHING = ("carrier_fault",)


def label_attempts(attempts: pd.DataFrame) -> pd.DataFrame:
    """Turn outcomes and reasons of return into the labels of the two stages.

    Parameters
    ----------
    attempts
        Columns ``outcome`` and, where known, ``return_reason`` (tables' values).

    Returns
    -------
    pandas.DataFrame
        Same rows: ``present`` (found at the address), ``accepts`` (took it, known only if present), ``delivered``; each 0, 1
        or NaN where the attempt says nothing: still on its way, or the carrier's fault.
    """
    require(attempts, ["outcome"], where="delivery: attempts")
    outcome = attempts["outcome"].astype("string").fillna("unknown")
    given = (
        attempts["return_reason"]
        if "return_reason" in attempts.columns
        else pd.Series("", index=attempts.index)
    )
    reason = given.astype("string").fillna("")
    _check(outcome, OUTCOMES, "outcome")
    _check(reason, ("", *RETURN_REASONS), "return_reason")
    taken = outcome.isin(DELIVERED).to_numpy(bool)
    declined = ~taken & (outcome.eq("refused") | reason.isin(_BEHAVIOUR)).to_numpy(bool)
    silent = outcome.isin(OPEN_OUTCOMES) | (~outcome.isin(DELIVERED) & reason.isin(_SAYS_NOTHING))
    unknown = silent.to_numpy(bool) & ~declined
    # A return without a telling reason counts as not found: left out, it would make the odds too good.
    present = np.where(unknown, np.nan, (taken | declined).astype(float))
    accepts = np.where(present == 1.0, taken.astype(float), np.nan)
    delivered = np.where(unknown, np.nan, taken.astype(float))
    return pd.DataFrame(
        {"present": present, "accepts": accepts, "delivered": delivered}, index=attempts.index
    )


def _check(values: pd.Series, known: tuple[str, ...], name: str) -> None:
    odd = values[~values.isin(known)]
    if len(odd):
        raise InputError(
            f"delivery: {name} {odd.iloc[0]!r} in {len(odd)} attempts is not known. Expected one of: {', '.join(filter(None, known))}."
        )
