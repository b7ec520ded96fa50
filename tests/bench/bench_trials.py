"""Planning and reading of trials: sample sizes beside statsmodels, errors of the first kind, and what the best of 30 days shows.

Run ``python tests/bench/bench_trials.py [--rounds 1000]``. Null trials are drawn and read as real ones: strata by lender and days
past due, two cases for some borrowers, skewed amounts, past payments as a covariate.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

from workbench.experiments import (
    Plan,
    best_day_by_chance,
    draw_arms,
    estimate_effects,
    overdue_bands,
    sample_size,
)

PAIRS = (
    (0.3, 0.75), (0.3, 0.33), (0.6, 0.63), (0.005, 0.0065), (0.01, 0.013), (0.01, 0.011), (0.02, 0.026), (0.05, 0.065),
)  # fmt: skip
PLAN = Plan("null", "Nothing happens.", "repaid", 30, strata=("lender", "overdue_band"))
BORROWERS = 1000


def compare_sizes() -> pd.DataFrame:
    """Borrowers per arm by both programs."""
    rows = [
        (a, b, sample_size(a, b), samplesize_proportions_2indep_onetail(b - a, a, 0.8, alpha=0.05))
        for a, b in PAIRS
    ]
    table = pd.DataFrame(rows, columns=["control", "treated", "workbench", "statsmodels"])
    return table.assign(gap=table["workbench"] - table["statsmodels"])


def null_trial(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Draw a trial in which nothing works: people, arms, outcomes per case."""
    rng = np.random.default_rng(seed)
    days = pd.Series(rng.integers(10, 240, BORROWERS))
    people = pd.DataFrame(
        {
            "borrower": np.arange(BORROWERS),
            "lender": rng.choice(["x", "y", "z"], BORROWERS, p=[0.5, 0.3, 0.2]),
            "overdue_band": overdue_bands(days),
        }
    )
    willing = rng.gamma(2.0, 1.0, BORROWERS)
    cases = np.concatenate([np.arange(BORROWERS), rng.choice(BORROWERS, BORROWERS // 4, replace=False)])
    paid = (rng.random(len(cases)) < 0.05 * willing[cases]) * rng.lognormal(0.0, 1.0, len(cases))
    outcomes = pd.DataFrame({"borrower": cases, "repaid": paid, "earlier": willing[cases]})
    return people, draw_arms(people, PLAN, seed=seed), outcomes


def count_false(rounds: int) -> pd.DataFrame:
    """Count the null trials called effects, by way of reading them."""
    found = {"plain": 0, "adjusted by past payments": 0, "share who repaid": 0}
    for seed in range(rounds):
        _, drawn, outcomes = null_trial(seed)
        flag = outcomes.assign(repaid=(outcomes["repaid"] > 0).astype(float))
        for name, table, before in (
            ("plain", outcomes, []),
            ("adjusted by past payments", outcomes, ["earlier"]),
            ("share who repaid", flag, ["earlier"]),
        ):
            found[name] += estimate_effects(PLAN, drawn, table, before=before)["verdict"].iloc[0] == "effect"
    rows = [
        (name, count / rounds, *binomtest(count, rounds).proportion_ci()) for name, count in found.items()
    ]
    return pd.DataFrame(rows, columns=["analysis", "called effects", "low", "high"])


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    asked = parser.parse_args()
    print(
        "Borrowers per arm, power .8\n",
        compare_sizes().round({"statsmodels": 1, "gap": 1}).to_string(index=False),
        sep="",
    )
    print(
        f"\n{asked.rounds} trials without effect\n",
        count_false(asked.rounds).round(4).to_string(index=False),
        sep="",
    )
    chances = [
        (size, rate, *(best_day_by_chance(size, rate, days=days) for days in (1, 7, 30)))
        for size, rate in ((5_000, 0.001), (5_000, 0.002), (20_000, 0.001), (20_000, 0.002), (100_000, 0.002))
    ]
    columns = ["per arm", "daily rate", "a given day", "best of 7", "best of 30"]
    print(
        "\nChance of +91 % although nothing works\n",
        pd.DataFrame(chances, columns=columns).to_string(index=False),
        sep="",
    )


if __name__ == "__main__":
    main()
