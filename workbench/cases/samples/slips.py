"""Operators that spoil an address's text: slips of hand, ear, keyboard and program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from workbench.cases.samples.hints import Hint

_HOMOPHONES = (
    "园元圆苑", "里力理利", "家嘉佳", "新鑫欣馨", "华花化", "庄桩", "桥乔", "东冬", "河合和", "城成诚", "名明", "兴星",
    "宏红洪", "安岸", "龙隆", "福富", "阳洋扬", "西溪", "湖胡", "清青", "景井京", "丰风枫", "水税", "院苑", "台太泰",
    "营迎", "关官", "寺四", "门们", "楼娄", "北背", "南男", "村存",
)  # fmt: skip
_LOOK_ALIKES = (
    "己已",
    "未末",
    "土士",
    "大太",
    "天夫",
    "人入",
    "日曰",
    "王玉",
    "永水",
    "白自",
    "丰羊",
    "庄压",
    "古占",
    "甲申",
    "千干",
    "田由",
)
_TRADITIONAL = dict(
    zip(
        "广东号户楼区园门县湾龙马长华阳桥单层国宁庄车乡镇丽云关开苏团学银医厂场营",
        "廣東號戶樓區園門縣灣龍馬長華陽橋單層國寧莊車鄉鎮麗雲關開蘇團學銀醫廠場營",
        strict=True,
    )
)
_NUMERALS = "零一二三四五六七八九"
_INSIDE = re.compile(r"(\d+)号楼(?:(\d+)单元)?(?:(\d+)室)?$")
_NUMBER = re.compile(r"\d+")
_UNITS = re.compile(r"(\d{1,2})(号楼|单元|栋)")
_FULL_WIDTH = str.maketrans("0123456789()", "０１２３４５６７８９（）")
_PLACEHOLDERS = ("不详", "无", "同上", "***", "未知", "待补充", "-", "同户籍地址")
_REMARKS = (
    "（请打电话{phone}）",
    "(放驿站)",
    "，到了联系{name}",
    " {name}收",
    "（周末在家）",
    "，勿放快递柜",
    " 电话{phone}",
    "（非本人勿签）",
)
_WIDTHS = (16, 20, 24, 30)
_FEW = 6


def _swap(text: str, groups: tuple[str, ...], rng: np.random.Generator) -> str:
    """Replace one character by another of its group, if the text has one."""
    spots = [(at, group) for at, letter in enumerate(text) for group in groups if letter in group]
    if not spots:
        return text
    at, group = spots[int(rng.integers(len(spots)))]
    others = group.replace(text[at], "")
    return text[:at] + others[int(rng.integers(len(others)))] + text[at + 1 :]


def homophone(text: str, _hint: Hint, rng: np.random.Generator) -> str:
    """Write a character that sounds the same."""
    return _swap(text, _HOMOPHONES, rng)


def look_alike(text: str, _hint: Hint, rng: np.random.Generator) -> str:
    """Write a character that looks the same."""
    return _swap(text, _LOOK_ALIKES, rng)


def traditional(text: str, _hint: Hint, _rng: np.random.Generator) -> str:
    """Write it in traditional characters: 號, 樓, 區."""
    return "".join(_TRADITIONAL.get(letter, letter) for letter in text)


def dashes(text: str, _hint: Hint, _rng: np.random.Generator) -> str:
    """3号楼2单元501室 -> 3-2-501."""
    return _INSIDE.sub(lambda found: "-".join(part for part in found.groups() if part), text)


def chinese_numerals(text: str, _hint: Hint, _rng: np.random.Generator) -> str:
    """3号楼2单元 -> 三号楼二单元; numbers up to 99 before building and unit."""
    return _UNITS.sub(lambda found: _in_chinese(int(found[1])) + found[2], text)


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def digit_slip(text: str, _hint: Hint, rng: np.random.Generator) -> str:
    """Drop, double or swap a digit of one number."""
    found = [each for each in _NUMBER.finditer(text) if len(each[0]) > 1]
    if not found:
        return text
    number = found[int(rng.integers(len(found)))]
    at, kind = int(rng.integers(len(number[0]) - 1)), int(rng.integers(3))
    digits = list(number[0])
    if kind == 0:
        del digits[at]
    elif kind == 1:
        digits.insert(at, digits[at])
    else:
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return text[: number.start()] + "".join(digits) + text[number.end() :]


def truncate(text: str, _hint: Hint, rng: np.random.Generator) -> str:
    """Cut at the width of an old field."""
    return text[: _WIDTHS[int(rng.integers(len(_WIDTHS)))]]


def punctuation(text: str, _hint: Hint, rng: np.random.Generator) -> str:
    """Full-width digits, spaces, commas, line ends or quotes that do not belong there."""
    kind, at = int(rng.integers(5)), int(rng.integers(1, max(len(text), 2)))
    if kind == 0:
        return text.translate(_FULL_WIDTH)
    if kind == 1:
        return f"{text[:at]} {text[at:]} "
    if kind == 2:  # noqa: PLR2004 -- one of five kinds
        return f"{text[:at]}，{text[at:]}"
    if kind == 3:  # noqa: PLR2004 -- one of five kinds
        return f"{text}\n"
    return f"“{text}”"


def remark(text: str, hint: Hint, rng: np.random.Generator) -> str:
    """Put a remark for the courier behind it, with name or phone."""
    return text + _REMARKS[int(rng.integers(len(_REMARKS)))].format(name=hint.name, phone=hint.phone)


def two_in_one(text: str, hint: Hint, rng: np.random.Generator) -> str:
    """Two addresses in one cell."""
    sign = ("；", "/", " 或 ", "、")[int(rng.integers(4))]
    return f"{text}{sign}{hint.second}" if len(hint.second) > _FEW else text


def placeholder(_text: str, _hint: Hint, rng: np.random.Generator) -> str:
    """Nothing but a word for nothing."""
    return _PLACEHOLDERS[int(rng.integers(len(_PLACEHOLDERS)))]
