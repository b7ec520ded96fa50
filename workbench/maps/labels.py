"""The words of a map page in Chinese and English."""

from __future__ import annotations

from workbench.errors import InputError

LANGUAGES = ("zh", "en")
_WORDS: dict[str, tuple[str, str]] = {
    "layers": ("图层与图例", "Layers and legend"),
    "opacity": ("不透明度", "Opacity"),
    "hide": ("点击显示或隐藏这一类", "Click to show or hide this class"),
    "empty": ("没有可显示的数据", "Nothing to show"),
    "search": ("搜索区县、城市", "Search for a district or city"),
    "nothing": ("没有找到", "Nothing found"),
    "escape": ("按 Esc 取消固定", "Esc lets the card go"),
    "old_browser": (
        "浏览器版本过低，无法打开此地图。请使用 Chrome/Edge 80、Firefox 113 或 Safari 16.4 以上版本。",
        "This browser is too old for the map. Use Chrome or Edge 80, Firefox 113, Safari 16.4 or later.",
    ),
    "resolution": ("H3 分辨率", "H3 resolution"),
    "cell": ("H3格", "H3 cell"),
    "too_few": ("样本过少（n < {n}）", "Too few (n < {n})"),
    "no_data": ("无数据", "No data"),
    "internal": ("内部使用", "Internal use"),
    "data_date": ("数据日期", "Data date"),
    "version": ("版本", "Version"),
    "datum": ("坐标系", "Datum"),
    "boundaries": ("边界来源", "Boundaries"),
    "approval": ("审图号", "Map approval no."),
    "pending": ("（待填）", "(none yet)"),
    "unknown": ("未注明", "not stated"),
    "online": ("在线底图", "Online tiles"),
    "no_ground": ("未安装边界数据", "not installed"),
    "delivered": ("送达率", "Delivery rate"),
    "npl": ("不良率", "NPL rate"),
    "repaid": ("回款率", "Repayment rate"),
    "contacted": ("触达率", "Contact rate"),
    "by_cell": ("{measure}（H3 {resolution}级）", "{measure} by H3 cell, res {resolution}"),
    "by_region": ("{measure}（按地区）", "{measure} by region"),
    "cells_count": ("格数", "cells"),
    "regions_count": ("地区数", "regions"),
    "spots": ("冷热点（{measure}）", "Hot and cold spots: {measure}"),
    "spots_note": ("Gi* 检验，经错误发现率校正", "Gi* test after false-discovery control"),
    "hot": ("热点（偏高）", "Hot (high)"),
    "cold": ("冷点（偏低）", "Cold (low)"),
    "plain": ("不显著", "Not significant"),
    "areas": ("投递片区", "Couriers' areas"),
    "area_gap": ("空白区", "Gap: nobody's"),
    "area_overlap": ("重叠区", "Overlap"),
    "stations": ("投递网点", "Stations"),
    "station": ("网点", "Station"),
    "locations": ("地址定位", "Located addresses"),
    "locations_note": ("圆圈：90% 可能包含真实位置的误差半径", "Circle: holds the true place 90 times in 100"),
    "accept": ("采用", "Accepted"),
    "review": ("待人工复核", "For review"),
    "reject": ("未采用", "Rejected"),
    "no_point": ("无坐标或无判定", "No point or no decision"),
    "routes": ("投递路线", "Couriers' rounds"),
    "routes_note": ("停靠点间为直线示意，不是实际道路", "Straight lines between stops, not roads"),
    "round": ("{courier} 第{tour}趟", "{courier}, tour {tour}"),
    "stops": ("停靠点", "stops"),
    "hatch_note": ("斜线：空白或重叠", "Hatched: gap or overlap"),
    "others": ("其他（{n}）", "Others ({n})"),
    "interval": ("95%区间", "95 % interval"),
    "raw_note": ("颜色为平滑后的比率", "Colours show the smoothed rate"),
}  # fmt: skip


def check_language(lang: str) -> str:
    """Return ``lang`` if the pages speak it."""
    if lang not in LANGUAGES:
        raise InputError(f"map: language {lang!r} is not known. Expected one of: {', '.join(LANGUAGES)}.")
    return lang


def word(key: str, lang: str, **values: object) -> str:
    """Return the word for ``key`` in ``zh`` or ``en``, with its places filled."""
    text = _WORDS[key][LANGUAGES.index(check_language(lang))]
    for name, value in values.items():  # not str.format: a value may hold braces
        text = text.replace("{" + name + "}", str(value))
    return text


def page_words(lang: str) -> dict[str, str]:
    """Return the words that the scripts of the page need."""
    keys = ("layers", "opacity", "hide", "empty", "search", "nothing", "escape", "old_browser", "resolution")
    return {key: word(key, lang) for key in keys}
