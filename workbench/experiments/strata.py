"""Bands of days past due, within which arms are drawn and portfolios compared."""

from __future__ import annotations

import numpy as np
import pandas as pd

_DAYS_PER_BAND = 30
_LAST = 6


def overdue_bands(days_past_due: pd.Series) -> pd.Series:
    """Put days past due into the trade's bands.

    Returns
    -------
    pandas.Series
        Same index: ``M0`` (not overdue), ``M1`` (1-30 days) ... ``M6`` (151-180), ``M6+``; ``""`` where the days are unknown.
    """
    days = pd.to_numeric(days_past_due, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    band = np.ceil(np.maximum(days, 0.0) / _DAYS_PER_BAND)
    words = np.array([f"M{at}" for at in range(_LAST + 1)] + ["M6+", ""], dtype=object)
    at = np.where(np.isnan(band), _LAST + 2, np.minimum(band, _LAST + 1)).astype(np.int64)
    return pd.Series(words[at], index=days_past_due.index)
