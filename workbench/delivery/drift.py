"""Whether the addresses at hand still look like those that the model learnt from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

_BINS = 10
_FLOOR = 1e-4
_WORDS_MOST = 60
WATCH, DRIFTED = 0.1, 0.25  # common reading of the population stability index


@dataclass(frozen=True)
class Profile:
    """Shares of the training rows per word or per bin.

    Parameters
    ----------
    words
        Category -> word -> share.
    edges, shares
        Number -> inner edges of its bins, and the shares of the bins; the last share is that of missing values.
    """

    words: dict[str, dict[str, float]] = field(default_factory=dict)
    edges: dict[str, list[float]] = field(default_factory=dict)
    shares: dict[str, list[float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the profile as plain data."""
        return {"words": self.words, "edges": self.edges, "shares": self.shares}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Profile:
        """Make a profile of plain data."""
        return cls(dict(data["words"]), dict(data["edges"]), dict(data["shares"]))


def learn_profile(frame: pd.DataFrame, names: Sequence[str]) -> Profile:
    """Keep what the columns look like, as shares; no value of a person is kept."""
    profile = Profile()
    for name in names:
        if name not in frame.columns:
            continue
        if pd.api.types.is_numeric_dtype(frame[name]):
            values = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
            known = values[np.isfinite(values)]
            if len(known):
                profile.edges[name] = np.unique(
                    np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1])
                ).tolist()
                profile.shares[name] = _bin_shares(values, profile.edges[name])
        else:
            shares = frame[name].astype(object).value_counts(normalize=True).head(_WORDS_MOST)
            profile.words[name] = {str(word): float(share) for word, share in shares.items()}
    return profile


def check_drift(profile: Profile, frame: pd.DataFrame) -> pd.DataFrame:
    """Compare a frame with the training data.

    Returns
    -------
    pandas.DataFrame
        One row per column that both have: ``feature, index`` (population stability index)``, verdict`` (``stable`` below 0.1,
        ``watch`` below 0.25, else ``drifted``), worst first.
    """
    rows = []
    for name, shares in profile.words.items():
        if name in frame.columns:
            now = frame[name].astype(object).value_counts(normalize=True)
            both = [*shares, *(str(word) for word in now.index if str(word) not in shares)]
            rows.append(
                (
                    name,
                    _index(
                        [shares.get(word, 0.0) for word in both], [float(now.get(word, 0.0)) for word in both]
                    ),
                )
            )
    for name, edges in profile.edges.items():
        if name in frame.columns:
            values = pd.to_numeric(frame[name], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
            rows.append((name, _index(profile.shares[name], _bin_shares(values, edges))))
    out = pd.DataFrame(rows, columns=["feature", "index"])
    steps = [out["index"] < WATCH, out["index"] < DRIFTED]
    out["verdict"] = np.select(steps, ["stable", "watch"], default="drifted")
    return out.sort_values("index", ascending=False, ignore_index=True)


def _bin_shares(values: np.ndarray[Any, np.dtype[np.float64]], edges: list[float]) -> list[float]:
    missing = ~np.isfinite(values)
    bins = np.searchsorted(np.array(edges), values[~missing], side="right")
    counts = np.append(np.bincount(bins, minlength=len(edges) + 1), missing.sum())
    return [float(count) / max(len(values), 1) for count in counts]


def _index(before: list[float], now: list[float]) -> float:
    a, b = np.maximum(before, _FLOOR), np.maximum(now, _FLOOR)
    return float(((b - a) * np.log(b / a)).sum())
