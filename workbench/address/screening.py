"""Which steps of the cleaning a text may need, told for a whole column at once from the characters that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LONG_NUMBER = "\uffff"  # among the signs of a step: six digits in a row
_SIZE = 0x1_0000  # characters beyond the basic plane are odd like its last ones
_FIRST_ASCII, _LAST_ASCII = 0x20, 0x7E
_BETWEEN = "a"  # stands behind each text: plain, no step's sign, and it ends a number
_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF
_ODD, _HAN, _LONG = (np.uint32(1 << bit) for bit in (31, 30, 29))


class Screen:
    """Tells from the characters of a text which steps it may need.

    Parameters
    ----------
    signs
        For each step the characters of which a text must hold at least one to need it; None for a step that any
        text may need. They hold for plain texts: Han characters with printable ASCII.
    """

    def __init__(self, signs: Sequence[str | None]) -> None:
        self.always = sum(1 << step for step, own in enumerate(signs) if own is None)
        self.table = np.full(_SIZE, _ODD, np.uint32)
        self.table[_FIRST_ASCII : _LAST_ASCII + 1] = 0
        self.table[_FIRST_HAN : _LAST_HAN + 1] = _HAN
        self.long = _LONG
        for step, own in enumerate(signs):
            bit = np.uint32(1 << step)
            places = [ord(char) for char in own or "" if char != LONG_NUMBER]
            self.table[places] |= bit
            if own and LONG_NUMBER in own:
                self.long |= bit

    def read(self, texts: Sequence[str]) -> list[int]:
        """Return for each text the steps that it may need, one bit each; -1 for a text that is not plain."""
        if not texts:
            return []
        joined = _BETWEEN.join([*texts, ""])
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        marks = self.table[np.minimum(points, _SIZE - 1)]
        marks[_starts_long_number(points)] |= self.long
        lengths = np.asarray([len(text) for text in texts]) + 1
        held = np.bitwise_or.reduceat(marks, np.cumsum(lengths) - lengths)
        plain = (held & (_ODD | _HAN)) == _HAN
        steps = (held & (_LONG - np.uint32(1))).astype(np.int64) | self.always
        known: list[int] = np.where(plain, steps, -1).tolist()
        return known


def _starts_long_number(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Mark where six digits in a row begin."""
    digit = points - np.uint32(ord("0")) < 10  # noqa: PLR2004 - the unsigned difference of anything else is large
    two = digit[:-1] & digit[1:]
    out = np.zeros(len(points), dtype=bool)
    six = two[:-4] & two[2:-2] & two[4:]
    out[: len(six)] = six
    return out
