"""Pairs: exact, partial or no, against similarities and boosting in the same run.

``python tests/bench/bench_pairs.py``: networks and thresholds are learned on half of the queries and measured on the other half,
in turn; no query stands in both. The judge that ships is learned on all of them and therefore not what is measured here.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from learn_pairs import describe, fit, fit_thresholds, read_labelled, split_queries, weigh
from place_truth import data_folder
from rapidfuzz import fuzz, process
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, roc_auc_score

from workbench.matching.pairs import classify_pairs
from workbench.tables import PAIR_CLASSES

Scores = tuple[np.ndarray, np.ndarray]


def score_similarities(frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the single similarities of the pairs."""
    left, right = frame["query"].tolist(), frame["candidate"].tolist()
    bigrams = [{text[at : at + 2] for at in range(len(text) - 1)} for text in [*left, *right]]
    pairs = zip(bigrams[: len(left)], bigrams[len(left) :], strict=True)
    words = TfidfVectorizer(analyzer="char", ngram_range=(2, 2)).fit([*set(left), *set(right)])
    return {
        "fuzz.ratio": process.cpdist(left, right, scorer=fuzz.ratio) / 100,
        "WRatio": process.cpdist(left, right, scorer=fuzz.WRatio) / 100,
        "bigram Jaccard": np.asarray([len(a & b) / max(len(a | b), 1) for a, b in pairs]),
        "TF-IDF char 2": np.asarray(
            words.transform(left).multiply(words.transform(right)).sum(axis=1)
        ).ravel(),
    }


def boost(frame: pd.DataFrame, similarities: dict[str, np.ndarray], half: np.ndarray) -> Scores:
    """Judge pairs by boosted similarities with their ranks within each query."""
    table = pd.DataFrame(similarities)
    groups = table.groupby(frame["query"].to_numpy())
    table = table.assign(
        **{f"{name} behind": groups[name].transform("max") - table[name] for name in similarities}
    )
    exact, related = np.zeros(len(frame)), np.zeros(len(frame))
    for side in (0, 1):
        some, other = half != side, half == side
        for out, target in ((exact, frame["label"] == "exact"), (related, frame["label"] != "no")):
            model = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.06, random_state=0)
            out[other] = model.fit(table[some], target[some]).predict_proba(table[other])[:, 1]
    return exact, related


def judge_halves(frame: pd.DataFrame, half: np.ndarray) -> dict[str, Scores]:
    """Judge each half with what the other half taught, among rivals and alone."""
    tables = describe(frame)
    out = {name: (np.zeros(len(frame)), np.zeros(len(frame))) for name in ("workbench", "workbench, alone")}
    for side in (0, 1):
        judge = fit(tables, frame["label"], half != side)
        for scores, table in zip(out.values(), tables, strict=True):
            scores[0][half == side], scores[1][half == side] = weigh(judge, table[half == side])
    return out


def report(name: str, scores: Scores, frame: pd.DataFrame, half: np.ndarray) -> None:
    """Print the figures of one scorer; thresholds come from the other half."""
    exact, related = scores
    label = frame["label"].to_numpy()
    figures = []
    for side in (0, 1):
        some, other = half != side, half == side
        thresholds = fit_thresholds(exact[some], related[some], label[some])
        classes = classify_pairs(exact[other], related[other], thresholds)
        figures.append((
            roc_auc_score(label[other] == "exact", exact[other]), roc_auc_score(label[other] != "no", related[other]),
            f1_score(label[other], classes, labels=PAIR_CLASSES, average="macro"),
        ))  # fmt: skip
    best = pd.Series(exact).groupby(frame["query"].to_numpy()).idxmax()
    answerable = (frame["label"] == "exact").groupby(frame["query"].to_numpy()).any()
    hit = (label[best] == "exact")[answerable.to_numpy()].mean()
    auc, any_auc, macro = np.mean(figures, axis=0)
    print(f"{name:24} {auc:9.3f} {any_auc:11.3f} {macro:9.3f} {hit:7.3f}")


def main() -> None:
    """Print the table."""
    frame = read_labelled(data_folder())
    half = split_queries(frame)
    print(
        f"{len(frame):,} pairs of {frame['query'].nunique():,} queries; learned on half of the queries, measured on the other"
    )
    print(f"{'':24} {'AUC exact':>9} {'AUC related':>11} {'macro-F1':>9} {'hit@1':>7}")
    similarities = score_similarities(frame)
    for name, values in similarities.items():
        report(name, (values, values), frame, half)
    report("boosted similarities", boost(frame, similarities, half), frame, half)
    start = time.process_time()
    judged = judge_halves(frame, half)
    for name, scores in judged.items():
        report(name, scores, frame, half)
    print(f"reading, learning and judging: {time.process_time() - start:.0f} s of CPU")


if __name__ == "__main__":
    main()
