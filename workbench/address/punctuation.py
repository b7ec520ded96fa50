"""Steps on signs: dashes, separators, spaces, brackets, repeats."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_TO_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‐\u2011\u2012–—―−－﹣ー─", "-"),
        **dict.fromkeys("【\u3014［〖｛[{〈《「『", "("),
        **dict.fromkeys("】\u3015］〗｝]}〉》」』", ")"),
        **dict.fromkeys("，。；：！？｡﹐;:!?…·・•‧∙、|\\`'\"“”‘’\u00b4\u02ca^=<>@$%", ","),
        **dict.fromkeys("~～〜\ufe4f_", "~"),
        "＃": "#",
        "№": "#",
        "￥": ",",
        "¥": ",",
    }
)
SIGNS = "".join(map(chr, _TO_PLAIN))
_RANGE = re.compile(r"(?<=\d)\s*(?:~+|至|到)\s*(?=\d)")
_DASHES = re.compile(r"\s*-[\s-]*")
# 3一2一501 is typed with the numeral one for a dash.
_ONE_AS_DASH = re.compile(r"(?<=\d)[一丨](?=\d)")
_SLASH = re.compile(r"(?<=[0-9A-Za-z])/(?=[0-9A-Za-z])")
_HASH = re.compile(r"(?<=[0-9A-Za-z])#(?=[楼栋幢])[楼栋幢]")
_LIST = re.compile(r"(?<=\d)\s*,\s*(?=\d)")
_DIGIT_GAP = re.compile(r"(?<=[0-9A-Za-z]) +(?=\d)|(?<=\d) +(?=[0-9A-Za-z])")
_LATIN_GAP = re.compile(r"(?<=[A-Za-z]) +(?=[A-Za-z])")
_OTHER_GAP = re.compile(r"[\s,~/*+]+")
_EMPTY_BRACKETS = re.compile(r"\([-\s,]*\)")
_STARS = re.compile(r"\*+|[xX×]{3,}")
_DIVISION_WRAPPED = re.compile(rf"\(([{_HAN}]{{2,12}}[省市区县旗镇乡州盟])\)")
_REPEATED_HEAD = re.compile(r"^(.{3,30}?[省市区县旗州盟镇乡道])\1+")
_HAN_DASH = re.compile(rf"(?<=[{_HAN}])-(?=[{_HAN}])")

_OLD_NAME = re.compile(
    r"(?<=[路街道巷弄])(?P<old>\((?:原|旧|曾|又名|现|俗称)[^()]{1,12}\))(?P<door>[甲乙丙]?\d{1,5}(?:[-之附]\d{1,4})?号?)"
)


def unify_signs(text: str) -> str:
    """Write each kind of dash, bracket and separator in one way."""
    return text.translate(_TO_PLAIN)


def unify_dashes(text: str) -> str:
    """Write ranges and number chains with one dash (1～3号, 12至14号, 3一2一501, 3/2/501); none between names."""
    text = _RANGE.sub("-", text)
    text = _ONE_AS_DASH.sub("-", text)
    text = _SLASH.sub("-", text)
    return _HAN_DASH.sub("", _DASHES.sub("-", text))


def name_hashes(text: str) -> str:
    """Write 3#楼 as 3号楼."""
    return _HASH.sub("号楼", text)


def drop_masks(text: str) -> str:
    """Turn stars and crosses that hide a part into a gap."""
    return _STARS.sub(" ", text)


def close_gaps(text: str) -> str:
    """Close spaces and separators; between two numbers they become a dash or a list sign."""
    text = _LIST.sub("、", text)
    text = _DIGIT_GAP.sub("-", text)
    text = _LATIN_GAP.sub("\x00", text)
    return _OTHER_GAP.sub("", text).replace("\x00", " ")


def unwrap_brackets(text: str) -> str:
    """Drop empty brackets, open ends, and brackets around a division: (浙江省)杭州市."""
    text = _EMPTY_BRACKETS.sub("", text)
    text = _DIVISION_WRAPPED.sub(r"\1", text)
    if text.count("(") != text.count(")"):
        text = text.replace("(", "").replace(")", "")
    return text.strip("-.,、/# ")


def drop_repeats(text: str) -> str:
    """Keep one copy of a repeated beginning or of an address that stands twice."""
    half = len(text) // 2
    if half >= 4 and len(text) % 2 == 0 and text[:half] == text[half:]:  # noqa: PLR2004 - shorter doubles are names (九九路)
        return text[:half]
    return _REPEATED_HEAD.sub(r"\1", text)


def put_door_first(text: str) -> str:
    """Put the number of a road before a bracket with the road's old name: 云岭路36号(原迎宾路)."""
    return _OLD_NAME.sub(r"\g<door>\g<old>", text)
