"""Contacts against the contact policy: caps kept, the busiest week, and who was not contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.report.drawings.tables import lay_table
from workbench.report.markup import Html, join, tag
from workbench.report.words import COMMON, count, pick, share

if TYPE_CHECKING:
    import pandas as pd

    from workbench.report.facts import Facts

TEXTS = {
    "zh": {
        "none": "未指定联系政策，未作核对。",
        "thin": "投递过的借款人过少，不予列示。",
        "policy": "按联系政策“{title}”（{name}，摘要 {digest}）核对。这是按该文件数值所作的检查，不是合规结论。计划和导出时逐条检查，超限的联系不会写入投递文件。",
        "figure": "检查项",
        "of": "占……之比",
        "hits": "人数",
        "value": "占比",
        "caps": "联系频次，以及暂不使用的对象",
        "week": "最忙的任意 7 天内联系次数",
        "times": "次数",
        "note": "联系含在途信函，只计本委托方名下案件；政策的上限按所有机构合计，由计划时检查。无时间的记录不计。",
        "held": "沿用前次",
        "outside": "以下要求不由本程序检查：{names}。",
        "between": "；",
    },
    "en": {
        "none": "No contact policy was named, so none was checked.",
        "thin": "Too few borrowers were tried to show this.",
        "policy": "Held against the contact policy “{title}” ({name}, digest {digest}). These are checks against the values of that file, not a "
        "finding of compliance. Each contact is checked when it is planned and when it is exported; one too many is not written.",
        "figure": "Check",
        "of": "As a share of",
        "hits": "Borrowers",
        "value": "Share",
        "caps": "How often borrowers were contacted, and what is held back",
        "week": "Contacts in a borrower's busiest seven days",
        "times": "Contacts",
        "note": "Letters on their way are contacts as well. Only cases of this lender are counted here; the caps of the policy are over all agencies "
        "and are checked when contacts are planned. Records without a time are not counted.",
        "held": "as before",
        "outside": "Not checked by this program: {names}.",
        "between": "; ",
    },
}


def write_contacts(facts: Facts) -> Html:
    """Write the policy by name, the share of borrowers within each cap, and the busiest week."""
    lang, policy = facts.brief.lang, facts.brief.policy
    texts = pick(TEXTS, lang)
    if not facts.conduct["shown"].any():
        return tag("p", texts["thin"], class_="empty")
    said = (
        texts["policy"].format(title=policy.title.say(lang), name=policy.name, digest=policy.digest[:12])
        if policy
        else texts["none"]
    )
    outside = (
        texts["outside"].format(names=texts["between"].join(each.say(lang) for each in policy.outside))
        if policy and policy.outside
        else None
    )
    return join(
        [
            tag("p", said),
            _write_caps(facts),
            _write_week(facts),
            tag("p", texts["note"], class_="note"),
            tag("p", outside, class_="note") if outside else None,
        ]
    )


def _write_caps(facts: Facts) -> Html:
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    rows = [_row(row, common["withheld"], texts["held"]) for _, row in facts.conduct.iterrows()]
    heads = [texts["figure"], texts["of"], common["n"], texts["hits"], texts["value"]]
    return lay_table(heads, rows, numbers=(2, 3, 4), caption=texts["caps"], class_="figures")


def _row(row: pd.Series, withheld: str, held: str) -> list[object]:
    if not row["shown"]:
        return [row["kpi_name"], row["denominator"], "", "", tag("span", withheld, class_="few")]
    name = tag("span", row["kpi_name"], tag("small", f" {held}", class_="few") if row["held"] else None)
    return [name, row["denominator"], count(row["n"]), count(row["hits"]), share(row["kpi_value"])]


def _write_week(facts: Facts) -> Html | None:
    texts, common = pick(TEXTS, facts.brief.lang), pick(COMMON, facts.brief.lang)
    if facts.busiest.empty:
        return None
    rows = [
        [contacts, count(hits), share(hits / n)]
        for contacts, n, hits in facts.busiest[["contacts", "n", "hits"]].itertuples(index=False)
    ]
    heads = [texts["times"], texts["hits"], texts["value"]]
    held = tag("p", common["held"], class_="note") if "busiest" in facts.held_tables else None
    return join([lay_table(heads, rows, numbers=(1, 2), caption=texts["week"], class_="narrow"), held])
