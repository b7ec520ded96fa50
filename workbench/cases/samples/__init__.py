"""Synthetic portfolios with a known truth: a city at real places, and a statistical plane."""

from workbench.cases.samples.city import Portfolio, make_portfolio
from workbench.cases.samples.noise import draw_operators, spoil
from workbench.cases.samples.operators import OPERATORS
from workbench.cases.samples.plane import Plane, make_plane
from workbench.cases.samples.settings import DEPTHS, KINDS, Calendar, Noise, World

__all__ = [
    "DEPTHS",
    "KINDS",
    "OPERATORS",
    "Calendar",
    "Noise",
    "Plane",
    "Portfolio",
    "World",
    "draw_operators",
    "make_plane",
    "make_portfolio",
    "spoil",
]
