"""Numbers as few bytes: variable-length integers, gzip without a clock, base64."""

from __future__ import annotations

import base64
import gzip
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LEVEL = 9


def varints(values: NDArray[np.integer]) -> bytes:
    """Write whole numbers >= 0 in groups of seven bits, lowest first, the top bit meaning "more" (LEB128)."""
    rest = np.asarray(values, dtype=np.uint64)
    if not len(rest):
        return b""
    width = max(1, -(-int(rest.max()).bit_length() // 7))
    shifts = np.arange(width, dtype=np.uint64) * np.uint64(7)
    groups = (rest[:, None] >> shifts) & np.uint64(0x7F)
    length = np.maximum(1, width - np.argmax((groups != 0)[:, ::-1], axis=1))
    length = np.where(rest == 0, 1, length)
    place = np.arange(width)
    groups |= np.where(place[None, :] < length[:, None] - 1, 0x80, 0).astype(np.uint64)
    return groups.astype(np.uint8)[place[None, :] < length[:, None]].tobytes()


def zigzag(values: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Fold signed numbers into unsigned ones: 0, -1, 1, -2 become 0, 1, 2, 3."""
    signed = np.asarray(values, dtype=np.int64)
    return ((signed << 1) ^ (signed >> 63)).astype(np.uint64)


def planes(values: NDArray[np.integer]) -> bytes:
    """Write numbers below 65,536 as all low bytes, then all high bytes: they compress apart."""
    small = np.asarray(values, dtype=np.uint16)
    return (small & 0xFF).astype(np.uint8).tobytes() + (small >> 8).astype(np.uint8).tobytes()


def pack(parts: Sequence[bytes]) -> dict[str, object]:
    """Return the parts as one gzip stream in base64 with their lengths; equal parts give equal text."""
    body = gzip.compress(b"".join(parts), compresslevel=_LEVEL, mtime=0)
    return {"bytes": base64.b64encode(body).decode("ascii"), "lengths": [len(part) for part in parts]}
