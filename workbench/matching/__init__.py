"""Candidates, scores, calibration, thresholds, evaluation."""

from workbench.matching.calibration import Calibrator, fit_curves
from workbench.matching.candidates import Source
from workbench.matching.divisions import resolve
from workbench.matching.evaluation import evaluate, expected_error
from workbench.matching.matcher import Answers, Matcher, Scored
from workbench.matching.network import Network
from workbench.matching.queries import Queries, read_queries
from workbench.matching.thresholds import Thresholds, decide, sweep, wilson

__all__ = [
    "Answers",
    "Calibrator",
    "Matcher",
    "Network",
    "Queries",
    "Scored",
    "Source",
    "Thresholds",
    "decide",
    "evaluate",
    "expected_error",
    "fit_curves",
    "read_queries",
    "resolve",
    "sweep",
    "wilson",
]
