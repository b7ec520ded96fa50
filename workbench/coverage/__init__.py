"""Coverage: stations, couriers' areas, travel times, and which location belongs to whom."""

from workbench.coverage.assignments import AssignSettings, assign
from workbench.coverage.audit import find_flips, find_gaps, find_ground, find_overlaps, measure_load
from workbench.coverage.files import CheckedShapes, read_areas, read_stations
from workbench.coverage.history import HistorySettings, derive_areas
from workbench.coverage.isochrones import draw_isochrones, draw_nearest, find_nearest
from workbench.coverage.repairs import repair
from workbench.coverage.siting import place_stations
from workbench.coverage.travel.calibration import Calibration, calibrate_speed
from workbench.coverage.travel.edges import read_roads
from workbench.coverage.travel.network import RoadTimes
from workbench.coverage.travel.roads import RoadGraph, make_graph
from workbench.coverage.travel.speeds import KMH, Speeds
from workbench.coverage.travel.straight import Circuity, StraightTimes, learn_circuity
from workbench.coverage.travel.supplied import MatrixTimes
from workbench.coverage.travel.times import TravelMatrix, TravelTimes

__all__ = [
    "KMH",
    "AssignSettings",
    "Calibration",
    "CheckedShapes",
    "Circuity",
    "HistorySettings",
    "MatrixTimes",
    "RoadGraph",
    "RoadTimes",
    "Speeds",
    "StraightTimes",
    "TravelMatrix",
    "TravelTimes",
    "assign",
    "calibrate_speed",
    "derive_areas",
    "draw_isochrones",
    "draw_nearest",
    "find_flips",
    "find_gaps",
    "find_ground",
    "find_nearest",
    "find_overlaps",
    "learn_circuity",
    "make_graph",
    "measure_load",
    "place_stations",
    "read_areas",
    "read_roads",
    "read_stations",
    "repair",
]
