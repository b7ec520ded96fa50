"""Phones, ID numbers and the borrower's own name taken out of address text."""

from __future__ import annotations

import re

import pandas as pd

from workbench.cases.texts import narrow

_MOBILE = r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
_LANDLINE = r"(?<!\d)0\d{2,3}-[2-9]\d{6,7}(?!\d)"
_RESIDENT = r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
_LABEL = r"(?:(?:联系)?电话|手机号?码?|身份证号?码?|[Tt][Ee][Ll])?[:： ]*"
_NUMBERS = re.compile(f"{_LABEL}(?:{_RESIDENT}|{_MOBILE}|{_LANDLINE})")
# Shorter than any number of a person: most addresses need no second look.
_LONG = re.compile(r"(?:\d[- －　]?){10}")
_AFTER = r"(?=$|[^\u3400-\u9fff]|收|先生|女士|小姐)(?:\s*(?:收|先生|女士|小姐))*"
_BEFORE_SHORT = r"(?:(?<=^)|(?<=[^\u3400-\u9fff])|(?<=[室号楼层栋元幢座户院]))"
_LEFT_OVER = re.compile(r"[(（]\s*[)）]|[\s,，;；:：]+$|^[\s,，;；:：]+")
_SHORTEST_NAME, _SURE_NAME = 2, 3


def mask_addresses(addresses: pd.Series, names: pd.Series) -> pd.Series:
    """Return addresses without phone numbers, ID numbers and the borrower's own name.

    A name of two characters is taken out only where it cannot be part of a place (at the start, after a number, a sign or
    words such as 室), because people are called like places; one of three or more also at the end of other words.

    Parameters
    ----------
    addresses
        Address text.
    names
        Name of the borrower of each address, missing where unknown; same index.
    """
    pairs = zip(addresses.to_numpy(dtype=object), names.to_numpy(dtype=object), strict=True)
    return pd.Series([mask_text(text, name) for text, name in pairs], index=addresses.index, dtype="str")


def mask_text(text: str, name: object = None) -> str:
    """Return one text without numbers of persons and, if given, without the person's name."""
    masked = text
    if _LONG.search(text):
        masked = _NUMBERS.sub(" ", masked)
        if masked == text and _NUMBERS.search(narrow(text)):
            masked = _NUMBERS.sub(" ", narrow(text))
    if isinstance(name, str) and len(name) >= _SHORTEST_NAME and name in masked:
        before = "" if len(name) >= _SURE_NAME else _BEFORE_SHORT
        masked = re.sub(before + re.escape(name) + _AFTER, " ", masked)
    return text if masked == text else _LEFT_OVER.sub("", " ".join(masked.split()))
