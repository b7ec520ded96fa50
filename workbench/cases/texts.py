"""Cells made comparable: width, invisible characters, spreadsheet wrappers, words for nothing, masks."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

_NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "/",
        "\\",
        "n/a",
        "na",
        "nan",
        "none",
        "null",
        "nil",
        "#n/a",
        "#value!",
        "#ref!",
        "#name?",
        "\\n",
    }
    | {
        "无",
        "暂无",
        "空",
        "未知",
        "不详",
        "未填",
        "未填写",
        "未提供",
        "同上",
        "略",
        "待补充",
        "没有",
        "*",
        "**",
        "***",
        "****",
        ".",
    }
)
_WRAPPED = re.compile(r'^="(.*)"$', re.DOTALL)
_SPACES = re.compile(r"\s+")
# Control characters, zero-width ones, and those that turn the direction of writing.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# Nothing to do for text of these alone, which most cells are; NFKC leaves them as they are.
_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff./:_#()*,-]*")
DAMAGED = "\ufffd"


def on_each(values: pd.Series, function: Callable[[str], object]) -> pd.Series:
    """Return ``function`` of each value, called once per different value; object dtype, same rows."""
    codes, different = pd.factorize(values)
    # Arrow strings are slow to walk through; as objects they are not.
    texts = different.to_numpy(dtype=object)
    results = pd.Series([function(text) for text in texts], dtype="object")
    return pd.Series(results.to_numpy()[codes], index=values.index, dtype="object")


def tidy(text: str) -> str:
    """Return a text without invisible characters, runs of spaces and the wrappers by which spreadsheets keep digits as text."""
    if _PLAIN.fullmatch(text):
        return text
    unwrapped = _WRAPPED.sub(r"\1", text.strip())
    return _SPACES.sub(" ", _INVISIBLE.sub("", unwrapped)).strip().removeprefix("'")


def narrow(text: str) -> str:
    """Return a tidy text in narrow characters: ``１２`` as ``12``."""
    tidied = tidy(text)
    return tidied if _PLAIN.fullmatch(tidied) else unicodedata.normalize("NFKC", tidied).strip()


def is_nothing(text: str) -> bool:
    """Tell whether a text is a word or sign for "not known"."""
    return text.lower() in _NOTHING


def shape(text: str) -> str:
    """Return the shape of a personal value for the list of rejects: each digit as 9, each other sign of a word as x.

    ``1.10101E+17`` becomes ``9.99999x+99``: it tells what went wrong and not who it was.
    """
    return re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", text))[:40]
