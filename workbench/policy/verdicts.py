"""What the policy says of each planned contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import InputError, PolicyError
from workbench.policy.caps import exceeds_cap
from workbench.policy.registry import CAP_EN, CAP_NEEDS, CAP_ZH, RULES, STAGES
from workbench.tables import require

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.policy.terms import Cap, Policy


def check(
    frame: pd.DataFrame,
    policy: Policy,
    *,
    stage: str = "export",
    attempts: pd.DataFrame | None = None,
    rules: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return a verdict per row: ``allowed``, ``rules`` (ids joined by ``;``), ``reason_zh``, ``reason_en``.

    These are checks against the values of a profile, not a finding of legal compliance. A rule that cannot be checked because a
    column is missing is an error, never a pass.

    Parameters
    ----------
    frame
        Planned contacts: ``borrower, channel, kind, lawful_source, stop_flag, no_automation``, for an export also
        ``arrive_at, staff``; optional ``leave_at, document, human_decision, agreed_hours, timezone``.
    policy
        A loaded profile.
    stage
        ``choice`` before addresses are chosen (no times yet) or ``export`` before anything leaves the house.
    attempts
        For an export: contacts so far, of all agencies, for the caps; an empty table if there were none.
    rules
        Ids of the rules to ask, instead of those of the stage; caps have the ids of the profile.

    Raises
    ------
    InputError
        If a column or the attempts are missing, or a stage or rule is unknown.
    """
    wanted, caps = _wanted(policy, stage, rules)
    require(frame, {name: None for rule in wanted for name in RULES[rule].needs}, where="policy check")
    broken: dict[str, pd.Series] = {rule: RULES[rule].violated(frame, policy).astype(bool) for rule in wanted}
    allowed = ~pd.DataFrame(broken, index=frame.index).any(axis=1)
    wording = {rule: (RULES[rule].zh, RULES[rule].en) for rule in wanted}
    for cap in caps:
        require(frame, CAP_NEEDS, where="policy check")
        broken[cap.id] = exceeds_cap(
            frame.reset_index(drop=True), cap, _known(attempts, cap), allowed.reset_index(drop=True)
        ).set_axis(frame.index)
        allowed &= ~broken[cap.id]
        wording[cap.id] = (
            CAP_ZH.format(days=cap.days, most=cap.most),
            CAP_EN.format(days=cap.days, most=cap.most),
        )
    return pd.DataFrame(
        {
            "allowed": allowed,
            "rules": _joined(broken, {rule: rule for rule in broken}, frame.index),
            "reason_zh": _joined(broken, {rule: zh for rule, (zh, _) in wording.items()}, frame.index),
            "reason_en": _joined(broken, {rule: en for rule, (_, en) in wording.items()}, frame.index),
        }
    )


def require_allowed(verdicts: pd.DataFrame, policy: Policy, *, where: str) -> None:
    """Raise unless every row is allowed: the gate before an export.

    Raises
    ------
    PolicyError
        With the number of rows and the rules that forbid them.
    """
    forbidden = verdicts[~verdicts["allowed"]]
    if len(forbidden):
        counts = forbidden["rules"].str.split(";").explode().value_counts()
        told = ", ".join(f"{rule} ({count})" for rule, count in counts.items())
        raise PolicyError(
            f"{where}: {len(forbidden):,} of {len(verdicts):,} contacts break the policy {policy.name}: {told}. "
            "Leave these rows out, or change the plan; nothing was written."
        )


def _wanted(policy: Policy, stage: str, rules: Collection[str] | None) -> tuple[list[str], list[Cap]]:
    if stage not in STAGES:
        raise InputError(f"policy check: there is no stage {stage!r}. Expected one of: {', '.join(STAGES)}.")
    if rules is None:
        return [rule for rule in RULES if stage in RULES[rule].stages], list(
            policy.caps
        ) if stage == "export" else []
    known = [*RULES, *(cap.id for cap in policy.caps)]
    unknown = [rule for rule in rules if rule not in known]
    if unknown:
        raise InputError(
            f"policy check: unknown rules {', '.join(unknown)}. Expected some of: {', '.join(known)}."
        )
    return [rule for rule in RULES if rule in rules], [cap for cap in policy.caps if cap.id in rules]


def _known(attempts: pd.DataFrame | None, cap: Cap) -> pd.DataFrame:
    if attempts is None:
        raise InputError(
            f"policy check: the cap {cap.id!r} counts earlier contacts. Pass attempts=, an empty table if there were none."
        )
    return attempts


def _joined(broken: dict[str, pd.Series], words: dict[str, str], index: pd.Index) -> pd.Series:
    joined = pd.Series("", index=index, dtype="object")
    for rule, rows in broken.items():
        joined = joined.where(~rows, joined + ";" + words[rule])
    return joined.str.removeprefix(";").astype("str")
