"""From queries to answers: candidates, scores, the choice, its confidence and radius."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from workbench.matching.calibration import Calibrator, read_calibrator
from workbench.matching.candidates import Evidence, gather
from workbench.matching.choosing import Choice, area_reach_m, choose, judge_columns
from workbench.matching.features import read_features
from workbench.matching.inference import infer_cities
from workbench.matching.levels import curve_of, level_of
from workbench.matching.network import Network, read_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.gazetteer import Gazetteer
    from workbench.matching.queries import Queries

    Floats = NDArray[np.float64]
    Columns = dict[str, NDArray[Any]]


class Scored(NamedTuple):
    """Candidates of a chunk with their features, scores and the choice among them."""

    evidence: Evidence
    columns: Columns
    score: NDArray[np.float32]
    choice: Choice


class Answers(NamedTuple):
    """One entry per query.

    ``row`` is the row of the gazetteer behind the answer (-1: a point from roads or an area), ``level`` empty and ``lng``, ``lat``,
    ``radius_m`` NaN where there is no answer; ``tied`` marks a rival elsewhere that is as good.
    """

    lng: Floats
    lat: Floats
    level: NDArray[np.str_]
    confidence: Floats
    radius_m: Floats
    row: NDArray[np.int64]
    n_sources: NDArray[np.int64]
    tied: NDArray[np.bool_]


class RawAnswers(NamedTuple):
    """One entry per query: point, the level that it is calibrated by, the judge's uncalibrated probability, reach of the area that answers (1: none does)."""

    lng: Floats
    lat: Floats
    curve: NDArray[np.str_]
    raw: Floats
    reach_m: Floats


@lru_cache(maxsize=1)
def default_scorer() -> Network:
    """Return the scorer that the package brings."""
    with resources.as_file(resources.files("workbench.matching") / "weights" / "scorer.json") as path:
        return read_network(path)


_TIE = 0.05  # shares closer than this do not decide


class Matcher:
    """Answers queries from one gazetteer; read-only, picklable.

    Parameters
    ----------
    gazetteer
        Places and their index.
    scorer
        Another scorer than the package's own.
    calibrator
        Another calibration than the gazetteer's own or the general one.
    """

    def __init__(
        self, gazetteer: Gazetteer, *, scorer: Network | None = None, calibrator: Calibrator | None = None
    ) -> None:
        self.gazetteer = gazetteer
        self.scorer = scorer or default_scorer()
        self.calibrator, self.calibrated = (
            (calibrator, True) if calibrator else read_calibrator(gazetteer.folder, gazetteer.hash)
        )

    def judge_raw(self, queries: Queries) -> RawAnswers:
        """Return what a calibration is fitted to: the answers before it."""
        scored = self.score(queries)
        n, choice = len(queries.text), scored.choice
        columns = judge_columns(scored.columns, choice)
        curve, _ = self._levels(scored, columns, n)
        raw, reach, some = np.full(n, np.nan), np.ones(n), choice.best >= 0
        curve[some] = curve_of(curve[some], columns)
        raw[some], reach[some] = self.calibrator.judge.run(columns), area_reach_m(columns)
        return RawAnswers(choice.lng, choice.lat, curve, raw, reach)

    def score(self, queries: Queries) -> Scored:
        """Gather, describe and score the candidates of a chunk of queries and choose among them."""
        queries = infer_cities(self.gazetteer, queries)
        evidence = gather(self.gazetteer, queries)
        columns = read_features(self.gazetteer, queries, evidence)
        score = self.scorer.run(columns)
        return Scored(evidence, columns, score, choose(evidence.candidates, score, len(queries.text)))

    def answer(self, queries: Queries) -> Answers:
        """Answer a chunk of queries."""
        return self.judge(self.score(queries), len(queries.text))

    def judge(self, scored: Scored, n: int) -> Answers:
        """Give each choice its level, confidence and radius."""
        choice = scored.choice
        some = choice.best >= 0
        columns = judge_columns(scored.columns, choice)
        level, row = self._levels(scored, columns, n)
        curve = curve_of(level[some], columns)
        known = row >= 0
        confidence = np.zeros(n)
        confidence[some] = self.calibrator.confidence(columns, curve, own=self.calibrated)
        radius = np.full(n, np.nan)
        radius[some] = self.calibrator.radius_m(
            confidence[some], curve, own=self.calibrated, reach_m=area_reach_m(columns)
        )
        sources = np.zeros(n, np.int64)
        sources[known] = self.gazetteer.array("n_sources")[row[known]]
        tied = (choice.second >= 0) & (choice.share - choice.rival < _TIE)
        return Answers(choice.lng, choice.lat, level, confidence, radius, row, sources, tied)

    def _levels(self, scored: Scored, columns: Columns, n: int) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
        """Return the level of each choice and the row of the gazetteer behind it, -1 for none."""
        choice, some = scored.choice, scored.choice.best >= 0
        level, row = np.full(n, "", dtype="U16"), np.full(n, -1, np.int64)
        level[some] = level_of(columns)
        row[some] = scored.evidence.candidates.row[choice.best[some]]
        known = np.flatnonzero(row >= 0)
        level[known[self.gazetteer.array("is_road")[row[known]]]] = "road"
        return level, row
