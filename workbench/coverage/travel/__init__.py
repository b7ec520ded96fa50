"""Travel times: one interface over road graphs and over straight lines."""

from workbench.coverage.travel.calibration import Calibration, calibrate_speed
from workbench.coverage.travel.edges import read_roads
from workbench.coverage.travel.network import RoadTimes
from workbench.coverage.travel.roads import RoadGraph, make_graph
from workbench.coverage.travel.speeds import KMH, Speeds
from workbench.coverage.travel.straight import Circuity, StraightTimes, learn_circuity
from workbench.coverage.travel.times import TravelMatrix, TravelTimes

__all__ = [
    "KMH",
    "Calibration",
    "Circuity",
    "RoadGraph",
    "RoadTimes",
    "Speeds",
    "StraightTimes",
    "TravelMatrix",
    "TravelTimes",
    "calibrate_speed",
    "learn_circuity",
    "make_graph",
    "read_roads",
]
