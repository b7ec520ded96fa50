"""What is held back, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.report.drawings.tables import lay_table
from workbench.report.markup import Html, join, tag
from workbench.report.words import COMMON, count, pick, share

if TYPE_CHECKING:
    from workbench.report.facts import Facts

RULES = {
    "zh": (
        "每个列示的格、地区、产品和月份至少涉及 {k} 名不同的借款人；分子或“分母减分子”为 1–{small} 的比率不予列示。",
        "地图由互不重叠的格组成：人数不足的格并入上级格，因此不能用上级减下级推算。",
        "若仅有一个下级地区被隐去，则同时隐去另一个，使其不能由合计倒推；格、地区、产品、月份两两相减也经过检验。",
        "与上一份报告相比变化不足 {k} 人的格和地区沿用原数字，使两份报告相减也得不到个别人的数据。",
    ),
    "en": (
        (
            "Every cell, region, product and month that is shown stands for at least {k} different borrowers; no rate is shown of which "
            "the numerator, or the denominator less the numerator, is 1–{small}."
        ),
        "The map is made of cells that do not overlap: thin cells are merged into their parents, so nothing can be found by subtracting.",
        (
            "Where a single region would be left over, another is held back with it, so that totals do not give it away; cells, "
            "regions, products and months were checked against each other as well."
        ),
        (
            "Groups in which fewer than {k} persons changed since the last report keep its figures, so that two reports cannot be "
            "subtracted either."
        ),
    ),
}
TEXTS = {
    "zh": {
        "dropped": "以下指标在整个组合中人数不足，全部隐去：{names}。",
        "breakdown": "分组",
        "measure": "指标",
        "groups": "列示组数",
        "withheld": "未列示",
        "part": "占比",
        "held": "沿用前次数字",
        "cells": "地图格",
        "regions": "区县",
        "product": "产品",
        "period": "月份",
    },
    "en": {
        "dropped": "These measures have too few persons in the whole portfolio and are left out: {names}.",
        "breakdown": "Breakdown",
        "measure": "Measure",
        "groups": "Groups shown",
        "withheld": "Not shown",
        "part": "Share",
        "held": "Kept from before",
        "cells": "Map cells",
        "regions": "Counties",
        "product": "Products",
        "period": "Months",
    },
}


def write_withheld(facts: Facts) -> Html:
    """Write the rules, and how much they cost."""
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    control = facts.brief.control
    rules = [
        tag("li", each.format(k=control.least_persons, small=control.small_count))
        for each in pick(RULES, facts.brief.lang)
    ]
    names = ("、" if facts.brief.lang == "zh" else ", ").join(common[name] for name in facts.dropped_measures)
    dropped = tag("p", texts["dropped"].format(names=names), class_="note") if names else None
    rows = [
        [
            texts.get(row["breakdown"], row["breakdown"]),
            common[row["measure"]],
            count(row["groups"]),
            count(row["withheld"]),
            share(row["withheld"] / row["n"]) if row["n"] else "",
            count(row["held"]),
        ]
        for row in facts.withheld.to_dict("records")
    ]
    heads = [texts[name] for name in ("breakdown", "measure", "groups", "withheld", "part", "held")]
    table = lay_table(heads, rows, numbers=(2, 3, 4, 5)) if rows else None
    return join([tag("ul", *rules), dropped, table])
