"""Method and data quality: how finely addresses were matched and what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.report.drawings.tables import lay_table
from workbench.report.markup import Html, join, tag
from workbench.report.words import COMMON, count, pick, share
from workbench.tables import label

if TYPE_CHECKING:
    from workbench.report.facts import Facts

TEXTS = {
    "zh": {
        "method": "地址在本机离线匹配到 WGS 84 坐标，不向任何外部服务发送数据。每个匹配结果带有级别、经校准的置信度和误差半径；"
        "只有判定为“接受”的地址进入地图格；“待复核”的地址其所在区县仍然可信，计入地区；其余只计入总数。寄往名册之外地址的信函一律不计。按格和地区的比率以层级经验贝叶斯法平滑。",
        "level": "匹配级别",
        "n": "地址数",
        "part": "占比",
        "accepted": "判定接受",
        "door": "门牌、楼栋",
        "place": "小区、单位、地点",
        "road": "道路、路口",
        "village": "村、乡镇街道",
        "coarse": "区县及以上、未匹配",
        "and": "及",
        "none": "地址数量过少，不列示匹配级别。",
        "column": "列",
        "refused": "拒收值数",
        "other": "其他列",
        "rejects": "数据文件中被拒收的值",
        "clean": "数据文件中没有被拒收的值。",
    },
    "en": {
        "method": "Addresses are matched offline to WGS 84 coordinates; nothing is sent to any outside service. Each match has a level, "
        "a calibrated confidence and an error radius. Only accepted addresses enter map cells; those for review are still in the right county and enter regions; the others count in "
        "totals only. Letters to addresses outside the portfolio are counted nowhere. "
        "Rates by cell and region are smoothed by hierarchical empirical Bayes.",
        "level": "Match level",
        "n": "Addresses",
        "part": "Share",
        "accepted": "Accepted",
        "door": "Door or building",
        "place": "Estate, employer or place",
        "road": "Road or crossing",
        "village": "Village or township",
        "coarse": "County and above, or none",
        "and": " and ",
        "none": "Too few addresses to show match levels.",
        "column": "Column",
        "refused": "Values refused",
        "other": "Other columns",
        "rejects": "Values refused in the data file",
        "clean": "No value of the data file was refused.",
    },
}


def write_quality(facts: Facts) -> Html:
    """Write the method in words, addresses by match level, and refused values by column."""
    texts = pick(TEXTS, facts.brief.lang)
    total = int(facts.levels["n"].sum())
    if total < facts.brief.control.least_persons:
        return join(
            [tag("p", texts["method"]), tag("p", texts["none"], class_="empty"), _write_rejects(facts)]
        )
    rows = [
        [
            texts["and"].join(texts[name] for name in groups.split("+")),
            count(n),
            share(n / total),
            share(accepted / n) if n else "",
        ]
        for groups, n, accepted in zip(
            *(facts.levels[name].tolist() for name in ("groups", "n", "accepted")), strict=True
        )
        if n
    ]
    heads = [texts["level"], texts["n"], texts["part"], texts["accepted"]]
    held = pick(COMMON, facts.brief.lang)["held"] if "levels" in facts.held_tables else None
    return join(
        [
            tag("p", texts["method"]),
            lay_table(heads, rows, numbers=(1, 2, 3)),
            tag("p", held, class_="note") if held else None,
            _write_rejects(facts),
        ]
    )


def _write_rejects(facts: Facts) -> Html:
    texts, lang = pick(TEXTS, facts.brief.lang), facts.brief.lang
    if facts.rejects.empty:
        return tag("p", texts["clean"], class_="note")
    rows = [
        [label(name, lang=lang) if name else texts["other"], count(n)]
        for name, n in zip(facts.rejects["column"], facts.rejects["n"], strict=True)
    ]
    return lay_table(
        [texts["column"], texts["refused"]], rows, numbers=(1,), caption=texts["rejects"], class_="narrow"
    )
