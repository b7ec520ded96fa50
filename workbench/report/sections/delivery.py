"""Delivery outcomes by product, and why letters came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.patterns import FAULTS
from workbench.report.drawings.tables import lay_table
from workbench.report.drawings.whiskers import choose_top, draw_whisker
from workbench.report.markup import Html, join, tag
from workbench.report.words import COMMON, count, pick, share, span

if TYPE_CHECKING:
    import pandas as pd

    from workbench.report.facts import Facts

TEXTS = {
    "zh": {
        "empty": "尚无退回或拒收的信函，或数量过少不予列示。",
        "reason": "原因",
        "fault": "归类",
        "letters": "信函",
        "part": "占全部信函",
        "by_reason": "退回与拒收，按原因",
        "by_product": "{measure}，按产品",
        "costs": "费用（元）",
        "figure": "指标",
        "of": "除以",
        "yuan": "元",
        "cost_note": "仅计有费用记录的信函；区间为比率估计的 95% 置信区间。",
        "product": "产品",
        "note": "拒收和逾期未领说明收件人很可能就在该址，不作为“坏地址”统计。数量过少的原因并入“其他”。",
        "address": "地址问题",
        "person": "人员变动",
        "behaviour": "收件人行为",
        "unreached": "联系不上",
        "carrier": "承运方",
        "other": "其他",
        "address_wrong": "地址有误",
        "address_unclear": "地址不详",
        "unit_unknown": "查无此单位",
        "out_of_area": "超出投递范围",
        "person_moved": "迁移或查无此人",
        "person_absent": "收件人不在",
        "refused": "拒收",
        "unclaimed": "逾期未领",
        "asked_later": "要求改期或自取",
        "unreached_reason": "无法联系",
        "carrier_fault": "承运方原因",
    },
    "en": {
        "empty": "No letter was returned or refused yet, or too few to show.",
        "reason": "Reason",
        "fault": "Kind",
        "letters": "Letters",
        "part": "Of all letters",
        "by_reason": "Returned and refused letters by reason",
        "by_product": "{measure} by product",
        "costs": "Costs in yuan",
        "figure": "Figure",
        "of": "Divided by",
        "yuan": "Yuan",
        "cost_note": "Letters of known cost only; 95% confidence intervals of the ratio estimator.",
        "product": "Product",
        "note": "A refusal or an unclaimed letter says that the person is probably there; neither counts as a bad address. "
        "Reasons with too few letters are counted as “other”.",
        "address": "Address",
        "person": "Person moved",
        "behaviour": "Addressee's conduct",
        "unreached": "Not reached",
        "carrier": "Carrier",
        "other": "Other",
        "address_wrong": "Wrong address",
        "address_unclear": "Address not clear",
        "unit_unknown": "Unit unknown",
        "out_of_area": "Outside delivery area",
        "person_moved": "Moved or unknown",
        "person_absent": "Not at the address",
        "refused": "Refused",
        "unclaimed": "Not collected",
        "asked_later": "Asked for later or for collection",
        "unreached_reason": "Could not be reached",
        "carrier_fault": "Carrier's fault",
    },
}


def write_delivery(facts: Facts) -> Html:
    """Write returns by reason, and rates by product where there is more than one."""
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    pieces: list[Html] = []
    if facts.returns.empty:
        pieces.append(tag("p", texts["empty"], class_="empty"))
    else:
        held = tag("p", common["held"], class_="note") if "returns" in facts.held_tables else None
        pieces += [_write_returns(facts), *([held] if held else []), tag("p", texts["note"], class_="note")]
    products = facts.breakdowns.get("product")
    if products is not None and len(products["product"].unique()) > 1:
        for measure, rows in products.groupby("measure", sort=True):
            caption = texts["by_product"].format(measure=common[str(measure)])
            pieces.append(_write_products(rows, caption, facts.brief.lang))
    if facts.costs["shown"].any():
        pieces += [_write_costs(facts), tag("p", texts["cost_note"], class_="note")]
    return join(pieces)


def _write_costs(facts: Facts) -> Html:
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    rows = [
        [
            row["kpi_name"],
            row["denominator"],
            count(row["hits"]),
            f"{row['kpi_value']:.2f}",
            f"{row['low_share']:.2f}–{row['high_share']:.2f}",
        ]
        for row in facts.costs[facts.costs["shown"]].to_dict("records")
    ]
    heads = [texts["figure"], texts["of"], common["n"], texts["yuan"], common["interval"]]
    return lay_table(heads, rows, numbers=(2, 3, 4), caption=texts["costs"], class_="figures")


def _write_returns(facts: Facts) -> Html:
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    ordered = facts.returns.sort_values("hits", ascending=False, kind="stable")
    top = choose_top(ordered["high_share"].tolist())
    rows = [
        [
            texts["unreached_reason"]
            if row["return_reason"] == "unreached"
            else texts[str(row["return_reason"])],
            texts[FAULTS[row["return_reason"]]],
            count(row["hits"]),
            share(row["raw_share"]),
            span(row["low_share"], row["high_share"]),
            draw_whisker(row["raw_share"], row["low_share"], row["high_share"], top=top) or "",
        ]
        for row in ordered.to_dict("records")
    ]
    heads = [texts["reason"], texts["fault"], texts["letters"], texts["part"], common["interval"], ""]
    return lay_table(heads, rows, numbers=(2, 3, 4), caption=texts["by_reason"], class_="figures")


def _write_products(rows: pd.DataFrame, caption: str, lang: str) -> Html:
    texts, common = pick(TEXTS, lang), pick(COMMON, lang)
    top = choose_top(rows["high_share"].tolist())
    body = [
        [
            row["product"],
            count(row["n"]),
            count(row["persons"]),
            share(row["raw_share"]),
            span(row["low_share"], row["high_share"]),
            draw_whisker(row["raw_share"], row["low_share"], row["high_share"], top=top) or "",
        ]
        for row in rows.to_dict("records")
    ]
    heads = [texts["product"], common["n"], common["persons"], common["rate"], common["interval"], ""]
    return lay_table(heads, body, numbers=(1, 2, 3, 4), caption=caption, class_="figures")
