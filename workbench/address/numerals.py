"""Chinese numerals: the number that they mean, and their digits before 号, 栋, 单元 and the like."""

from __future__ import annotations

import re

_VALUES = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_NUMERAL = "零〇一二三四五六七八九十百千两廿壹贰叁肆伍陆柒捌玖拾佰仟"
# A road, bridge, village, shop and the like behind 号 makes the numeral a part of a name: 三号路, 一号公馆, 六号镇.
_COUNTED = re.compile(
    rf"(?<![{_NUMERAL}第])第?(?P<number>[{_NUMERAL}]{{1,7}})"
    r"(?P<unit>号(?!路|街|大街|大道|线|桥|渠|坝|井|码头|公馆|公路|院子|府|城|乡|镇|村|屯|地铁|站|高速)|弄|栋|幢|单元|室|层|楼(?!村|镇|乡|路|街|梓|台|子)|组|队|座|期)"
)

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ROMAN = re.compile(r"(?<![A-Za-z])(?:I{1,3}|IV|VI{0,3}|IX|X)(?=期|区)")


def numeral_value(numeral: str) -> int:
    """Return the number that a Chinese numeral means.

    Parameters
    ----------
    numeral
        Positional (二〇三) or with units (二百零三, 廿三).

    Returns
    -------
    int
        Its value; characters that are no numeral count as nothing.
    """
    text = numeral.replace("廿", "二十")
    if not any(char in _UNITS for char in text):
        return int("".join(str(_VALUES[char]) for char in text if char in _VALUES) or "0")
    total = pending = 0
    for char in text:
        if char in _UNITS:
            total += (pending or 1) * _UNITS[char]
            pending = 0
        else:
            pending = _VALUES.get(char, 0)
    # 一百二 means 120, but 一百零二 means 102.
    last = text[-2] if len(text) > 1 else ""
    if pending and last in "百佰千仟" and last:
        pending *= _UNITS[last] // 10
    return total + pending


def _as_digits(match: re.Match[str]) -> str:
    numeral = match["number"]
    if numeral[0] in "百千佰仟":
        return match[0]
    positional = not any(char in _UNITS or char == "廿" for char in numeral)
    if positional:
        return "".join(str(_VALUES[char]) for char in numeral) + match["unit"]
    return f"{numeral_value(numeral)}{match['unit']}"


def use_digits(text: str) -> str:
    """Write the numerals before 号, 弄, 栋, 幢, 单元, 室, 层, 楼, 组, 队, 座 and 期 in digits."""
    return _COUNTED.sub(_as_digits, text)


def read_romans(text: str) -> str:
    """Write the Roman numerals before 期 and 区 in digits: II期, IV区."""
    return _ROMAN.sub(lambda match: str(_ROMANS.index(match[0]) + 1), text)
