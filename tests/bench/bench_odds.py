"""Odds of delivery and off-policy values against the truth of the statistical world.

Run ``python tests/bench/bench_odds.py [--cases 120000] [--seeds 3]``. Baselines and peers (rates in the sample, raw rates out of
fold, LightGBM with and without the leak, the true odds) are measured in the same run on the same letters.
"""

from __future__ import annotations

import argparse
import resource
import time

import lightgbm
import numpy as np
import pandas as pd
from knowable import knowable_odds

from workbench.cases.samples import Plane, make_plane
from workbench.delivery import DeliveryModel, Features, hierarchical_rates, label_attempts
from workbench.delivery.evaluation import area_under_curve, calibration_error, log_loss
from workbench.delivery.history import count_before
from workbench.delivery.models import draw_folds
from workbench.delivery.rates import out_of_fold_rates
from workbench.delivery.stages import fit_stage

TRAIN_SHARE = 0.6
PLAIN = Features(categories=("kind", "level"), numbers=("years", "agrees"))
RATE = Features(categories=("kind", "level"), numbers=("years", "agrees", "rate"))


def measure(
    name: str, p_train: np.ndarray | None, p_test: np.ndarray, train: pd.Series, test: pd.Series
) -> dict[str, object]:
    """Figures of one model."""
    a = area_under_curve(p_train, train.to_numpy()) if p_train is not None else np.nan
    hits = test.to_numpy()
    return {
        "model": name,
        "train_auc": a,
        "test_auc": area_under_curve(p_test, hits),
        "log_loss": log_loss(p_test, hits),
        "ece": calibration_error(p_test, hits),
    }


def logistic(value: np.ndarray) -> np.ndarray:
    """Log odds to odds."""
    return 1 / (1 + np.exp(-value))


def logit(share: np.ndarray) -> np.ndarray:
    """Odds to log odds, kept finite."""
    safe = np.clip(share, 0.005, 0.995)
    return np.log(safe / (1 - safe))


def lookup(table: pd.DataFrame, cells: pd.Series, column: str, otherwise: float) -> np.ndarray:
    """Rate of each cell by a table of rates."""
    return cells.map(table.set_index("cell")[column]).astype(float).fillna(otherwise).to_numpy()


def cell_rates(
    train: pd.DataFrame, test: pd.DataFrame, hits: np.ndarray, folds: np.ndarray
) -> dict[str, tuple]:
    """Rates of the cells per method: in the training rows and in the test rows."""
    cells, overall = train["cell"].to_numpy(), hits.mean()
    every = np.unique(np.concatenate([cells, test["cell"].to_numpy()]))
    zeros = np.zeros(len(every))
    full = hierarchical_rates(
        np.concatenate([cells, every]),
        np.concatenate([hits, zeros]),
        np.concatenate([np.ones(len(hits)), zeros]),
    )
    flat = hierarchical_rates(cells, hits, np.ones(len(hits)), coarsest=8)
    raw_oof, flat_oof = np.empty(len(hits)), out_of_fold_rates(cells, hits, folds, coarsest=8)
    for fold in np.unique(folds):
        rest = (
            pd.DataFrame({"cell": cells[folds != fold], "hit": hits[folds != fold]})
            .groupby("cell", as_index=False)
            .mean()
        )
        raw_oof[folds == fold] = lookup(rest, train["cell"][folds == fold], "hit", overall)
    return {
        "+ raw cell rate in-sample (leak)": (
            lookup(full, train["cell"], "raw_share", overall),
            lookup(full, test["cell"], "raw_share", overall),
        ),
        "+ raw cell rate out-of-fold": (raw_oof, lookup(full, test["cell"], "raw_share", overall)),
        "+ EB rate of the cell alone, OOF": (flat_oof, lookup(flat, test["cell"], "smooth_share", overall)),
        "+ hierarchical EB 5-8, OOF": (
            out_of_fold_rates(cells, hits, folds),
            lookup(full, test["cell"], "smooth_share", overall),
        ),
    }


def boosted(train: pd.DataFrame, test: pd.DataFrame, hits: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple:
    """LightGBM on the same columns."""

    def columns(frame: pd.DataFrame, rate: np.ndarray) -> np.ndarray:
        return np.column_stack(
            [frame["kind"].cat.codes, frame["level"].cat.codes, frame["years"], frame["agrees"], logit(rate)]
        )

    model = lightgbm.LGBMClassifier(
        n_estimators=150,
        learning_rate=0.05,
        num_leaves=31,
        min_child_samples=50,
        verbose=-1,
        n_jobs=2,
        random_state=0,
    )
    model.fit(columns(train, a), hits, categorical_feature=[0, 1])
    return tuple(model.booster_.predict(columns(frame, rate)) for frame, rate in ((train, a), (test, b)))


def compare_models(plane: Plane, seed: int) -> list[dict[str, object]]:
    """All models on one world's letters, split by case."""
    letters = plane.letters.rename(columns={"case": "borrower"})
    letters = letters[label_attempts(letters)["delivered"].notna()].reset_index(drop=True)
    in_train = np.random.default_rng(seed + 100).random(len(letters)) < TRAIN_SHARE
    train, test = letters[in_train].reset_index(drop=True), letters[~in_train].reset_index(drop=True)
    a, b = train["delivered"].astype(float), test["delivered"].astype(float)
    folds = draw_folds(train, seed=seed)
    rows = []
    for name, features in (
        ("level only", Features(categories=("level",), numbers=(), crossed=())),
        ("+ source, age, agreement", PLAIN),
    ):
        stage = fit_stage(train, a.to_numpy(), folds, features)
        rows.append(measure(name, logistic(stage.log_odds(train)), logistic(stage.log_odds(test)), a, b))
    rates = cell_rates(train, test, a.to_numpy(), folds)
    for name, (of_train, of_test) in rates.items():
        stage = fit_stage(train.assign(rate=logit(of_train)), a.to_numpy(), folds, RATE)
        p = (
            logistic(stage.log_odds(frame.assign(rate=logit(rate))))
            for frame, rate in ((train, of_train), (test, of_test))
        )
        rows.append(measure(name, *p, a, b))
    for name, model in (
        ("DeliveryModel (two stages)", DeliveryModel.fit(train, seed=seed)),
        ("DeliveryModel, boosting", DeliveryModel.fit(train, learner="boosting", seed=seed)),
        ("DeliveryModel.prior()", DeliveryModel.prior()),
    ):
        p = model.score(test, reasons=False)["p_delivered"].to_numpy()
        rows.append(measure(name, None, p, a, b))
    for name, key in (
        ("LightGBM + hierarchical EB", "+ hierarchical EB 5-8, OOF"),
        ("LightGBM + raw leak", "+ raw cell rate in-sample (leak)"),
    ):
        rows.append(measure(name, *boosted(train, test, a.to_numpy(), *rates[key]), a, b))
    knowable = pd.Series(knowable_odds(plane), index=plane.addresses["address_id"])
    rows.append(measure("knowable, ground exact", None, knowable[test["address_id"]].to_numpy(), a, b))
    rows.append(measure("oracle, hidden included", None, test["p_delivered"].to_numpy(), a, b))
    return rows


def compare_choices(plane: Plane, seed: int) -> dict[str, float]:
    """Compare the true success of choosing by chance, as logged, by the model, by the best that can be known, and by the truth.

    The model learns from the letters of one half of the borrowers and chooses for the other half, for which it knows only how the
    letters of earlier campaigns ended.
    """
    letters, addresses, earlier = (
        table.rename(columns={"case": "borrower"})
        for table in (plane.letters, plane.addresses, plane.earlier)
    )
    half = letters["borrower"].max() / 2
    sent = pd.concat([earlier, letters], ignore_index=True)
    sent = sent[sent["borrower"] < half].reset_index(drop=True)
    addresses["attempted_at"] = letters["attempted_at"].min()
    if len(earlier):
        sent, addresses = (
            sent.join(count_before(sent, sent)),
            addresses.join(count_before(earlier, addresses)),
        )
    scored = DeliveryModel.fit(sent, seed=seed).score(addresses, reasons=False)
    rest = addresses["borrower"] >= half
    truth, who = addresses.loc[rest, "p_delivered"], addresses.loc[rest, "borrower"]
    knowable = pd.Series(knowable_odds(plane), index=addresses.index)[rest]
    out = {
        "earlier letters": len(earlier) / len(letters),
        "random": truth.groupby(who).mean().mean(),
        "logged": (truth * addresses.loc[rest, "p_logged"]).groupby(who).sum().mean(),
        "model's best": truth[scored.loc[rest, "rank"].eq(1)].mean(),
        "knowable": truth[knowable.groupby(who).idxmax()].mean(),
        "oracle": truth.groupby(who).max().mean(),
    }
    gain = (out["model's best"] - out["random"]) / (out["knowable"] - out["random"])
    return out | {"reached of the knowable gain": gain}


def cell_errors(plane: Plane) -> pd.DataFrame:
    """Root mean square error and cover of the cells' rates, by letters per cell."""
    truth = plane.cells.set_index("cell_number")["true_delivered"]
    letters = plane.letters
    rates = hierarchical_rates(
        letters["cell"].to_numpy(), letters["delivered"].astype(float), np.ones(len(letters))
    )
    flat = hierarchical_rates(
        letters["cell"].to_numpy(), letters["delivered"].astype(float), np.ones(len(letters)), coarsest=8
    )
    rates["truth"], rates["flat"] = rates["cell"].map(truth), flat["smooth_share"]
    rates["letters"] = pd.cut(
        rates["n"], [0, 4, 9, 29, 99, 10**9], labels=["1-4", "5-9", "10-29", "30-99", "100+"]
    )
    inside = (rates["low_share"] <= rates["truth"]) & (rates["truth"] <= rates["high_share"])
    squares = pd.DataFrame(
        {name: (rates[name] - rates["truth"]) ** 2 for name in ("raw_share", "flat", "smooth_share")}
    )
    out = squares.groupby(rates["letters"], observed=True).mean() ** 0.5
    return out.assign(cover=inside.groupby(rates["letters"], observed=True).mean())


def time_million(plane: Plane) -> tuple[float, float]:
    """Seconds to fit on and to score 1,000,000 rows."""
    letters = plane.letters.rename(columns={"case": "borrower"})
    copies = -(-1_000_000 // len(letters))
    rows = pd.concat(
        [letters.assign(borrower=letters["borrower"] + i * len(letters)) for i in range(copies)],
        ignore_index=True,
    ).iloc[:1_000_000]
    start = time.perf_counter()
    model = DeliveryModel.fit(rows)
    fitted = time.perf_counter()
    model.score(rows)
    return fitted - start, time.perf_counter() - fitted


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=120_000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--million", action="store_true", help="time one million rows as well")
    asked = parser.parse_args()
    models, choices, cells = [], [], []
    for seed in range(asked.seeds):
        start = time.perf_counter()
        plane = make_plane(cases=asked.cases, seed=seed)
        print(
            f"seed {seed}: world of {len(plane.addresses):,} addresses in {time.perf_counter() - start:.2f} s"
        )
        models += compare_models(plane, seed)
        # The same world, with none, one and two earlier letters to each borrower on file.
        choices += [
            {"seed": seed, **compare_choices(make_plane(cases=asked.cases, seed=seed, campaigns=count), seed)}
            for count in (1, 2, 3)
        ]
        cells.append(cell_errors(plane))
    print("\nModels, mean over seeds")
    print(pd.DataFrame(models).groupby("model", sort=False).mean().round(4).to_string())
    print("\nTrue success of a choice rule: no model can beat the knowable")
    table = pd.DataFrame(choices).sort_values(["earlier letters", "seed"], kind="stable")
    print(table.round(3).to_string(index=False))
    print(table.groupby("earlier letters").mean().drop(columns="seed").round(3).to_string())
    print("\nError of cell rates by letters per cell, mean over seeds")
    print((sum(cells) / len(cells)).round(3).to_string())
    if asked.million:
        fit, score = time_million(plane)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"\n1,000,000 rows: fit {fit:.1f} s, score with reasons {score:.1f} s; peak memory of the run {peak:.1f} GB"
        )


if __name__ == "__main__":
    main()
