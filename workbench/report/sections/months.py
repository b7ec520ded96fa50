"""Letters and delivery rate, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.report.drawings.courses import draw_course
from workbench.report.drawings.tables import lay_table
from workbench.report.markup import Html, join, tag
from workbench.report.months import PERIOD
from workbench.report.words import COMMON, count, pick, share, span

if TYPE_CHECKING:
    from workbench.report.facts import Facts

TEXTS = {
    "zh": {
        "empty": "尚无整月的、人数达到列示门槛的投递结果。",
        "month": "月份",
        "letters": "信函",
        "delivered": "妥投",
        "caption": "妥投率，按投递月份",
        "note": "只列整月，按投递日期归月，分母为已有最终结果的信函；灰色带为 95% 区间。各月投递对象与次数不同，升降不等于效果变化。",
        "begun": "刚开始的月份信函所涉借款人过少，整份报告均未计入，留待下一份报告。",
        "hidden": "另有 {n} 封信函不属于所列月份：当月尚未结束，或该月人数过少而隐去（图中断开处）。",
    },
    "en": {
        "empty": "No month that is over has enough persons to be shown.",
        "month": "Month",
        "letters": "Letters",
        "delivered": "Delivered",
        "caption": "Delivery rate by month of the attempt",
        "note": "Whole months only, by the day of the attempt, of letters with a final outcome; the band is the 95% interval. Months "
        "differ in who was tried and how often: a change is not an effect.",
        "begun": "The letters of the month that has just begun are of too few borrowers: nothing in this report counts them, the next one does.",
        "hidden": "{n} more letters lie in no month shown: theirs is not over, or has too few persons (where the line breaks).",
    },
}


def write_months(facts: Facts) -> Html:
    """Write the rate of each month as a line with its interval, and as a table."""
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    rows = facts.breakdowns.get(PERIOD)
    if rows is None or rows.empty:
        return tag("p", texts["empty"], class_="empty")
    rows = rows.sort_values(PERIOD)
    body = [
        [
            row[PERIOD],
            count(row["n"]),
            count(row["persons"]),
            count(row["hits"]),
            share(row["raw_share"]),
            span(row["low_share"], row["high_share"]),
        ]
        for row in rows.to_dict("records")
    ]
    heads = [
        texts["month"],
        texts["letters"],
        common["persons"],
        texts["delivered"],
        common["rate"],
        common["interval"],
    ]
    return join(
        [
            _draw(rows),
            lay_table(heads, body, numbers=(1, 2, 3, 4, 5), caption=texts["caption"], class_="figures"),
            tag("p", texts["note"], class_="note"),
            _write_hidden(facts, texts["hidden"]),
            tag("p", texts["begun"], class_="note") if facts.begun else None,
        ]
    )


def _draw(rows: pd.DataFrame) -> Html | None:
    """Draw all months from the first to the last that is shown; the line breaks at those that are not."""
    months = pd.period_range(rows[PERIOD].iloc[0], rows[PERIOD].iloc[-1], freq="M").astype(str)
    whole = rows.set_index(PERIOD).reindex(months)
    return draw_course(
        list(months), *(whole[name].tolist() for name in ("raw_share", "low_share", "high_share"))
    )


def _write_hidden(facts: Facts, text: str) -> Html | None:
    row = facts.withheld[facts.withheld["breakdown"].eq(PERIOD) & facts.withheld["measure"].eq("delivered")]
    withheld = int(row["withheld"].sum())
    return tag("p", text.format(n=count(withheld)), class_="note") if withheld else None
