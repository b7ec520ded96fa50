"""Earlier letters to the same address and to the same building, as they were known at the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.delivery.labels import label_attempts
from workbench.tables import ADDRESS_FAULTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_PRIOR_LETTERS = 4.0


def count_before(attempts: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Count earlier letters to the same address by how they ended.

    Parameters
    ----------
    attempts
        Table ``attempts``.
    asked
        ``address_id`` and ``attempted_at``: only strictly earlier letters count.

    Returns
    -------
    pandas.DataFrame
        Rows of ``asked``: ``tries_before, delivered_before, declined_before`` (present, not taken)``, failed_before``, and of these
        ``moved_before`` (the person has left) and ``unclear_before`` (the address itself was at fault).
    """
    labels = label_attempts(attempts)
    failed = labels["present"].eq(0.0)
    reason = attempts["return_reason"] if "return_reason" in attempts else pd.Series("", index=attempts.index)
    events = pd.DataFrame(
        {
            "tries_before": 1.0,
            "delivered_before": labels["delivered"].eq(1.0).astype(float),
            "declined_before": labels["accepts"].eq(0.0).astype(float),
            "failed_before": failed.astype(float),
            "moved_before": (failed & reason.eq("person_moved")).astype(float),
            "unclear_before": (failed & reason.isin(ADDRESS_FAULTS)).astype(float),
        },
        index=attempts.index,
    )
    sums = _sums_before(attempts, events, asked, "address_id")
    return pd.DataFrame(sums, columns=events.columns, index=asked.index)


def rate_of_place(attempts: pd.DataFrame, asked: pd.DataFrame) -> Floats:
    """Log odds, shrunk, that earlier letters to OTHER borrowers at the same place found them.

    Parameters
    ----------
    attempts
        Table ``attempts`` with ``place_id`` and ``borrower``.
    asked
        ``place_id, borrower, attempted_at``.

    Returns
    -------
    numpy.ndarray
        One value per row of ``asked``; NaN where nobody else got a letter there before.
    """
    present = label_attempts(attempts)["present"]
    known = attempts.assign(present=present)[
        present.notna().to_numpy() & attempts["place_id"].notna().to_numpy()
    ]
    if known.empty:
        return np.full(len(asked), np.nan)
    overall = (known["present"].sum() + 1.0) / (len(known) + 2.0)
    events = pd.DataFrame({"n": 1.0, "hits": known["present"]}, index=known.index)
    everybody = _sums_before(known, events, asked, "place_id")
    own_events = known.assign(pair=_pair(known))
    own = _sums_before(own_events, events, asked.assign(pair=_pair(asked)), "pair")
    n, hits = (everybody - own).T
    rate = (hits + _PRIOR_LETTERS * overall) / (n + _PRIOR_LETTERS)
    return np.where(n > 0, np.log(rate / (1 - rate)), np.nan)


def _pair(frame: pd.DataFrame) -> pd.Series:
    return (frame["place_id"].astype(str) + "|" + frame["borrower"].astype(str)).where(
        frame["place_id"].notna()
    )


def _sums_before(attempts: pd.DataFrame, events: pd.DataFrame, asked: pd.DataFrame, key: str) -> Floats:
    """Sum the events of the same key that are strictly earlier than each asked row."""
    codes, names = pd.factorize(pd.concat([attempts[key], asked[key]], ignore_index=True))
    code_of_event, code = codes[: len(attempts)], codes[len(attempts) :]
    when = pd.to_datetime(attempts["attempted_at"]).to_numpy("datetime64[s]").astype(np.int64)
    asked_at = pd.to_datetime(asked["attempted_at"]).to_numpy("datetime64[s]").astype(np.int64)
    order = np.lexsort((when, code_of_event))
    totals = np.vstack([np.zeros(events.shape[1]), events.to_numpy(float)[order].cumsum(axis=0)])
    # One sorted key of (code, time): both searches become one.
    start = min(when.min(initial=0), asked_at.min(initial=0))
    span = int(max(when.max(initial=0), asked_at.max(initial=0)) - start) + 2
    line = code_of_event[order].astype(np.int64) * span + (when[order] - start)
    safe = np.maximum(code, 0).astype(np.int64)
    until = np.searchsorted(line, safe * span + (asked_at - start), side="left")
    since = np.searchsorted(line, safe * span, side="left")
    out = totals[until] - totals[since]
    out[code < 0] = 0.0
    return np.asarray(out) if len(names) else np.zeros((len(asked), events.shape[1]))
