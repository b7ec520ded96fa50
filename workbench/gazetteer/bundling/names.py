"""Short forms of the names of divisions and villages, as people write them in addresses."""

from __future__ import annotations

import re

# Longest first, so that 土家族 is not read as 家族. Four groups are also written without 族.
_GROUPS = (
    "塔吉克|哈萨克|维吾尔|柯尔克孜|蒙古族|蒙古|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|"
    "哈萨克族|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|土族|达斡尔族|达斡尔|仫佬族|羌族|布朗族|"
    "撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族|塔塔尔族|"
    "独龙族|鄂伦春族|赫哲族|门巴族|珞巴族|基诺族|各族"
)
_TAIL = re.compile("(?:" + "|".join(sorted(_GROUPS.split("|"), key=len, reverse=True)) + ")+$")
_AUTONOMOUS = re.compile(r"自治[区州县旗]$|民族[乡镇]$|民族苏木$|族[乡镇]$|族苏木$")
_PLAIN = {
    "province": re.compile(r"(?:特别行政区|省|市)$"),
    "city": re.compile(r"(?:地区|市|盟|州)$"),
    "district": re.compile(r"(?:新区|林区|特区|矿区|地区|市|区|县|旗)$"),
    "town": re.compile(r"(?:街道办事处|街道|地区办事处|地区|镇|乡|苏木|区公所)$"),
}
# The rule would leave a name that nobody writes.
_KEPT = {
    "内蒙古自治区": "内蒙古",
    "井陉矿区": "井陉矿区",
    "科尔沁左翼中旗": "科左中旗",
    "科尔沁左翼后旗": "科左后旗",
    "科尔沁右翼前旗": "科右前旗",
    "科尔沁右翼中旗": "科右中旗",
    "乌拉特前旗": "乌前旗",
    "乌拉特中旗": "乌中旗",
    "乌拉特后旗": "乌后旗",
    "察哈尔右翼前旗": "察右前旗",
    "察哈尔右翼中旗": "察右中旗",
    "察哈尔右翼后旗": "察右后旗",
    "土默特左旗": "土左旗",
    "土默特右旗": "土右旗",
    "阿拉善左旗": "阿左旗",
    "阿拉善右旗": "阿右旗",
    "新巴尔虎左旗": "新左旗",
    "新巴尔虎右旗": "新右旗",
    "鄂托克前旗": "鄂前旗",
}
# Further forms in use beside the short name.
_ALSO = {
    "前郭尔罗斯蒙古族自治县": ("前郭", "前郭县"),
    "杜尔伯特蒙古族自治县": ("杜蒙", "杜蒙县"),
    "喀喇沁左翼蒙古族自治县": ("喀左", "喀左县"),
    "阜新蒙古族自治县": ("阜蒙县",),
    "围场满族蒙古族自治县": ("围场县",),
    "达尔罕茂明安联合旗": ("达茂旗",),
    "莫力达瓦达斡尔族自治旗": ("莫旗",),
    "鄂伦春自治旗": ("鄂伦春旗",),
    "鄂温克族自治旗": ("鄂温克旗",),
    "陈巴尔虎旗": ("陈旗",),
    "塔什库尔干塔吉克自治县": ("塔县",),
    "察布查尔锡伯自治县": ("察县",),
    "克孜勒苏柯尔克孜自治州": ("克州", "克孜勒苏州"),
    "巴音郭楞蒙古自治州": ("巴州", "巴音郭楞州"),
    "博尔塔拉蒙古自治州": ("博州", "博尔塔拉州"),
    "伊犁哈萨克自治州": ("伊犁州",),
    "西双版纳傣族自治州": ("版纳",),
    "呼和浩特市": ("呼市",),
    "乌鲁木齐市": ("乌市",),
    "齐齐哈尔市": ("齐市",),
    "浦东新区": ("浦东区",),
    "内蒙古自治区": ("内蒙",),
}
_VILLAGE = re.compile(r"(?:村民委员会|社区居民委员会|居民委员会|村委会|居委会|居民管理委员会|委会)$")


def shorten(name: str, level: str) -> str:
    """Return the usual short form of a division's name; a form of one character is never made.

    Parameters
    ----------
    name
        Official name.
    level
        ``province``, ``city``, ``district`` or ``town``.

    Examples
    --------
    >>> shorten("积石山保安族东乡族撒拉族自治县", "district")
    '积石山'
    >>> shorten("泾县", "district")
    '泾县'
    """
    if name in _KEPT:
        return _KEPT[name]
    if found := _AUTONOMOUS.search(name):
        stem = name[: found.start()]
        # 东乡族自治县 and 鄂温克族自治旗 are named after the group alone.
        short = _TAIL.sub("", stem + ("族" if found.group().startswith("族") else "")) or stem.removesuffix(
            "族"
        )
    else:
        short = _PLAIN[level].sub("", name)
    return short if len(short) > 1 else name


def short_names(name: str, level: str) -> tuple[str, ...]:
    """Return every short form of a division's name, the usual one first, the official name left out."""
    short = shorten(name, level)
    forms = [short, *_ALSO.get(name, ())]
    if _AUTONOMOUS.search(name) and level in ("city", "district") and len(short) > 1:
        forms.append(short + name[-1])
    return tuple(dict.fromkeys(form for form in forms if form != name))


def shorten_village(name: str) -> str:
    """Return a village's or community's name without the committee that runs it.

    Examples
    --------
    >>> shorten_village("多福巷社区居委会"), shorten_village("东关村委会")
    ('多福巷社区', '东关村')
    """
    found = _VILLAGE.search(name)
    if found is None or found.start() == 0:
        return name
    stem = name[: found.start()]
    if found.group().startswith("村") and not stem.endswith("村"):
        return f"{stem}村"
    if found.group().startswith("社区") and not stem.endswith("社区"):
        return f"{stem}社区"
    return stem if len(stem) > 1 else name
