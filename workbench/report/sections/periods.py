"""Comparison of two periods, with the interval of every difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.patterns import difference_interval
from workbench.report.drawings.tables import lay_table
from workbench.report.markup import Html, join, tag
from workbench.report.words import count, pick, points, share

if TYPE_CHECKING:
    from workbench.report.facts import Facts

TEXTS = {
    "zh": {
        "none": "本报告未要求比较两个期间。",
        "thin": "两个期间之外剩余的信函过少，列出比较会间接披露个别案件，故不予列示。",
        "empty": "两个期间中没有样本足够的共同指标。",
        "figure": "指标",
        "change": "变化（百分点）",
        "interval": "95% 区间",
        "range": "{low} 至 {high}",
        "reading": "判断",
        "up": "上升",
        "down": "下降",
        "same": "无明显变化",
        "note": "区间包含 0 时不应作出变化的结论。区间按 Newcombe 法计算；两个期间的投递对象未随机分组，变化不等于因果效果。",
    },
    "en": {
        "none": "No comparison of periods was asked for.",
        "thin": "Too few letters lie outside of the two periods: a comparison would show single cases, so none is given.",
        "empty": "No figure has enough cases in both periods.",
        "figure": "Figure",
        "change": "Change (points)",
        "interval": "95% interval",
        "range": "{low} to {high}",
        "reading": "Reading",
        "up": "up",
        "down": "down",
        "same": "no clear change",
        "note": "An interval that holds 0 shows no change. Intervals are Newcombe's. Who was tried in which period was not drawn "
        "by lot: a change is not an effect.",
    },
}


def write_periods(facts: Facts) -> Html:
    """Write the figures about letters in both periods, their difference and its interval."""
    texts = pick(TEXTS, facts.brief.lang)
    if facts.brief.compare is None:
        return tag("p", texts["none"], class_="empty")
    if facts.periods is None:
        return tag("p", texts["thin"], class_="empty")
    earlier, later = facts.periods
    both = earlier.merge(later, on=["kpi", "kpi_name"], suffixes=("_before", "_after"))
    both = both[both["shown_before"] & both["shown_after"]]
    if both.empty:
        return tag("p", texts["empty"], class_="empty")
    before, after = ((both[f"hits_{name}"], both[f"n_{name}"]) for name in ("before", "after"))
    gap, low, high = difference_interval(before, after)
    reading = np.where(low > 0, texts["up"], np.where(high < 0, texts["down"], texts["same"]))
    rows: list[list[object]] = [
        [
            row["kpi_name"],
            _figure(row["kpi_value_before"], row["n_before"]),
            _figure(row["kpi_value_after"], row["n_after"]),
            points(gap[i]),
            texts["range"].format(low=points(low[i]), high=points(high[i])),
            str(reading[i]),
        ]
        for i, row in enumerate(both.to_dict("records"))
    ]
    first, second = facts.brief.compare
    heads = [texts["figure"], first.label, second.label, texts["change"], texts["interval"], texts["reading"]]
    return join(
        [
            lay_table(heads, rows, numbers=(1, 2, 3, 4), class_="figures"),
            tag("p", texts["note"], class_="note"),
        ]
    )


def _figure(value: float, n: int) -> Html:
    return join([share(value), tag("small", f" n={count(n)}")])
