"""Learn the judge of pairs from labelled pairs: ``python tests/bench/learn_pairs.py`` writes ``weights/pairs.json``.

Every pair is shown twice, among its rivals and alone, so that one judge serves both. Networks of several seeds are averaged.
Thresholds are fit on pairs that the networks have not seen. The weights hold no row of the data.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from place_truth import data_folder
from sklearn.metrics import f1_score

import workbench.matching
from workbench.matching.learning import fit_network
from workbench.matching.network import Network
from workbench.matching.pairs import PairJudge, PairThresholds, classify_pairs, read_pairs
from workbench.tables import PAIR_CLASSES

SEEDS = (0, 1)
HIDDEN = (40,)
EPOCHS = 16
PENALTY = 3.0


def read_labelled(folder: Path) -> pd.DataFrame:
    """Read the labelled pairs."""
    return pd.read_parquet(folder / "labelled" / "pairs.parquet").reset_index(drop=True)


def split_queries(frame: pd.DataFrame, seed: int = 0) -> np.ndarray:
    """Return 0 or 1 for each pair, the same for all pairs of one query."""
    names = frame["query"].unique()
    half = np.random.default_rng(seed).permutation(len(names)) % 2
    return frame["query"].map(dict(zip(names, half, strict=True))).to_numpy()


def describe(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the features of the pairs among their rivals and alone."""
    return tuple(
        pd.DataFrame(read_pairs(frame, "query", "candidate", rivals=rivals)) for rivals in (True, False)
    )


def fit(tables: tuple[pd.DataFrame, ...], label: pd.Series, some: np.ndarray) -> PairJudge:
    """Fit the networks on some of the pairs, with the thresholds of the program's first guess."""
    both = pd.concat([table[some] for table in tables], ignore_index=True)
    said = np.tile(label[some].to_numpy(), len(tables))
    provenance = {"data": "labelled pairs, CCKS 2021 track 3 family", "rows": int(some.sum())}

    def networks(target: np.ndarray) -> tuple[Network, ...]:
        columns = {name: both[name].to_numpy() for name in both}
        return tuple(
            fit_network(
                columns, target, hidden=HIDDEN, logistic=True, epochs=EPOCHS, penalty=PENALTY, seed=seed, provenance=provenance,
            )
            for seed in SEEDS
        )  # fmt: skip

    return PairJudge(networks(said == "exact"), networks(said != "no"), PairThresholds())


def weigh(judge: PairJudge, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the judge's probabilities."""
    return judge.weigh({name: table[name].to_numpy() for name in table})


def fit_thresholds(exact: np.ndarray, related: np.ndarray, label: np.ndarray) -> PairThresholds:
    """Choose the thresholds with the best macro-F1."""
    best = (0.0, PairThresholds())
    for high in np.quantile(exact, np.linspace(0.75, 0.99, 25)):
        for low in np.quantile(related, np.linspace(0.2, 0.8, 31)):
            tried = PairThresholds(exact=round(float(high), 3), related=round(float(low), 3))
            score = f1_score(
                label, classify_pairs(exact, related, tried), labels=PAIR_CLASSES, average="macro"
            )
            best = max(best, (score, tried), key=lambda one: one[0])
    return best[1]


def main() -> None:
    """Write the judge that ships: learned on all pairs, its thresholds on the halves that the other half's networks judged."""
    frame = read_labelled(data_folder())
    tables, half = describe(frame), split_queries(frame)
    exact, related = np.zeros(len(frame)), np.zeros(len(frame))
    for side in (0, 1):
        judge = fit(tables, frame["label"], half != side)
        exact[half == side], related[half == side] = weigh(judge, tables[0][half == side])
    whole = fit(tables, frame["label"], np.ones(len(frame), bool))
    judge = PairJudge(whole.exact, whole.related, fit_thresholds(exact, related, frame["label"].to_numpy()))
    path = Path(workbench.matching.__file__).parent / "weights" / "pairs.json"
    path.write_text(json.dumps(judge.as_json(), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes, thresholds {judge.thresholds}")


if __name__ == "__main__":
    main()
