"""Synthetic portfolios with a known truth: a city at real places, and a statistical plane."""

from workbench.cases.samples.city import Portfolio, make_portfolio
from workbench.cases.samples.noise import draw_operators, spoil
from workbench.cases.samples.operators import OPERATORS
from workbench.cases.samples.settings import DEPTHS, KINDS, Calendar, Noise, World

__all__ = [
    "DEPTHS",
    "KINDS",
    "OPERATORS",
    "Calendar",
    "Noise",
    "Portfolio",
    "World",
    "draw_operators",
    "make_portfolio",
    "spoil",
]
