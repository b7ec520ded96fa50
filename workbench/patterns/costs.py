"""What deliveries cost: per letter, per letter delivered, per borrower reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.patterns.events import observe
from workbench.patterns.kpis import Ratio, summarise

if TYPE_CHECKING:
    from workbench.patterns.events import Portfolio, Scope

_FIGURES = {
    "cost_per_letter": ("每封信函费用", "Cost per letter", "已有最终结果的信函", "letters with a final outcome"),
    "cost_per_delivered": ("每封妥投费用", "Cost per letter delivered", "妥投的信函", "letters delivered"),
    "cost_per_reached": ("每位送达借款人费用", "Cost per borrower with a delivery", "至少一次妥投的借款人", "borrowers with a delivery"),
}  # fmt: skip
COLUMNS = ("kpi", "kpi_name", "denominator", "kpi_value", "low_share", "high_share", "n", "hits")


def tally_costs(
    portfolio: Portfolio, scope: Scope | None = None, *, lang: str = "zh", least_persons: int = 1
) -> pd.DataFrame:
    """Count what letters with a final outcome cost, in yuan.

    Parameters
    ----------
    portfolio
        Frames to count from; ``attempts`` may have ``cost_yuan``.
    scope
        Part to count.
    lang
        ``zh`` or ``en``, for names and denominators.
    least_persons
        Nothing is counted if the letters of unknown cost are of fewer borrowers than this, but of some: who knows all
        letters would know theirs.

    Returns
    -------
    pandas.DataFrame
        One row per figure as in table ``kpis``, values and the ratio estimator's interval in yuan; ``n`` letters or borrowers of
        known cost, ``hits`` those that the sum is divided by. No row where no cost is known.
    """
    letters = observe("delivered", portfolio, scope)
    attempts = portfolio.attempts
    if "cost_yuan" not in attempts or "attempt_id" not in attempts or letters.empty:
        return _lay_out([])
    cost = letters["attempt_id"].map(
        attempts.drop_duplicates("attempt_id").set_index("attempt_id")["cost_yuan"]
    )
    known = letters.assign(cost=cost)[cost.notna()]
    unknown = letters.loc[cost.isna(), "borrower"].nunique()
    if known.empty or 1 <= unknown < least_persons:
        return _lay_out([])
    borrowers = known.groupby("borrower").agg(cost=("cost", "sum"), hit=("hit", "any"))
    ratios = {
        "cost_per_letter": (known["cost"], np.ones(len(known))),
        "cost_per_delivered": (known["cost"], known["hit"]),
        "cost_per_reached": (borrowers["cost"], borrowers["hit"]),
    }
    rows: list[tuple[str | float, ...]] = []
    for key, (top, bottom) in ratios.items():
        zh, en, zh_of, en_of = _FIGURES[key]
        over = np.asarray(bottom, dtype=float)
        value, low, high, n, _ = summarise(Ratio(np.asarray(top, dtype=float), over, is_share=False))
        names = (en, en_of) if lang == "en" else (zh, zh_of)
        rows.append((key, *names, value, low, high, n, int(over.sum())))
    return _lay_out(rows)


def _lay_out(rows: list[tuple[str | float, ...]]) -> pd.DataFrame:
    kinds = dict.fromkeys(COLUMNS[:3], "str") | dict.fromkeys(COLUMNS[3:6], "float64")
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({**kinds, "n": "int64", "hits": "int64"})
