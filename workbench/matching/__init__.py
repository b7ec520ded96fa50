"""Candidates, scores, calibration, thresholds, evaluation."""

from workbench.matching.calibration import FILE as CALIBRATION_FILE
from workbench.matching.calibration import Calibrator, general_calibrator
from workbench.matching.candidates import Source
from workbench.matching.choosing import share_scores
from workbench.matching.curves import fit_curves
from workbench.matching.divisions import resolve
from workbench.matching.evaluation import RIGHT_M, evaluate, expected_error
from workbench.matching.forest import Forest
from workbench.matching.garbage import pause_collector
from workbench.matching.labels import CHANCE, label_answers, settle_reviews
from workbench.matching.matcher import Answers, Matcher, Scored
from workbench.matching.network import Network
from workbench.matching.pairs import PairJudge, PairThresholds, score_pairs
from workbench.matching.queries import Queries, read_queries
from workbench.matching.scores import (
    Costs,
    ScoreBook,
    Tally,
    cheapest,
    near_threshold,
    open_book,
    tally,
    tally_groups,
)
from workbench.matching.thresholds import Thresholds, decide, sweep, wilson
from workbench.matching.villages import VillageIndex, find_villages

__all__ = [
    "CALIBRATION_FILE",
    "CHANCE",
    "RIGHT_M",
    "Answers",
    "Calibrator",
    "Costs",
    "Forest",
    "Matcher",
    "Network",
    "PairJudge",
    "PairThresholds",
    "Queries",
    "ScoreBook",
    "Scored",
    "Source",
    "Tally",
    "Thresholds",
    "VillageIndex",
    "cheapest",
    "decide",
    "evaluate",
    "expected_error",
    "find_villages",
    "fit_curves",
    "general_calibrator",
    "label_answers",
    "near_threshold",
    "open_book",
    "pause_collector",
    "read_queries",
    "resolve",
    "score_pairs",
    "settle_reviews",
    "share_scores",
    "sweep",
    "tally",
    "tally_groups",
    "wilson",
]
