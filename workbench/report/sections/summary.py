"""Summary: the figures that a board reads, and all key figures with their denominators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.report.drawings.tables import lay_table
from workbench.report.drawings.whiskers import draw_whisker
from workbench.report.markup import Html, join, tag
from workbench.report.sections.findings import write_findings
from workbench.report.words import COMMON, count, pick, share, span

if TYPE_CHECKING:
    import pandas as pd

    from workbench.report.facts import Facts

LEADING = ("delivered_per_letter", "delivered_within_3", "npl_per_case", "repaid_amount")
TEXTS = {
    "zh": {
        "figure": "指标",
        "of": "占……之比",
        "value": "数值",
        "nothing": "本组合目前没有可以对外列示的指标：人数未达到列示门槛，或尚无投递结果。",
        "note": "每一指标均写明分母。区间为 95% 置信区间（威尔逊法；金额回收率为比率估计）。",
        "held": "沿用前次",
        "of_card": "分母：{of}，n = {n}",
    },
    "en": {
        "figure": "Figure",
        "of": "As a share of",
        "value": "Value",
        "nothing": "There is nothing to show yet: too few borrowers, or no delivery has a result.",
        "note": "Every figure names its denominator. Intervals are 95% confidence intervals (Wilson; for the share of the "
        "amount, the ratio estimator).",
        "held": "as before",
        "of_card": "of {of}, n = {n}",
    },
}


def write_summary(facts: Facts) -> Html:
    """Write the leading figures as cards and all figures as a table."""
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    shown = facts.kpis[facts.kpis["shown"]]
    if shown.empty:
        return tag("p", texts["nothing"], class_="empty")
    leading = [shown[shown["kpi"] == key] for key in LEADING]
    cards = [_card(each.iloc[0], texts["of_card"]) for each in leading if len(each)]
    rows = [_row(facts.kpis.loc[index], common["withheld"], texts["held"]) for index in facts.kpis.index]
    heads = [texts["figure"], texts["of"], common["n"], texts["value"], common["interval"], ""]
    return join(
        [
            tag("div", *cards, class_="cards") if cards else None,
            write_findings(facts),
            tag("p", texts["note"], class_="note"),
            lay_table(heads, rows, numbers=(2, 3, 4), class_="figures"),
        ]
    )


def _card(figure: pd.Series, of: str) -> Html:
    return tag(
        "div",
        tag("div", figure["kpi_name"], class_="name"),
        tag("div", share(figure["kpi_value"]), class_="value"),
        tag("div", span(figure["low_share"], figure["high_share"]), class_="range"),
        tag("div", of.format(n=count(figure["n"]), of=figure["denominator"]), class_="of"),
        class_="card",
    )


def _row(figure: pd.Series, withheld: str, held: str) -> list[object]:
    if not figure["shown"]:
        return [figure["kpi_name"], figure["denominator"], "", tag("span", withheld, class_="few"), "", ""]
    picture = draw_whisker(figure["kpi_value"], figure["low_share"], figure["high_share"])
    interval = span(figure["low_share"], figure["high_share"])
    name = tag("span", figure["kpi_name"], tag("small", f" {held}", class_="few") if figure["held"] else None)
    return [
        name,
        figure["denominator"],
        count(figure["n"]),
        share(figure["kpi_value"]),
        interval,
        picture or "",
    ]
