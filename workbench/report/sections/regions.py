"""NPL and delivery by county: the table that repeats the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.report.drawings.tables import lay_table
from workbench.report.drawings.whiskers import choose_top, draw_whisker
from workbench.report.markup import Html, join, tag
from workbench.report.words import COMMON, count, pick, share, span

if TYPE_CHECKING:
    import pandas as pd

    from workbench.report.facts import Facts

MOST_ROWS = 60
TEXTS = {
    "zh": {
        "empty": "没有人数达到列示门槛的区县。",
        "city": "城市",
        "region": "区县",
        "smooth": "平滑比率",
        "raw": "原始比率",
        "cases": "案件",
        "letters": "信函",
        "more": "另有 {n} 个区县见附表。",
        "hidden": "{measure}：全部 {n} 中有 {withheld} 位于未列示的区县，或无法定位到区县。",
        "note": "按平滑后的比率由高到低排列。细竖线为整个组合的比率，圆点为平滑比率，横线为 95% 区间。",
    },
    "en": {
        "empty": "No county has enough persons to be shown.",
        "city": "City",
        "region": "County",
        "smooth": "Smoothed",
        "raw": "Raw",
        "cases": "Cases",
        "letters": "Letters",
        "more": "{n} more counties are in the annex.",
        "hidden": "{measure}: of {n} in all, {withheld} lie in counties that are not shown, or could not be placed in a county.",
        "note": "Ordered by the smoothed rate, highest first. The thin upright line is the rate of the whole portfolio, the dot the "
        "smoothed rate, the bar its 95% interval.",
    },
}


def write_regions(facts: Facts) -> Html:
    """Write one table per measure, NPL first."""
    texts = pick(TEXTS, facts.brief.lang)
    table = facts.regions.get("district")
    if table is None or table.empty:
        return tag("p", texts["empty"], class_="empty")
    measures = [measure for measure in ("npl", "delivered") if (table["measure"] == measure).any()]
    pieces: list[Html | None] = []
    for measure in measures:
        pieces += [
            _write_table(facts, table[table["measure"] == measure], measure),
            _write_hidden(facts, measure),
        ]
    return join([tag("p", texts["note"], class_="note"), *pieces])


def _write_table(facts: Facts, rows: pd.DataFrame, measure: str) -> Html:
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    ordered = rows.sort_values(["smooth_share", "adcode"], ascending=[False, True])
    top = choose_top(ordered["high_share"].tolist())
    totals = facts.kpis[
        facts.kpis["kpi"].eq({"npl": "npl_per_case", "delivered": "delivered_per_letter"}[measure])
    ]
    centre = float(totals["kpi_value"].iloc[0]) if len(totals) and bool(totals["shown"].iloc[0]) else None
    body: list[list[object]] = [
        [
            row["region"],
            count(row["n"]),
            count(row["persons"]),
            share(row["raw_share"]),
            share(row["smooth_share"]),
            span(row["low_share"], row["high_share"]),
            draw_whisker(row["smooth_share"], row["low_share"], row["high_share"], top=top, centre=centre)
            or "",
        ]
        for row in ordered.head(MOST_ROWS).to_dict("records")
    ]
    unit = texts["cases"] if measure == "npl" else texts["letters"]
    heads = [texts["region"], unit, common["persons"], texts["raw"], texts["smooth"], common["interval"], ""]
    laid = lay_table(heads, body, numbers=(1, 2, 3, 4, 5), caption=common[measure], class_="figures")
    left = len(ordered) - MOST_ROWS
    return join([laid, tag("p", texts["more"].format(n=count(left)), class_="note") if left > 0 else None])


def _write_hidden(facts: Facts, measure: str) -> Html | None:
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    row = facts.withheld[facts.withheld["breakdown"].eq("regions") & facts.withheld["measure"].eq(measure)]
    if row.empty or not int(row["withheld"].iloc[0]):
        return None
    n, withheld = count(row["n"].iloc[0]), count(row["withheld"].iloc[0])
    return tag("p", texts["hidden"].format(measure=common[measure], n=n, withheld=withheld), class_="note")
