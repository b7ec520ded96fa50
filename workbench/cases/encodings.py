"""In which encoding a text file is written."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = 1 << 20
_SAMPLE = 4_000_000
_BAD_SHARE = 0.005
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NUL_SHARE = 0.2


def detect_encoding(path: Path) -> str:
    """Return the encoding of a text file: by its mark, else strict UTF-8, else GB18030.

    A file in which a few bytes are wrong keeps the encoding that fits best; its readers replace those bytes by U+FFFD.

    Raises
    ------
    InputError
        If neither fits.
    """
    with path.open("rb") as stream:
        head = stream.read(_BLOCK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    wide = _wide_encoding(head)
    if wide:
        return wide
    for encoding in ("utf-8", "gb18030"):
        if _fits(path, encoding):
            return encoding
    return _nearest_encoding(path)


def _wide_encoding(head: bytes) -> str | None:
    """Return UTF-16 without a mark: every other byte of its ASCII characters is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd / half > _NUL_SHARE and even < odd / 10:
        return "utf-16-le"
    if even / half > _NUL_SHARE and odd < even / 10:
        return "utf-16-be"
    return None


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _nearest_encoding(path: Path) -> str:
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
    shares = {}
    for encoding in ("utf-8", "gb18030"):
        text = sample.decode(encoding, errors="replace")
        shares[encoding] = text.count("\ufffd") / max(sum(not letter.isascii() for letter in text), 1)
    best = min(shares, key=lambda encoding: shares[encoding])
    # One bad byte in a short file is a larger share than in a long one: three are always let through to the rejects.
    if shares[best] > _BAD_SHARE and sample.decode(best, errors="replace").count("\ufffd") > 3:  # noqa: PLR2004
        raise InputError(
            f"{path.name}: the text is neither UTF-8 nor GB18030 (nor UTF-16 with a mark). "
            "Save it as CSV UTF-8, or name its encoding, e.g. encoding='big5'."
        )
    return best
