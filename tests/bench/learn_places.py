"""Learn the scorer and the general calibration from the tuning data: ``python tests/bench/learn_places.py GAZETTEER``.

Writes ``workbench/matching/weights``. The weights hold no row of the data. Each city's judge and curves come from
scorers that have not seen it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from place_truth import FORMS, data_folder, read_communities, read_compounds, read_reference, write_form
from self_supervision import PORTALS, ask_portal, choose_cities

import workbench.matching
from workbench.coordinates import distance_m
from workbench.gazetteer import Gazetteer
from workbench.geocoding.reading import read_addresses
from workbench.matching import Calibrator, Forest, Network, Queries, fit_curves
from workbench.matching.calibration import WITHIN_M
from workbench.matching.candidates import gather
from workbench.matching.choosing import area_reach_m, choose, judge_columns
from workbench.matching.features import read_features
from workbench.matching.inference import infer_cities
from workbench.matching.learning import fit_chooser, fit_forest, worth
from workbench.matching.levels import AREA_CURVES, curve_of, level_of
from workbench.matching.network import join_networks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

MEMBERS = 2  # scorers that are averaged: what one has learned by chance fades


class Table(NamedTuple):
    """Candidates with features of a set of addresses, and how far each is from the truth."""

    candidates: Any
    columns: dict[str, np.ndarray]
    away: np.ndarray
    n: int
    city: np.ndarray
    truth: np.ndarray
    right: np.ndarray  # whether the county that is named is the right one


def describe(gazetteer: Gazetteer, frame: pd.DataFrame, form: str) -> Table:
    """Gather and describe the candidates of all addresses in one form, the city stated beside them."""
    return _describe(
        gazetteer, frame, read_addresses(write_form(frame, form), {"city": frame["city"]}).queries
    )


def describe_all(gazetteer: Gazetteer, folder: Path) -> list[Table]:
    """Describe the compounds in all forms, and the communities, whose addresses are whole, in groups of cities."""
    frame = read_compounds(folder)
    tables = [describe(gazetteer, frame, form) for form in FORMS]
    whole = read_communities(folder)
    queries = infer_cities(gazetteer, read_addresses(whole["address"], {}).queries)
    table = _describe(gazetteer, whole, queries)
    return [*tables, table._replace(city=group_cities(whole["city"], set(frame["city"])))]


def group_cities(city: pd.Series, alone: set[str]) -> np.ndarray:
    """Put the cities that are few rows each into two groups, by turns; cities of ``alone`` stay what they are."""
    rest = sorted(set(city) - alone)
    groups = {name: f"group {at % 2}" for at, name in enumerate(rest)} | {name: name for name in alone}
    return city.map(groups).to_numpy()


def _describe(gazetteer: Gazetteer, frame: pd.DataFrame, queries: Queries) -> Table:
    evidence = gather(gazetteer, queries)
    found = evidence.candidates
    columns = read_features(gazetteer, queries, evidence)
    lng, lat = frame["lng"].to_numpy()[found.query], frame["lat"].to_numpy()[found.query]
    away = distance_m(found.lng, found.lat, lng, lat)
    truth = frame[["lng", "lat"]].to_numpy(np.float64)
    right = frame["right"].to_numpy() if "right" in frame else np.ones(len(frame), bool)
    return Table(found, columns, away, len(frame), frame["city"].to_numpy(), truth, right)


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
    tables: list[Table], cities: Collection[str], provenance: dict[str, Any], more: list[Table]
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
    curve: np.ndarray
    city: np.ndarray
    right: np.ndarray


def judge_table(table: Table, scorer: Network) -> Judged:
    """Choose with a scorer and keep what the judge sees."""
    choice = choose(table.candidates, scorer.run(table.columns), table.n)
    columns = judge_columns(table.columns, choice)
    some = choice.best >= 0
    away = distance_m(choice.lng, choice.lat, table.truth[:, 0], table.truth[:, 1])
    curve = curve_of(level_of(columns), columns)
    return Judged(columns, away[some], curve, table.city[some], table.right[some])


def merge(parts: list[Judged], keep: list[np.ndarray]) -> Judged:
    """Join answers, of each part those that are marked."""
    columns = {
        name: np.concatenate([part.columns[name][some] for part, some in zip(parts, keep, strict=True)])
        for name in parts[0].columns
    }
    rest = (
        np.concatenate([part[at][some] for part, some in zip(parts, keep, strict=True)])
        for at in range(1, len(Judged._fields))
    )
    return Judged(columns, *rest)


def join(parts: list[Judged]) -> Judged:
    """Join whole answers."""
    return merge(parts, [np.ones(len(part.away), bool) for part in parts])


def fit_judge(seen: Judged, provenance: dict[str, Any]) -> Forest:
    """Fit the judge of answers: whether they lie within 300 m."""
    return fit_forest(seen.columns, seen.away < WITHIN_M, provenance=provenance)


class Lessons:
    """What is learned from, and the scorers that were fitted to parts of it."""

    def __init__(self, gazetteer: Gazetteer, folder: Path) -> None:
        self.tables = describe_all(gazetteer, folder)
        self.more = describe_reference(folder)
        self.cities = sorted({city for table in self.tables for city in table.city})
        self._scorers: dict[frozenset[str], Network] = {}

    def scorer(self, cities: Collection[str]) -> Network:
        """Return the scorer that has seen these cities (and groups) and all of ``more``."""
        key = frozenset(cities)
        if key not in self._scorers:
            self._scorers[key] = fit_scorer(self.tables, key, {}, self.more)
        return self._scorers[key]

    def calibrator(self, cities: Sequence[str], provenance: dict[str, Any]) -> Calibrator:
        """Fit judge and curves on these cities; raw probabilities come from judges of the other cities and of ``more``."""
        parts = []
        for city in cities:
            judged = [judge_table(table, self.scorer(set(cities) - {city})) for table in self.tables]
            parts.append(merge(judged, [one.city == city for one in judged]))
        extra = [judge_table(table, self.scorer(cities)) for table in self.more]
        raw = []
        for at, part in enumerate(parts):
            seen = join([one for other, one in enumerate(parts) if other != at] + extra)
            raw.append(fit_judge(seen, {}).run(part.columns))
        # How far off counties and towns are, two or three cities cannot say: those of the many are asked as well.
        areas = merge(extra, [one.right & np.isin(one.curve, AREA_CURVES) for one in extra])
        raw.append(fit_judge(join(parts), {}).run(areas.columns))
        whole = join([*parts, areas])
        return fit_curves(
            fit_judge(join(parts + extra), provenance),
            np.concatenate(raw).astype(np.float64),
            whole.curve,
            whole.away,
            provenance,
            reach_m=area_reach_m(whole.columns),
        )


def main() -> None:
    """Learn on all cities and write the weights."""
    lessons = Lessons(Gazetteer.open(sys.argv[1]), data_folder())
    notes = {
        "from": "compounds of three cities in two forms; communities of many cities; rows of the reference answered without their own portal",
        "rows": sum(table.n for table in lessons.tables),
        "gazetteer": "",
    }
    weights = Path(workbench.matching.__file__).parent / "weights"
    weights.mkdir(exist_ok=True)
    made = {
        "scorer.json": replace(lessons.scorer(lessons.cities), provenance=notes),
        "calibration.json": lessons.calibrator(lessons.cities, notes),
    }
    for name, part in made.items():
        text = json.dumps(part.as_json(), ensure_ascii=False, separators=(",", ":"))
        (weights / name).write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {len(text):,} characters")


if __name__ == "__main__":
    main()
