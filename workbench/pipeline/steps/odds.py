"""Odds of delivery of every address, and which of a borrower's addresses to try next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from workbench.delivery import DeliveryModel, address_features, choose, label_attempts, letter_features
from workbench.pipeline.step import Context, Made, Step
from workbench.policy import check, load_policy
from workbench.tables import Remark, table

if TYPE_CHECKING:
    import pandas as pd

CHANNEL = "courier"
_RULES = ("lawful_source", "address_kind", "document_channel")
_LEAST_LETTERS = 200


def run(context: Context) -> Made:
    """Fit the model on what is known, score every address, choose at most k of each borrower."""
    settings = context.settings
    cases, addresses, locations, attempts = (
        context.read(name) for name in ("cases", "addresses", "locations", "attempts")
    )
    model = _model(context, attempts, addresses, locations)
    features = address_features(addresses, locations, attempts)
    odds = model.score(features, lang=settings.lang)
    allowed = _allowed(context, addresses)
    accepted = locations.loc[locations["decision"] == "accept", "address_id"]
    usable = odds["address_id"].isin(accepted) & odds["address_id"].isin(allowed)
    choices = choose(
        odds[usable],
        k=settings.max_addresses,
        exploration_share=settings.exploration_share,
        seed=settings.seed,
        cases=cases,
        lang=settings.lang,
    )
    tables = {"odds": odds[list(table("odds").columns)], "choices": choices}
    note = {
        "model": model.origin,
        "letters": model.letters,
        "refused_by_policy": len(addresses) - len(allowed),
        "chosen": int(choices["address_id"].notna().sum()),
        "mean_odds": round(float(np.nanmean(odds["p_delivered"])), 3) if len(odds) else None,
    }
    return Made(tables=tables, note=note)


def _allowed(context: Context, addresses: pd.DataFrame) -> pd.Series:
    """Ask the policy before anything is chosen; stops and objections are held by ``choose``, borrower by borrower."""
    policy = load_policy(context.project.policy)
    verdicts = check(addresses.assign(channel=CHANNEL), policy, rules=_RULES)
    context.project.record(
        "policy",
        stage="choice",
        profile=context.settings.policy,
        digest=policy.digest,
        asked=len(verdicts),
        refused=int((~verdicts["allowed"]).sum()),
    )
    allowed: pd.Series = addresses.loc[verdicts["allowed"], "address_id"]
    return allowed


def _model(
    context: Context, attempts: pd.DataFrame, addresses: pd.DataFrame, locations: pd.DataFrame
) -> DeliveryModel:
    letters = letter_features(attempts, addresses, locations)
    known = label_attempts(letters)["present"].notna().sum() if len(letters) else 0
    if known < _LEAST_LETTERS:
        context.say(
            Remark(
                f"Only {known} letters have a known end: odds rest on documented assumptions, not on your data.",
                f"只有 {known} 封信函有已知结果：概率依据成文假设，而不是您的数据。",
            )
        )
        return DeliveryModel.prior()
    return DeliveryModel.fit(letters, seed=context.settings.seed)


STEP = Step(
    "odds",
    "送达概率与选址",
    "odds of delivery and choice of address",
    run,
    reads=("cases", "addresses", "locations", "attempts"),
    inputs=("policy",),
    settings=("max_addresses", "exploration_share", "seed", "lang", "policy"),
)
