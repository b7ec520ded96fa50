"""Learn the scorer and the general calibration from the tuning data: ``python tests/bench/learn_places.py GAZETTEER``.

Writes ``workbench/matching/weights``. The weights hold no row of the data. Each city's judge and curves come from
scorers that have not seen it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from place_truth import FORMS, data_folder, read_compounds, read_reference, write_form
from self_supervision import PORTALS, ask_portal, choose_cities

import workbench.matching
from workbench.coordinates import distance_m
from workbench.gazetteer import Gazetteer
from workbench.geocoding.reading import read_addresses
from workbench.matching import Calibrator, Network, fit_curves
from workbench.matching.candidates import gather
from workbench.matching.choosing import area_reach_m, choose, judge_columns
from workbench.matching.features import read_features
from workbench.matching.learning import fit_chooser, fit_network, worth
from workbench.matching.levels import level_of
from workbench.matching.network import join_networks

MEMBERS = 2  # scorers that are averaged: what one has learned by chance fades


class Table(NamedTuple):
    """Candidates with features of a set of addresses, and how far each is from the truth."""

    candidates: Any
    columns: dict[str, np.ndarray]
    away: np.ndarray
    n: int
    city: np.ndarray
    truth: np.ndarray


def describe(gazetteer: Gazetteer, frame: pd.DataFrame, form: str) -> Table:
    """Gather and describe the candidates of all addresses in one form."""
    queries = read_addresses(write_form(frame, form), {"city": frame["city"]}).queries
    evidence = gather(gazetteer, queries)
    found = evidence.candidates
    columns = read_features(gazetteer, queries, evidence)
    lng, lat = frame["lng"].to_numpy()[found.query], frame["lat"].to_numpy()[found.query]
    away = distance_m(found.lng, found.lat, lng, lat)
    return Table(
        found, columns, away, len(frame), frame["city"].to_numpy(), frame[["lng", "lat"]].to_numpy(np.float64)
    )


def describe_reference(folder: Path) -> list[Table]:
    """Describe the questions that the reference asks itself, in all forms."""
    reference = read_reference(folder)
    reference = reference[reference["city"].isin(choose_cities(reference))]
    tables = []
    for portal in PORTALS:
        gazetteer, frame = ask_portal(reference, portal)
        tables += [describe(gazetteer, frame, form) for form in FORMS]
    return tables


def fit_scorer(
    tables: list[Table], cities: set[str], provenance: dict[str, Any], more: list[Table]
) -> Network:
    """Fit the scorer on the addresses of these cities in all forms, and on all of ``more``."""
    masks = [np.isin(table.city[table.candidates.query], list(cities)) for table in tables]
    masks += [np.ones(len(table.away), bool) for table in more]
    tables = tables + more
    columns = {
        name: np.concatenate([table.columns[name][some] for table, some in zip(tables, masks, strict=True)])
        for name in tables[0].columns
    }
    target = np.concatenate([worth(table.away[some]) for table, some in zip(tables, masks, strict=True)])
    firsts = np.cumsum([0] + [table.n for table in tables])
    query = np.concatenate(
        [
            first + table.candidates.query[some]
            for first, table, some in zip(firsts[:-1], tables, masks, strict=True)
        ]
    )
    return join_networks(
        [fit_chooser(columns, target, query, seed=seed, provenance=provenance) for seed in range(MEMBERS)]
    )


class Judged(NamedTuple):
    """Answers of a scorer to a table, for the judge."""

    columns: dict[str, np.ndarray]
    away: np.ndarray
    level: np.ndarray
    city: np.ndarray


def judge_table(table: Table, scorer: Network) -> Judged:
    """Choose with a scorer and keep what the judge sees."""
    choice = choose(table.candidates, scorer.run(table.columns), table.n)
    columns = judge_columns(table.columns, choice)
    some = choice.best >= 0
    away = distance_m(choice.lng, choice.lat, table.truth[:, 0], table.truth[:, 1])
    return Judged(columns, away[some], level_of(columns), table.city[some])


def merge(parts: list[Judged], keep: list[np.ndarray]) -> Judged:
    """Join answers, of each part those that are marked."""
    columns = {
        name: np.concatenate([part.columns[name][some] for part, some in zip(parts, keep, strict=True)])
        for name in parts[0].columns
    }
    rest = (
        np.concatenate([part[at][some] for part, some in zip(parts, keep, strict=True)]) for at in (1, 2, 3)
    )
    return Judged(columns, *rest)


def join(parts: list[Judged]) -> Judged:
    """Join whole answers."""
    return merge(parts, [np.ones(len(part.away), bool) for part in parts])


def fit_judge(seen: Judged, provenance: dict[str, Any]) -> Network:
    """Fit the judge of answers: whether they lie within 300 m."""
    return fit_network(
        seen.columns, seen.away < 300, hidden=(16,), logistic=True, epochs=20, provenance=provenance
    )


def calibrate(
    tables: list[Table], cities: list[str], provenance: dict[str, Any], more: list[Table]
) -> Calibrator:
    """Fit judge and curves on these cities; raw probabilities come from judges of the other cities and of ``more``."""
    parts = []
    for city in cities:
        others = set(cities) - {city}
        scorer = fit_scorer(tables, others, {}, more)
        judged = [judge_table(table, scorer) for table in tables]
        parts.append(merge(judged, [one.city == city for one in judged]))
    scorer = fit_scorer(tables, set(cities), {}, more)
    extra = [judge_table(table, scorer) for table in more]
    raw = []
    for at, part in enumerate(parts):
        seen = join([one for other, one in enumerate(parts) if other != at] + extra)
        raw.append(fit_judge(seen, {}).run(part.columns))
    whole = join(parts)
    judge = fit_judge(join(parts + extra), provenance)
    return fit_curves(
        judge,
        np.concatenate(raw).astype(np.float64),
        whole.level,
        whole.away,
        provenance,
        reach_m=area_reach_m(whole.columns),
    )


def main() -> None:
    """Learn on all cities and write the weights."""
    folder = data_folder()
    gazetteer = Gazetteer.open(sys.argv[1])
    frame = read_compounds(folder)
    tables = [describe(gazetteer, frame, form) for form in FORMS]
    cities = sorted(set(frame["city"]))
    more = describe_reference(folder)
    notes = {
        "from": "compounds of three cities in two forms; rows of the reference answered without their own portal",
        "rows": len(frame),
        "gazetteer": "",
    }
    weights = Path(workbench.matching.__file__).parent / "weights"
    weights.mkdir(exist_ok=True)
    made = {
        "scorer.json": fit_scorer(tables, set(cities), notes, more),
        "calibration.json": calibrate(tables, cities, notes, more),
    }
    for name, part in made.items():
        text = json.dumps(part.as_json(), ensure_ascii=False, separators=(",", ":"))
        (weights / name).write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {len(text):,} characters")


if __name__ == "__main__":
    main()
