"""Words that may not stand on an envelope or in a letter, and words that must."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.policy.terms import Wording

PARTS = ("envelope", "letter")
_AMOUNT = re.compile(
    r"[¥￥$€]\s?\d|\d(?:[\d,.]*\d)?\s?(?:万元|亿元|元(?![\u4e00-\u9fff])|人民币|yuan|rmb|usd|dollars?)",
    re.IGNORECASE,
)
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])[^\u3400-\u9fff0-9a-zA-Z]{1,3}(?=[\u3400-\u9fff])")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def lint(texts: pd.Series, wording: Wording, *, part: str, document: str = "notice") -> pd.DataFrame:
    """Return what is wrong in texts: ``at`` (index of the text), ``fault`` (never, amount, must), ``word``, ``reason_zh``, ``reason_en``.

    Width, case, invisible characters and signs set between the characters of a word (催-收) do not hide it. For an envelope pass all that is
    printed on it but name and address: a borrower may live in 法院路.

    Parameters
    ----------
    texts
        One text per envelope or letter template; missing ones count as empty.
    wording
        ``policy.wording``.
    part
        ``envelope`` or ``letter``.
    document
        Court documents may name the court; nothing else may.
    """
    if part not in PARTS:
        raise InputError(f"lint: there is no part {part!r}. Expected one of: {', '.join(PARTS)}.")
    find = _envelope_faults if part == "envelope" else _letter_faults(document)
    rows = [
        (at, fault, word, *_reasons(fault, word))
        for at, text in texts.fillna("").astype("str").items()
        for fault, word in find(_plain(text), _spread(text), wording)
    ]
    return pd.DataFrame(rows, columns=["at", "fault", "word", "reason_zh", "reason_en"])


def _plain(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def _spread(text: str) -> str:
    """Return the text without signs between Han characters."""
    return _BETWEEN_HAN.sub("", _plain(text))


def _found(words: tuple[str, ...], plain: str, joined: str) -> list[str]:
    return [word for word in words if _has(word.lower(), plain) or _has(word.lower(), joined)]


def _has(word: str, text: str) -> bool:
    """Tell whether a word stands in a text; Latin words must be whole (``owe`` is not in ``tower``)."""
    return (
        re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
        if word.isascii()
        else word in text
    )


def _envelope_faults(plain: str, joined: str, wording: Wording) -> list[tuple[str, str]]:
    faults = [("never", word) for word in _found(wording.envelope_never, plain, joined)]
    if not wording.envelope_amounts and _AMOUNT.search(plain):
        faults.append(("amount", ""))
    return faults


def _letter_faults(document: str) -> Callable[[str, str, Wording], list[tuple[str, str]]]:
    def find(plain: str, joined: str, wording: Wording) -> list[tuple[str, str]]:
        never = (
            wording.letter_never
            if document == "court_document"
            else wording.letter_never + wording.letter_never_unless_court
        )
        missing = [group for group in wording.letter_must if not _found(group, plain, joined)]
        return [("never", word) for word in _found(never, plain, joined)] + [
            ("must", "/".join(group)) for group in missing
        ]

    return find


def _reasons(fault: str, word: str) -> tuple[str, str]:
    wordings = {
        "never": (f"不得出现“{word}”", f"{word!r} may not stand here"),
        "amount": ("不得出现金额", "an amount may not stand here"),
        "must": (f"缺少“{word}”", f"one of {word!r} must stand here"),
    }
    return wordings[fault]
