"""Key figures with fixed denominators, each with its interval.

A rate without its denominator cannot be judged: the same letters give 30 % per letter and
60 % per borrower within three tries. Every figure here names what it is a share of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import ndtri

from workbench.patterns.events import NPL_AFTER_DAYS, RIGHT_PARTY, Scope
from workbench.patterns.intervals import wilson_interval
from workbench.tables import ADDRESS_FAULTS, DELIVERED, OPEN_OUTCOMES, require, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.patterns.events import Portfolio

EFFECTIVE = ("self", "adult_family", "designated")  # receivers whose signature counts as service
PREMISE_LEVELS = ("place", "door_near", "door")


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows that figures count: final letters in order of tries, and cases, of one scope."""

    letters: pd.DataFrame
    cases: pd.DataFrame
    addresses: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator per unit; both flags for shares, sums of money otherwise."""

    top: np.ndarray
    bottom: np.ndarray
    is_share: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure: its names, its denominator in words, and how it is counted.

    Parameters
    ----------
    kpi
        Stable key.
    zh, en
        Names.
    zh_of, en_of
        The denominator in words.
    count
        Returns the ratio, or None where the columns for it are missing.
    """

    kpi: str
    zh: str
    en: str
    zh_of: str
    en_of: str
    count: Callable[[Counted], Ratio | None]


def _per_letter(outcomes: tuple[str, ...]) -> Callable[[Counted], Ratio]:
    def count(counted: Counted) -> Ratio:
        hit = counted.letters["outcome"].isin(outcomes).to_numpy(float)
        return Ratio(hit, np.ones(len(hit)))

    return count


def _within_tries(tries: int) -> Callable[[Counted], Ratio]:
    def count(counted: Counted) -> Ratio:
        letters = counted.letters
        first = letters[letters["try_number"] <= tries]
        hit = first["outcome"].isin(DELIVERED).groupby(first["borrower"]).any().to_numpy(float)
        return Ratio(hit, np.ones(len(hit)))

    return count


def _reached(counted: Counted) -> Ratio:
    letters = counted.letters
    hit = letters["outcome"].isin(RIGHT_PARTY).groupby(letters["borrower"]).any().to_numpy(float)
    return Ratio(hit, np.ones(len(hit)))


def _tried(counted: Counted) -> Ratio:
    borrowers = counted.cases["borrower"].drop_duplicates()
    return Ratio(borrowers.isin(counted.letters["borrower"]).to_numpy(float), np.ones(len(borrowers)))


def _valid_address(counted: Counted) -> Ratio:
    fine = counted.addresses["level"].isin(PREMISE_LEVELS) & counted.addresses["decision"].eq("accept")
    letters = counted.letters
    blamed = letters.loc[letters["return_reason"].isin(ADDRESS_FAULTS), "address_id"]
    hit = (fine & ~counted.addresses["address_id"].isin(blamed)).to_numpy(float)
    return Ratio(hit, np.ones(len(hit)))


def _npl(counted: Counted) -> Ratio | None:
    if "days_past_due" not in counted.cases.columns:
        return None
    days = counted.cases["days_past_due"].dropna().to_numpy(float)
    return Ratio((days > NPL_AFTER_DAYS).astype(float), np.ones(len(days)))


def _repaying(counted: Counted) -> Ratio | None:
    if "repaid_yuan" not in counted.cases.columns:
        return None
    repaid = counted.cases["repaid_yuan"].fillna(0.0).to_numpy(float)
    return Ratio((repaid > 0).astype(float), np.ones(len(repaid)))


def _repaid_amount(counted: Counted) -> Ratio | None:
    if not {"repaid_yuan", "amount_yuan"} <= set(counted.cases.columns):
        return None
    known = counted.cases[counted.cases["amount_yuan"].notna()]
    return Ratio(
        known["repaid_yuan"].fillna(0.0).to_numpy(float), known["amount_yuan"].to_numpy(float), is_share=False
    )


FIGURES: tuple[Figure, ...] = (
    Figure("delivered_per_letter", "妥投率", "Delivery rate", "已有最终结果的信函", "letters with a final outcome", _per_letter(DELIVERED)),
    Figure("self_per_letter", "本人签收率", "Signed by the addressee", "已有最终结果的信函", "letters with a final outcome", _per_letter(("self",))),
    Figure("effective_per_letter", "有效送达率", "Legally effective delivery", "已有最终结果的信函", "letters with a final outcome", _per_letter(EFFECTIVE)),
    Figure("refused_per_letter", "拒收率", "Refused", "已有最终结果的信函", "letters with a final outcome", _per_letter(("refused",))),
    Figure("returned_per_letter", "退件率", "Returned", "已有最终结果的信函", "letters with a final outcome", _per_letter(("returned",))),
    Figure("delivered_first_try", "首投成功率", "Delivered at the first try", "投递过的借款人", "borrowers tried", _within_tries(1)),
    Figure("delivered_within_2", "两次内人均送达率", "Delivered within 2 tries", "投递过的借款人", "borrowers tried", _within_tries(2)),
    Figure("delivered_within_3", "三次内人均送达率", "Delivered within 3 tries", "投递过的借款人", "borrowers tried", _within_tries(3)),
    Figure("contacted_per_borrower", "触达率", "Reached in person", "投递过的借款人", "borrowers tried", _reached),
    Figure("tried_per_borrower", "投递覆盖率", "Borrowers tried", "在手借款人", "borrowers in hand", _tried),
    Figure("valid_per_address", "地址有效率", "Valid addresses", "合法可用的地址", "addresses that may lawfully be used", _valid_address),
    Figure("npl_per_case", "不良率（逾期90天以上）", "NPL (over 90 days past due)", "案件", "cases", _npl),
    Figure("repaid_per_case", "回款户率", "Cases with a repayment", "案件", "cases", _repaying),
    Figure("repaid_amount", "金额回收率", "Share of the amount repaid", "委案金额", "amount handed over", _repaid_amount),
)  # fmt: skip


def tally_kpis(portfolio: Portfolio, scope: Scope | None = None, *, lang: str = "zh") -> pd.DataFrame:
    """Count all key figures.

    Parameters
    ----------
    portfolio
        Frames to count from.
    scope
        Part to count. Its period chooses letters by ``attempted_at``; cases and addresses stay all.
    lang
        ``zh`` or ``en``, for names and denominators.

    Returns
    -------
    pandas.DataFrame
        Table ``kpis``: one row per figure whose columns are there. Shares have Wilson's 95 % interval;
        the share of the amount has the ratio estimator's, for which ``hits`` are the cases that repaid.
        ``kpi_value`` is NaN where nothing could be counted. Tries are numbered per borrower in order of time
        within the scope.
    """
    scope = scope or Scope()
    counted = _collect(portfolio, scope)
    rows = []
    for figure in FIGURES:
        ratio = figure.count(counted)
        if ratio is not None:
            names = (figure.en, figure.en_of) if lang == "en" else (figure.zh, figure.zh_of)
            rows.append((figure.kpi, *names, *summarise(ratio), scope.period.label if scope.period else ""))
    return pd.DataFrame(rows, columns=list(table("kpis").columns))


def _collect(portfolio: Portfolio, scope: Scope) -> Counted:
    require(portfolio.attempts, ("address_id", "attempted_at", "outcome"), where="attempts")
    require(portfolio.locations, ("address_id", "level", "decision"), where="locations")
    cases = portfolio.cases.drop_duplicates("case_id")
    for name, wanted in (("product", scope.products), ("lender", scope.lenders)):
        if wanted:
            require(cases, (name,), where="cases")
            cases = cases[cases[name].isin(wanted)]
    addresses = portfolio.addresses.drop_duplicates("address_id")
    addresses = addresses[addresses["case_id"].isin(cases["case_id"])][["address_id", "case_id"]]
    addresses = addresses.merge(
        cases[["case_id", "borrower"]], on="case_id", how="left", validate="many_to_one"
    )
    final = ~portfolio.attempts["outcome"].isin(OPEN_OUTCOMES) & portfolio.attempts["outcome"].notna()
    if scope.period is not None:
        final &= scope.period.holds(portfolio.attempts["attempted_at"])
    columns = [
        name
        for name in ("address_id", "attempted_at", "outcome", "return_reason")
        if name in portfolio.attempts.columns
    ]
    letters = portfolio.attempts.loc[final, columns].merge(
        addresses, on="address_id", how="inner", validate="many_to_one"
    )
    if "return_reason" not in letters.columns:
        letters["return_reason"] = None
    letters = letters.sort_values("attempted_at", kind="stable")
    letters["try_number"] = letters.groupby("borrower").cumcount() + 1
    places = portfolio.locations[["address_id", "level", "decision"]].drop_duplicates("address_id")
    return Counted(
        letters, cases, addresses.merge(places, on="address_id", how="left", validate="one_to_one")
    )


def summarise(ratio: Ratio) -> tuple[float, float, float, int, int]:
    """Return share, low and high end of its 95 % interval, ``n`` and ``hits``."""
    n, total = len(ratio.bottom), float(ratio.bottom.sum())
    hits = int((ratio.top > 0).sum())
    if not n or total <= 0:
        return np.nan, np.nan, np.nan, n, hits
    share = float(ratio.top.sum() / total)
    if ratio.is_share:
        low, high = (float(each) for each in wilson_interval(ratio.top.sum(), total))
        return share, low, high, n, hits
    # Ratio of sums: the variance of the residuals (Cochran 1977, 2.11).
    residual = ratio.top - share * ratio.bottom
    error = float(np.sqrt(n / max(n - 1, 1) * float(residual @ residual))) / total
    half = float(ndtri(0.975)) * error
    return share, max(share - half, 0.0), share + half, n, hits
