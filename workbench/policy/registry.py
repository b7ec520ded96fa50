"""Every rule once: what it needs, when it is asked, how it is worded. A new rule is one function and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.policy.grounds import (
    has_wrong_channel,
    has_wrong_kind,
    is_stopped,
    lacks_decision,
    lacks_source,
    lacks_staff,
)
from workbench.policy.hours import in_quiet_hours

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from workbench.policy.terms import Policy

# Before addresses are chosen there is no time and no staff; before anything leaves the house everything is asked.
STAGES = ("choice", "export")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Parameters
    ----------
    id
        Id in verdicts and the audit trail; ``basis`` of a profile has the same name.
    violated
        Function of (frame, policy) that tells which rows break it.
    needs
        Columns without which it cannot be checked.
    zh, en
        What is said to people.
    stages
        When it is asked.
    """

    id: str
    violated: Callable[[pd.DataFrame, Policy], pd.Series]
    needs: tuple[str, ...]
    zh: str
    en: str
    stages: tuple[str, ...] = STAGES


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "lawful_source",
            lacks_source,
            ("lawful_source",),
            "地址没有合法来源",
            "the address has no lawful source",
        ),
        Rule("stop_flag", is_stopped, ("stop_flag",), "案件已停催", "the case bears a stop mark"),
        Rule(
            "address_kind",
            has_wrong_kind,
            ("kind", "channel"),
            "该类地址不得使用此渠道",
            "this channel may not be used for this kind of address",
        ),
        Rule(
            "document_channel",
            has_wrong_channel,
            ("channel",),
            "该类文书不得使用此渠道",
            "this document may not go by this channel",
        ),
        Rule(
            "automation",
            lacks_decision,
            ("no_automation",),
            "须由人工决定",
            "a person must decide first",
            ("export",),
        ),
        Rule(
            "quiet_hours",
            in_quiet_hours,
            ("channel", "arrive_at"),
            "在禁止时段内或没有时间",
            "within quiet hours, or without a time",
            ("export",),
        ),
        Rule(
            "staff",
            lacks_staff,
            ("channel", "staff"),
            "上门人数不足",
            "too few people for a visit",
            ("export",),
        ),
    )
}
CAP_NEEDS = ("borrower", "channel", "arrive_at")
CAP_ZH, CAP_EN = "{days}天内超过{most}次", "more than {most} in {days} days"
