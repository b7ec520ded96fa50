"""What a report says of the whole portfolio: counted, withheld where it stands on few, held where few changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.patterns import Scope, observe, tally_costs, tally_kpis, tally_returns
from workbench.report.conduct import count_busiest, count_conduct
from workbench.report.figures import withhold_conduct, withhold_costs, withhold_figures
from workbench.report.history import hold_figures, hold_table
from workbench.report.quality import count_levels, merge_thin
from workbench.tables import Audience, guard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from workbench.patterns import Period, Portfolio
    from workbench.report.facts import Brief

LETTER_FIGURES = (
    "delivered_per_letter",
    "self_per_letter",
    "effective_per_letter",
    "refused_per_letter",
    "returned_per_letter",
    "delivered_first_try",
    "delivered_within_2",
    "delivered_within_3",
    "contacted_per_borrower",
)
# Tables in which one row that may not move holds all: their key and their two counts.
_TABLES = {
    "returns": ("return_reason", ("n", "hits")),
    "levels": ("groups", ("n", "accepted")),
    "busiest": ("contacts", ("n", "hits")),
}


def count_totals(
    portfolio: Portfolio,
    brief: Brief,
    quarantine: pd.DataFrame | None,
    earlier: Sequence[Mapping[str, pd.DataFrame]],
) -> dict[str, Any]:
    """Return the fields of the facts that are about the whole portfolio.

    Parameters
    ----------
    portfolio
        The lender's part.
    brief
        What is asked for.
    quarantine
        Addresses that were not used for want of a lawful source.
    earlier
        The same fields as the reader has them from earlier reports, oldest first; a report of an earlier version may lack some.
    """
    control = brief.control
    kpis = count_figures(portfolio, brief, brief.period)
    figures = {
        "kpis": kpis,
        "conduct": withhold_conduct(count_conduct(portfolio, brief, quarantine), control),
        "costs": withhold_costs(_count_costs(portfolio, brief), kpis, control),
    }
    tables = {
        "returns": _count_returns(portfolio, brief),
        "levels": count_levels(portfolio.locations, control.least_persons),
        "busiest": count_busiest(portfolio, brief),
    }
    out: dict[str, Any] = {}
    for name, table in figures.items():
        kept_as = "figures" if name == "kpis" else name
        out[name] = hold_figures(table, [each[kept_as] for each in earlier if kept_as in each], control)
    held = []
    for name, (key, counts) in _TABLES.items():
        before = [each[name] for each in earlier if name in each]
        out[name], is_old = hold_table(tables[name], key, counts, before, control)
        held += [name] if is_old else []
    return out | {"held_tables": tuple(held)}


def count_figures(portfolio: Portfolio, brief: Brief, period: Period | None) -> pd.DataFrame:
    """Count the key figures; those about letters need enough different borrowers as well."""
    kpis = tally_kpis(portfolio, Scope(period=period), lang=brief.lang)
    tried = observe("contacted", portfolio, Scope(period=period))
    if len(tried) < brief.control.least_persons:
        kpis = kpis.assign(n=kpis["n"].where(~kpis["kpi"].isin(LETTER_FIGURES), 0))
    if portfolio.cases["borrower"].nunique() < brief.control.least_persons:
        kpis = kpis.assign(n=0)
    guard(kpis, Audience.LENDER, where="lender report: key figures")
    return withhold_figures(kpis, brief.control)


def _count_returns(portfolio: Portfolio, brief: Brief) -> pd.DataFrame:
    control = brief.control
    letters = observe("delivered", portfolio, Scope(period=brief.period))
    if letters["borrower"].nunique() < control.least_persons:
        letters = letters.iloc[:0]
    least = (control.small_count + 1, control.least_persons)
    return merge_thin(tally_returns(letters), "return_reason", "other", least).drop(columns="fault")


def _count_costs(portfolio: Portfolio, brief: Brief) -> pd.DataFrame:
    """Count what letters cost; nothing if they are of too few borrowers."""
    least = brief.control.least_persons
    costs = tally_costs(portfolio, Scope(period=brief.period), lang=brief.lang, least_persons=least)
    return costs.iloc[:0] if (costs["n"] < least).any() else costs
