"""Contacts against the contact policy: how often borrowers were contacted, and who was not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.patterns import Scope, observe, wilson_interval
from workbench.policy import RULES, check
from workbench.report.words import pick

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from workbench.patterns import Portfolio
    from workbench.policy import Cap, Policy
    from workbench.report.facts import Brief

WEEK_DAYS = 7
MOST_TOLD = 4  # contacts in a week; that many and more are one class
_WORDS = {
    "zh": {
        "cap": "任意{days}天内{channels}不超过{most}次",
        "tried": "投递过的借款人",
        "hand": "在手借款人",
        "no_source": "有地址因未说明合法来源而未使用",
        "stop_flag": "有停催标记，不再安排投递",
        "automation": "反对仅由自动化决定，须由人工决定后才投递",
        "address_kind": "有地址不得上门（如单位地址）",
        "letter": "信函",
        "courier": "快递",
        "visit": "上门",
        "court_post": "法院专递",
        "and": "、",
    },
    "en": {
        "cap": "At most {most} by {channels} in any {days} days",
        "tried": "borrowers tried",
        "hand": "borrowers in hand",
        "no_source": "With an address that was not used: no lawful source is stated",
        "stop_flag": "With a stop mark: no further delivery is planned",
        "automation": "Objected to automated decisions: a person decides first",
        "address_kind": "With an address that may not be visited, for example a workplace",
        "letter": "letter",
        "courier": "courier",
        "visit": "visit",
        "court_post": "court post",
        "and": " or ",
    },
}
_COLUMNS = ("kpi", "kpi_name", "denominator", "kpi_value", "low_share", "high_share", "n", "hits")


def count_conduct(portfolio: Portfolio, brief: Brief, quarantine: pd.DataFrame | None) -> pd.DataFrame:
    """Count borrowers who were contacted within each cap of the policy, and those who, or whose addresses, it holds back, and why.

    Parameters
    ----------
    portfolio
        The lender's part.
    brief
        Language, period and policy; without a policy there are no caps.
    quarantine
        Table of that name: addresses without a lawful source.

    Returns
    -------
    pandas.DataFrame
        Rows as in table ``kpis``. For a cap ``hits`` are the borrowers of whom no span of its days holds more contacts.
    """
    words = pick(_WORDS, brief.lang)
    tried, contacts = _list_contacts(portfolio, brief)
    rows = []
    for cap in brief.policy.caps if brief.policy else ():
        busy = count_crowded(contacts[contacts["channel"].isin(cap.channels)], cap.days)
        over = int((busy[busy.index.isin(tried)] > cap.most).sum())
        rows.append((f"cap_{cap.id}", _name_cap(cap, words), words["tried"], len(tried), len(tried) - over))
    borrowers = portfolio.cases["borrower"].drop_duplicates()
    refused = {
        "no_source": _find_unused(portfolio.cases, quarantine),
        **_find_refused(portfolio, brief.policy),
    }
    for key, found in refused.items():
        rows.append((key, words[key], words["hand"], len(borrowers), int(borrowers.isin(found).sum())))
    frame = pd.DataFrame(rows, columns=["kpi", "kpi_name", "denominator", "n", "hits"])
    low, high = wilson_interval(frame["hits"], frame["n"])
    share = frame["hits"] / frame["n"].where(frame["n"] > 0)
    return frame.assign(kpi_value=share, low_share=low, high_share=high)[list(_COLUMNS)]


def count_busiest(portfolio: Portfolio, brief: Brief) -> pd.DataFrame:
    """Count borrowers tried by the contacts in their busiest week: any seven days.

    Returns
    -------
    pandas.DataFrame
        ``contacts`` (``1``, ``2``, ..., the last with ``+``), ``n`` (borrowers tried), ``hits``. Classes of too few borrowers are counted
        with the one below; nothing is left if all fall into one class, or the lowest is too thin.
    """
    tried, contacts = _list_contacts(portfolio, brief)
    busy = count_crowded(contacts, WEEK_DAYS)
    sizes = busy[busy.index.isin(tried)].clip(1, MOST_TOLD).value_counts()
    counts = [int(sizes.get(number, 0)) for number in range(1, MOST_TOLD + 1)]
    least = max(brief.control.least_persons, brief.control.small_count + 1)
    while len(counts) > 1 and counts[-1] < least:
        counts[-2:] = [counts[-2] + counts[-1]]
    if len(counts) == 1 or any(0 < each < least for each in counts):
        counts = []
    names = [*map(str, range(1, len(counts))), f"{len(counts)}+"] if counts else []
    return pd.DataFrame(
        {"contacts": names, "n": len(tried), "hits": counts}, columns=["contacts", "n", "hits"]
    )


def count_crowded(contacts: pd.DataFrame, days: int) -> pd.Series:
    """Return the most contacts that any span of so many times 24 hours holds, by borrower.

    Two contacts exactly that far apart do not share a span, as in the caps of the policy.
    """
    codes, borrowers = pd.factorize(contacts["borrower"])
    times = contacts["attempted_at"].to_numpy("datetime64[ms]").astype(np.int64)
    order = np.lexsort((times, codes))
    codes, times = codes[order], times[order]
    if not len(times):
        return pd.Series(dtype="int64")
    span = days * 86_400_000
    # One line of time: every borrower has a stretch of it, further than a span from the next.
    line = times - times.min() + codes * np.int64(np.ptp(times) + span)
    inside: NDArray[np.int64] = np.searchsorted(line, line + span, side="left") - np.arange(len(line))
    most = pd.Series(inside).groupby(codes).max()
    return most.set_axis(borrowers[most.index])


def _list_contacts(portfolio: Portfolio, brief: Brief) -> tuple[Collection[str], pd.DataFrame]:
    """Return the borrowers tried, as in the key figures, and all contacts that have a time, also those on their way."""
    tried = observe("contacted", portfolio, Scope(period=brief.period))["borrower"]
    attempts = portfolio.attempts
    owner = portfolio.addresses.drop_duplicates("address_id").set_index("address_id")["case_id"]
    person = portfolio.cases.drop_duplicates("case_id").set_index("case_id")["borrower"]
    channel = attempts.get("channel", "letter")
    contacts = pd.DataFrame(
        {
            "borrower": attempts["address_id"].map(owner).map(person),
            "channel": channel,
            "attempted_at": pd.to_datetime(attempts["attempted_at"]),
        }
    ).dropna()
    if brief.period is not None:
        contacts = contacts[brief.period.holds(contacts["attempted_at"])]
    return frozenset(tried), contacts


def _find_unused(cases: pd.DataFrame, quarantine: pd.DataFrame | None) -> pd.Series:
    """Return the borrowers of whose cases here an address lies in quarantine."""
    held: Collection[str] = () if quarantine is None else frozenset(quarantine["case_id"])
    return cases.loc[cases["case_id"].isin(held), "borrower"]


def _find_refused(portfolio: Portfolio, policy: Policy | None) -> dict[str, pd.Series]:
    """Return, by rule of the policy, the borrowers whom it holds back or has an address of whom it may not use for visits."""
    if policy is None:
        return {}
    cases = portfolio.cases
    visits = portfolio.addresses[["case_id", "kind"]].assign(channel="visit")
    visits = visits.merge(cases[["case_id", "borrower"]].drop_duplicates("case_id"), on="case_id")
    return {
        rule: frame.loc[~check(frame, policy, rules=[rule])["allowed"], "borrower"]
        for rule, frame in (("address_kind", visits), ("stop_flag", cases), ("automation", cases))
        if set(RULES[rule].needs) <= set(frame.columns)
    }


def _name_cap(cap: Cap, words: Mapping[str, str]) -> str:
    channels = words["and"].join(words.get(each, each) for each in cap.channels)
    return words["cap"].format(days=cap.days, most=cap.most, channels=channels)
