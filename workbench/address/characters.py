"""Steps on single characters: broken ones go, variants of one character become one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MAX_LENGTH = 256

_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
_WIDE_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_TO_SPACE = dict.fromkeys(map(ord, _BREAKS + _WIDE_SPACES), " ")
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff\ue000-\uf8ff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u2bff\u3200-\u32ff\U0001f000-\U0001faff\U000e0000-\U000e0fff]"
)
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>|&(?:nbsp|amp|lt|gt|quot|#\d{1,6}|#x[0-9a-fA-F]{1,5});")


def cut(text: str) -> str:
    """Keep the first characters, so that the time per address is bounded."""
    return text[:MAX_LENGTH]


def drop_surrogates(text: str) -> str:
    """Drop halves of surrogate pairs: no encoding can carry them."""
    return _SURROGATES.sub("", text)


def as_texts(values: pd.Series) -> list[str]:
    """Return a column as texts of bounded length that every encoding can carry.

    Parameters
    ----------
    values
        Any column; what is no text becomes an empty one, halves of surrogate pairs go.
    """
    texts = [value[:MAX_LENGTH] if isinstance(value, str) else "" for value in values.tolist()]
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return [drop_surrogates(text) for text in texts]
    return texts


def drop_markup(text: str) -> str:
    """Turn HTML tags and entities, left by web forms, into a space."""
    return _MARKUP.sub(" ", text)


def unify_width(text: str) -> str:
    """Apply NFKC: full-width letters, digits and signs, compatibility forms."""
    return unicodedata.normalize("NFKC", text)


def drop_invisible(text: str) -> str:
    """Turn every kind of white space into a space and drop control characters."""
    return _INVISIBLE.sub("", text.translate(_TO_SPACE))


def drop_pictures(text: str) -> str:
    """Drop emoji, arrows and boxes."""
    return _PICTURES.sub("", text)


@cache
def traditional_table() -> dict[int, str]:
    """Return the table of traditional and variant characters for ``str.translate``.

    Returns
    -------
    dict
        Code point to simplified character; origin in the head of ``traditional.txt``.
    """
    path = Path(__file__).with_name("traditional.txt")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {ord(old): new for old, new in zip(lines[0], lines[1], strict=True)}


def simplify(text: str) -> str:
    """Turn traditional and variant characters into simplified ones."""
    return text.translate(traditional_table())
