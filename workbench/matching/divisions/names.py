"""Forms of a division's name: stems without suffix, ethnic parts left out, forms in between."""

from __future__ import annotations

import re

_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|傣族|黎族|傈僳族|佤族|畲族|"
    "拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|"
    "塔吉克族|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|"
    "蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|达斡尔|各族"
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})+(自治[区州县旗]|区|乡|镇)$")
_AUTONOMOUS_PLAIN = re.compile(r"自治([区州县旗])$")
_TRIBAL_STEMS = {
    "鄂温克族自治旗": "鄂温克",
    "鄂伦春自治旗": "鄂伦春",
    "东乡族自治县": "东乡",
    "保亭黎族苗族自治县": "保亭",
}
_PROVINCES = {
    "内蒙古自治区": ("内蒙古", "内蒙"),
    "广西壮族自治区": ("广西",),
    "西藏自治区": ("西藏",),
    "宁夏回族自治区": ("宁夏",),
    "新疆维吾尔自治区": ("新疆",),
    "香港特别行政区": ("香港",),
    "澳门特别行政区": ("澳门",),
}
_ENDS = {
    "province": ("省", "市"),
    "city": ("地区", "林区", "市", "盟", "州"),
    "district": ("新区", "林区", "特区", "矿区", "县", "区", "市", "旗"),
    "town": ("民族苏木", "街道", "苏木", "地区", "镇", "乡"),
}
_KEEP_TWO = 2


def _without_peoples(name: str) -> tuple[str, str]:
    """Split an autonomous unit into its stem and its one-character suffix."""
    if name in _TRIBAL_STEMS:
        return _TRIBAL_STEMS[name], name[-1]
    match = _AUTONOMOUS.search(name) or _AUTONOMOUS_PLAIN.search(name)
    if match is None or match.start() < _KEEP_TWO:
        return name, ""
    return name[: match.start()], match[1][-1]


def short_forms(name: str, level: str) -> tuple[str, ...]:
    """Return the shorter forms of a name, without the name itself.

    Parameters
    ----------
    name
        Official name.
    level
        ``province``, ``city``, ``district`` or ``town``.

    Returns
    -------
    tuple of str
        Forms without suffix, and for autonomous units the stem with the plain suffix (恩施州, 景宁县).
    """
    if level == "province" and name in _PROVINCES:
        return (*_PROVINCES[name], name.replace("自治区", "省")) if "自治区" in name else _PROVINCES[name]
    stem, suffix = _without_peoples(name)
    forms = []
    if suffix:
        forms = [stem, stem + suffix]
    else:
        for end in _ENDS[level]:
            if name.endswith(end) and len(name) - len(end) >= _KEEP_TWO:
                forms.append(name[: -len(end)])
                break
    if name.endswith("新区") and level == "district":
        forms.append(name.removesuffix("新区") + "区")
    return tuple(dict.fromkeys(form for form in forms if len(form) >= _KEEP_TWO and form != name))


def town_stem(name: str) -> str:
    """Return a township's name without its suffix, for comparisons across 乡, 镇 and 街道."""
    return (short_forms(name, "town") or (name,))[0]
