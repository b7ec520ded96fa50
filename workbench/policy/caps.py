"""How often a borrower may be contacted: rolling windows over the attempts of all agencies."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.errors import InputError
from workbench.tables import require

if TYPE_CHECKING:
    from workbench.policy.terms import Cap


def exceeds_cap(frame: pd.DataFrame, cap: Cap, attempts: pd.DataFrame, counted: pd.Series) -> pd.Series:
    """Tell which planned contacts would be too many.

    Contacts are taken in the order of their time; one that is forbidden does not count against later ones. A contact is forbidden
    if, with it, some span of ``cap.days`` times 24 hours would hold more than ``cap.most`` contacts with the borrower, before or after it; two
    contacts exactly that far apart do not share a span. Without a time or a borrower it is forbidden.

    Parameters
    ----------
    frame
        Planned contacts: ``borrower``, ``channel``, ``arrive_at``.
    cap
        The cap.
    attempts
        Contacts that took place or are already fixed, of every agency: ``borrower``, ``channel``, ``attempted_at``.
    counted
        Which rows no other rule forbids; the others are not judged here.
    """
    require(attempts, ["borrower", "channel", "attempted_at"], where="attempts")
    judged = counted & frame["channel"].isin(cap.channels)
    times = _numbers(frame["arrive_at"])
    known = judged & frame["borrower"].notna() & frame["arrive_at"].notna()
    plan = pd.DataFrame({"borrower": frame["borrower"], "at": times})[known]
    past = _past(attempts, cap, frozenset(plan["borrower"]))
    span = cap.days * 86_400_000_000
    plan = plan.sort_values("at", kind="stable")
    refused = []
    for borrower, at in zip(plan["borrower"], plan["at"], strict=True):
        taken = past.setdefault(borrower, [])
        crowded = _is_crowded(taken, at, cap.most, span)
        refused.append(crowded)
        if not crowded:
            insort(taken, at)
    over = judged & ~known
    over[plan.index[np.array(refused, dtype=bool)]] = True
    return over


def _is_crowded(taken: list[int], at: int, most: int, span: int) -> bool:
    """Tell whether some span that contains ``at`` would hold more than ``most`` contacts; ``taken`` is sorted."""
    if most == 0:
        return True
    low, high = bisect_left(taken, at - span + 1), bisect_left(taken, at + span)
    near = sorted([*taken[low:high], at])
    return any(near[i + most] - near[i] < span for i in range(len(near) - most))


def _past(attempts: pd.DataFrame, cap: Cap, wanted: frozenset[str]) -> dict[str, list[int]]:
    rows = attempts[attempts["channel"].isin(cap.channels) & attempts["borrower"].isin(wanted)]
    if rows["attempted_at"].isna().any():
        raise InputError(
            f"attempts: {int(rows['attempted_at'].isna().sum())} of them have no time, so the cap {cap.id!r} cannot be checked. "
            "Fill in attempted_at."
        )
    ordered = pd.DataFrame({"borrower": rows["borrower"], "at": _numbers(rows["attempted_at"])}).sort_values(
        "at"
    )
    return {
        str(borrower): [int(at) for at in group]
        for borrower, group in ordered.groupby("borrower", sort=False)["at"]
    }


def _numbers(moments: pd.Series) -> pd.Series:
    """Return microseconds since 1970 in local time of China."""
    moments = pd.to_datetime(moments)
    if moments.dt.tz is not None:
        moments = moments.dt.tz_convert("Asia/Shanghai").dt.tz_localize(None)
    return moments.astype("datetime64[us]").astype("int64")
