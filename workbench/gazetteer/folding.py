"""One spelling for the text of places and addresses: what the index and the queries share.

Folding is for keys and comparison only; what people see keeps its own spelling.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 200  # characters kept of one text: bounds the time of one address
_DIGIT = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "两": "2",
    "○": "0",
}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile("[零〇○一二三四五六七八九十百千]+")
_COUNTED = re.compile(
    "([0-9甲乙丙丁戊a-z]+)(号楼|栋楼|幢|栋|座|#楼|#)"  # one word for a building
)
_COUNTED_SIGNS = frozenset("楼幢栋座#")
_DASH = re.compile(r"[\u2010-\u2015\u2212－~～至]+(?=[0-9])")
_SPACE = re.compile(r"[\s\u200b\ufeff\x00-\x1f\x7f]+")
# Neither width, case, separators nor variants to fold: most texts that were cleaned before.
_FOLDED = re.compile("[-0-9a-z\u4e00-\u9fff]*")
_UNFOLDED = re.compile("[壹贰叁肆伍陆柒捌玖拾弍至]")
_VARIANTS = str.maketrans(
    {
        "壹": "一",
        "贰": "二",
        "叁": "三",
        "肆": "四",
        "伍": "五",
        "陆": "六",
        "柒": "七",
        "捌": "八",
        "玖": "九",
        "拾": "十",
        "弍": "二",
        "&": "与",
        "，": ",",
        "。": ",",
        "；": ",",
        ";": ",",
        "、": ",",
        "|": ",",
        "【": "(",
        "】": ")",
        "[": "(",
        "]": ")",
        "「": "(",
        "」": ")",
        "{": "(",
        "}": ")",
        "“": "",
        "”": "",
        '"': "",
        "'": "",
        "‘": "",
        "’": "",
        "·": "",
        "•": "",
        "・": "",
        "●": "",
        "*": "",
        "．": ".",
    }
)


def _number(match: re.Match[str]) -> str:
    """Write a run of Chinese numerals in digits; a run that is no number, digit by digit."""
    run = match.group()
    if not any(char in _UNIT for char in run):
        return "".join(_DIGIT[char] for char in run)
    total = current = 0
    last_unit = 10_000
    for char in run:
        if char in _UNIT:
            if _UNIT[char] >= last_unit:  # 十十, 百千: no number, keep the place name as written
                return run
            last_unit = _UNIT[char]
            total += max(current, 1) * last_unit
            current = 0
        else:
            current = int(_DIGIT[char])
    return str(total + current)


def fold_text(text: str) -> str:
    """Fold one text: width, case, numerals, brackets and separators."""
    text = text[:LONGEST]
    is_plain = _FOLDED.fullmatch(text) and not _UNFOLDED.search(text)
    if not is_plain:
        text = unicodedata.normalize("NFKC", text).lower().translate(_VARIANTS)
        text = _SPACE.sub(" ", text)[:LONGEST]
    text = _NUMERAL.sub(_number, text)
    if not is_plain:
        text = _DASH.sub("-", text).strip(" ,")
    return text if _COUNTED_SIGNS.isdisjoint(text) else _COUNTED.sub(r"\1栋", text).strip(" ,")


def fold(texts: Iterable[object]) -> list[str]:
    """Fold a column of texts; what is no text becomes empty.

    Repeated values are folded once.
    """
    seen: dict[object, str] = {}
    out = []
    for text in texts:
        known = seen.get(text) if isinstance(text, str) else ""
        if known is None:
            known = seen[text] = fold_text(str(text))
        out.append(known)
    return out
