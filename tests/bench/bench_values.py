"""Off-policy values against the truth: 20 worlds with a hidden confounder, probabilities logged and estimated.

Run ``python tests/bench/bench_values.py [--cases 120000] [--runs 20]``. The rule judged is "the model's best address, 5 % explored".
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from workbench.cases.samples import make_plane
from workbench.delivery import DeliveryModel, Features, choice_probabilities
from workbench.delivery.models import draw_folds
from workbench.delivery.stages import fit_stage
from workbench.experiments import value_of_rule

CARRIER_FAULTS = 0.02


def estimate_propensity(log: pd.DataFrame, actions: pd.DataFrame) -> pd.Series:
    """Estimate the log's probabilities afterwards, from what is seen: kind, level, years (never the hidden field)."""
    chosen = actions["address_id"].isin(set(log["address_id"])).to_numpy(float)
    stage = fit_stage(
        actions,
        chosen,
        draw_folds(actions, seed=0),
        Features(categories=("kind", "level"), numbers=("years", "agrees")),
    )
    p = pd.Series(1 / (1 + np.exp(-stage.log_odds(actions))), index=actions.index)
    p /= p.groupby(actions["borrower"]).transform("sum")
    return log["address_id"].map(pd.Series(p.to_numpy(), index=actions["address_id"]))


def run(seed: int, cases: int) -> list[dict[str, object]]:
    """One world: every estimator with logged and with estimated probabilities."""
    plane = make_plane(cases=cases, seed=seed)
    letters, addresses = (
        table.rename(columns={"case": "borrower"}) for table in (plane.letters, plane.addresses)
    )
    model = DeliveryModel.fit(letters[letters["borrower"] < cases / 2])
    actions = addresses[addresses["borrower"] >= cases / 2].reset_index(drop=True)
    truth = actions["p_delivered"].to_numpy() * (1 - CARRIER_FAULTS)
    actions["p_delivered"] = model.score(actions, reasons=False)["p_delivered"] * (1 - CARRIER_FAULTS)
    actions["p_rule"] = choice_probabilities(
        actions["borrower"].to_numpy(), actions["p_delivered"].to_numpy(), exploration_share=0.05
    )
    log = letters[letters["borrower"] >= cases / 2].reset_index(drop=True)
    value = float((truth * actions["p_rule"]).sum() / len(log))
    rows = []
    for kind, used in (
        ("logged", log),
        ("estimated", log.assign(p_chosen=estimate_propensity(log, actions))),
    ):
        judged = value_of_rule(used, actions, estimated=kind == "estimated", rounds=200, seed=seed)
        for row in judged.estimates.itertuples():
            inside = row.low <= value <= row.high
            rows.append(
                {
                    "probabilities": kind,
                    "method": row.method,
                    "error": row.value - value,
                    "covered": inside,
                    "warnings": len(judged.warnings),
                }
            )
    return rows


def main() -> None:
    """Print bias, spread and cover of each estimator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=120_000)
    parser.add_argument("--runs", type=int, default=20)
    asked = parser.parse_args()
    table = pd.DataFrame([row for seed in range(asked.runs) for row in run(seed, asked.cases)])
    grouped = table.groupby(["probabilities", "method"], sort=False)
    out = grouped["error"].agg(bias="mean", sd="std", worst=lambda error: error.abs().max())
    out["covered_share"], out["warnings"] = grouped["covered"].mean(), grouped["warnings"].mean()
    print(out.round(4).to_string())


if __name__ == "__main__":
    main()
