"""Findings: what a reader should take away, said in sentences from the published tables alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.patterns import FAULTS, difference_interval
from workbench.report.markup import Html, join, tag
from workbench.report.words import COMMON, pick, points, share

if TYPE_CHECKING:
    import pandas as pd

    from workbench.report.facts import Facts

_MOST_NAMES = 5
_TOTALS = {"npl": "npl_per_case", "delivered": "delivered_per_letter"}
TEXTS = {
    "zh": {
        "above": "{measure}明显高于整体（{total}）的区县：{names}。",
        "below": "{measure}明显低于整体（{total}）的区县：{names}。",
        "level": "没有一个区县的{measure}与整体（{total}）有明显差别。",
        "more": "{names} 等 {n} 个",
        "returns": "全部信函中 {address} 因地址问题退回，{person} 因人员变动退回；拒收和逾期未领 {behaviour}，说明人很可能在该址。",
        "changed": "{second} 与 {first} 相比：{changes}（百分点，区间均不含 0）。",
        "same": "{second} 与 {first} 相比，没有一项投递指标有明显变化。",
        "and": "、",
    },
    "en": {
        "above": "{measure} clearly above the whole portfolio ({total}): {names}.",
        "below": "{measure} clearly below the whole portfolio ({total}): {names}.",
        "level": "In no county does the {measure} differ clearly from the whole portfolio ({total}).",
        "more": "{names} and others, {n} in all",
        "returns": "Of all letters {address} came back for a fault of the address and {person} because the person had moved; {behaviour} "
        "were refused or not collected, which says that the person is probably there.",
        "changed": "{second} against {first}: {changes} (points; no interval holds 0).",
        "same": "{second} against {first}: no figure about letters has clearly changed.",
        "and": ", ",
    },
}


def write_findings(facts: Facts) -> Html | None:
    """Write a few sentences; None if there is nothing to say."""
    lines = [
        *(_say_counties(facts, measure) for measure in _TOTALS),
        _say_returns(facts),
        _say_changes(facts),
    ]
    kept = [tag("li", line) for line in lines if line]
    return tag("ul", *kept, class_="findings") if kept else None


def _figure(facts: Facts, key: str) -> pd.Series | None:
    rows = facts.kpis[facts.kpis["kpi"].eq(key) & facts.kpis["shown"]]
    return rows.iloc[0] if len(rows) else None


def _say_counties(facts: Facts, measure: str) -> Html | None:
    texts, row = pick(TEXTS, facts.brief.lang), _figure(facts, _TOTALS[measure])
    table = facts.regions.get("district")
    if row is None or table is None or not table["measure"].eq(measure).any():
        return None
    known = table[table["measure"].eq(measure)].sort_values("smooth_share", ascending=False, kind="stable")
    words = {"measure": pick(COMMON, facts.brief.lang)[measure], "total": share(row["kpi_value"])}
    above = known[known["low_share"] > row["kpi_value"]]
    below = known[known["high_share"] < row["kpi_value"]].iloc[::-1]
    parts = [
        _fill(texts[key], **words, names=_name(found, texts))
        for key, found in (("above", above), ("below", below))
        if len(found)
    ]
    return join(parts, " ") if parts else join([_fill(texts["level"], **words)])


def _name(found: pd.DataFrame, texts: dict[str, str]) -> str:
    names = texts["and"].join(
        f"{row['region']} {share(row['smooth_share'])}" for row in found.head(_MOST_NAMES).to_dict("records")
    )
    return names if len(found) <= _MOST_NAMES else _fill(texts["more"], names=names, n=str(len(found)))


def _say_returns(facts: Facts) -> str:
    if facts.returns.empty:
        return ""
    n = int(facts.returns["n"].max())
    by_fault = facts.returns.groupby(facts.returns["return_reason"].map(FAULTS))["hits"].sum()
    shares = {name: share(by_fault.get(name, 0) / n) for name in ("address", "person", "behaviour")}
    return pick(TEXTS, facts.brief.lang)["returns"].format(**shares)


def _say_changes(facts: Facts) -> str:
    if facts.periods is None or facts.brief.compare is None:
        return ""
    texts = pick(TEXTS, facts.brief.lang)
    both = facts.periods[0].merge(facts.periods[1], on=["kpi", "kpi_name"], suffixes=("_before", "_after"))
    both = both[both["shown_before"] & both["shown_after"]]
    if both.empty:
        return ""
    before, after = ((both[f"hits_{name}"], both[f"n_{name}"]) for name in ("before", "after"))
    gap, low, high = difference_interval(before, after)
    clear = np.flatnonzero((low > 0) | (high < 0)).tolist()
    labels = {"first": facts.brief.compare[0].label, "second": facts.brief.compare[1].label}
    if not clear:
        return _fill(texts["same"], **labels)
    changes = texts["and"].join(f"{both['kpi_name'].iloc[at]} {points(gap[at])}" for at in clear)
    return _fill(texts["changed"], **labels, changes=changes)


def _fill(text: str, **values: str) -> str:
    """Fill the places of a sentence in one pass: a name may hold braces."""
    pieces = text.split("{")
    return pieces[0] + "".join(
        values[name] + rest for name, _, rest in (piece.partition("}") for piece in pieces[1:])
    )
