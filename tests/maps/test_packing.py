"""Numbers as few bytes come back as they were."""

from __future__ import annotations

import base64
import gzip

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.maps.packing import pack, planes, varints, zigzag


def read_varints(data: bytes) -> list[int]:
    """Read LEB128, slowly and plainly."""
    found, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    return found


@given(st.lists(st.integers(0, 2**40)))
def test_varints_come_back(numbers):
    """Every whole number is written so that a plain reader finds it again."""
    assert read_varints(varints(np.array(numbers, dtype=np.uint64))) == numbers


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_zigzag_comes_back(numbers):
    """Signed numbers are folded without loss."""
    folded = zigzag(np.array(numbers, dtype=np.int64)).tolist()
    assert [each // 2 if each % 2 == 0 else -(each + 1) // 2 for each in folded] == numbers


def test_planes_are_low_bytes_then_high_bytes():
    """The browser joins byte k with byte n + k."""
    assert planes(np.array([1, 258])) == bytes([1, 2, 0, 1])


def test_packing_has_no_clock():
    """The same parts give the same text, and it opens to the same bytes."""
    packed = pack([b"ab", b"", b"c"])
    assert packed == pack([b"ab", b"", b"c"])
    assert packed["lengths"] == [2, 0, 1]
    assert gzip.decompress(base64.b64decode(str(packed["bytes"]))) == b"abc"
