"""Whether a borrower and an address may be used at all, and by which means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.tables import STOP_FLAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.policy.terms import Policy

_DEFAULT_DOCUMENT = "notice"


def lacks_source(frame: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which addresses have no lawful source, or none that the profile knows."""
    return ~frame["lawful_source"].isin(policy.lawful_sources)


def is_stopped(frame: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which borrowers bear a stop mark; a mark that the profile does not list stops too unless it is empty."""
    marks = frame["stop_flag"].astype("object")
    said = marks.notna() & (marks != "")
    known_elsewhere = ~marks.isin(policy.stop_flags) & marks.isin(STOP_FLAGS)
    return said & ~known_elsewhere


def has_wrong_kind(frame: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which addresses are of a kind that the channel may not be used for."""
    return ~_pairs_allowed(frame["kind"], frame["channel"], policy.address_kinds)


def has_wrong_channel(frame: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which documents may not go by the channel; where no document is named it is a notice."""
    documents = frame["document"] if "document" in frame else pd.Series(_DEFAULT_DOCUMENT, index=frame.index)
    return ~_pairs_allowed(documents.fillna(_DEFAULT_DOCUMENT), frame["channel"], policy.documents)


def lacks_staff(frame: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which visits would be made by too few people."""
    staff = pd.to_numeric(frame["staff"], errors="coerce").astype("float64")
    return (frame["channel"] == "visit") & ~(staff >= policy.visit_min_staff)


def lacks_decision(frame: pd.DataFrame, policy: Policy) -> pd.Series:
    """Tell which contacts a person must decide on first, because the borrower objected to automation alone or the profile asks."""
    if policy.human_decision == "none":
        return pd.Series(data=False, index=frame.index)
    undecided = pd.Series(data=True, index=frame.index)
    if "human_decision" in frame:
        decision = frame["human_decision"].astype("object")
        undecided = decision.isna() | (decision.astype("str").str.strip() == "")
    if policy.human_decision == "all":
        return undecided
    # A missing mark is taken as an objection: nobody asked.
    marks = frame["no_automation"].astype("boolean")
    objected = marks.fillna(value=True).astype(bool)
    return undecided & objected


def _pairs_allowed(first: pd.Series, channel: pd.Series, allowed: Mapping[str, tuple[str, ...]]) -> pd.Series:
    pairs = pd.MultiIndex.from_arrays([first.astype("object"), channel.astype("object")])
    known = [(name, each) for name, channels in allowed.items() for each in channels]
    return pd.Series(pairs.isin(known), index=first.index)
