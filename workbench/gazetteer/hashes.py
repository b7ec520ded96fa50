"""Stable 64-bit hashes of keys, the same on every machine and in every process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

_KEY = "workbench-places"  # 16 characters, as the hash function asks
_PRIME = np.uint64(0x9E37_79B9_7F4A_7C15)  # golden ratio: mixes two hashes without symmetry

_INVERSE = np.uint64(pow(int(_PRIME), -1, 1 << 64))


def hash_texts(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Hash a column of texts (SipHash of pandas with a fixed key)."""
    values = np.asarray([text.encode("utf-8", "replace").decode("utf-8") for text in texts], dtype=object)
    return np.asarray(pd.util.hash_array(values, hash_key=_KEY, categorize=True), dtype=np.uint64)


def unmix(left: ArrayLike, mixed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the right column that ``mix`` was given with this left one."""
    a = np.asarray(left).astype(np.uint64)
    with np.errstate(over="ignore"):
        sum_ = mixed * _INVERSE
        sum_ ^= (sum_ >> np.uint64(29)) ^ (sum_ >> np.uint64(58))
        return np.asarray(sum_ - (a ^ (a >> np.uint64(31))) * _PRIME, dtype=np.uint64)


def mix(left: ArrayLike, right: ArrayLike) -> NDArray[np.uint64]:
    """Mix two columns of 64-bit values into one; order matters."""
    a, b = np.asarray(left).astype(np.uint64), np.asarray(right).astype(np.uint64)
    with np.errstate(over="ignore"):
        mixed = (a ^ (a >> np.uint64(31))) * _PRIME + b
        mixed ^= mixed >> np.uint64(29)
        return np.asarray(mixed * _PRIME, dtype=np.uint64)
