"""Amounts, whole numbers and flags as lenders write them."""

from __future__ import annotations

import re

from workbench.cases.texts import is_nothing, narrow

_UNITS = {
    "": 1.0,
    "元": 1.0,
    "圆": 1.0,
    "块": 1.0,
    "百": 1e2,
    "千": 1e3,
    "k": 1e3,
    "万": 1e4,
    "w": 1e4,
    "百万": 1e6,
    "亿": 1e8,
}
_AMOUNT = re.compile(
    r"^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d{1,2}))?(百万|[元圆块百千万亿kw]?)元?(?:整|人民币)?$"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_CURRENCY = re.compile(r"^(?:rmb|cny|人民币|￥|¥|\u00a5)+|(?:rmb|cny)$")
_LARGEST_YUAN = 1e12
_WHOLE = re.compile(r"^(\d{1,6})(?:\.0+)?(?:天|日|岁|周岁|次|days?|d)?$")
_YES = frozenset({"是", "y", "yes", "1", "true", "t", "有", "√", "✓", "已拒绝", "拒绝"})
_NO = frozenset({"否", "n", "no", "0", "false", "f", "×", "未拒绝", "同意", "不拒绝", "接受"})


def parse_amount(text: str, *, factor: float = 1.0) -> float | None:
    """Return an amount in yuan, or None if the text is no amount.

    Parameters
    ----------
    text
        ``￥1,234.56元``, ``1.2万``, ``(300.00)`` for a negative one, in any width.
    factor
        Yuan per unit of the column, from its header; a unit beside the number goes first.
    """
    plain = narrow(text).lower().replace(" ", "").replace("，", ",")
    sign = -1.0 if plain.startswith("(") and plain.endswith(")") else 1.0
    plain = _THOUSANDS.sub("", _CURRENCY.sub("", plain.strip("()")))
    match = _AMOUNT.match(plain)
    if match is None:
        return None
    minus, digits, exponent, unit = match.groups()
    scale = _UNITS[unit] if unit else factor
    yuan = sign * (-1.0 if minus == "-" else 1.0) * float(digits) * 10.0 ** int(exponent or 0) * scale
    return round(yuan, 2) if abs(yuan) <= _LARGEST_YUAN else None


def header_factor(header: str) -> float:
    """Return how many yuan one unit of a column is, by its header: ``委案金额(万元)`` is 10,000."""
    plain = narrow(header)
    for unit, factor in (("亿元", 1e8), ("百万元", 1e6), ("万元", 1e4), ("千元", 1e3), ("(万)", 1e4)):
        if unit in plain:
            return factor
    return 1.0


def parse_whole(text: str) -> int | None:
    """Return a whole number that is not negative (``90天``, ``35岁``, ``90.0``), or None."""
    match = _WHOLE.match(narrow(text).lower().replace(" ", "").replace(",", ""))
    return int(match.group(1)) if match else None


def parse_flag(text: str) -> bool | None:
    """Return yes or no; nothing said is no; None if the text is neither."""
    plain = narrow(text).lower()
    if plain in _YES:
        return True
    return False if plain in _NO or is_nothing(plain) else None
