"""Patterns: rates by cell and region, hot spots, funnels, changes, key figures, and what lenders may see of them.

``observe`` lists what a measure counts; ``rate_cells`` and ``rate_regions`` sum and smooth it;
``mark_spots``, ``mark_robust`` and ``mark_clusters`` find where it is high or low; ``plot_funnel`` compares stations
and branches; ``compare_periods`` and ``tally_kpis`` compare times; ``publish`` chooses what a lender may see, and
``attack`` tries to see more.
"""

from workbench.patterns.changes import compare_periods
from workbench.patterns.costs import tally_costs
from workbench.patterns.disclosure.attacks import attack
from workbench.patterns.disclosure.families import Control
from workbench.patterns.disclosure.releases import Release, publish
from workbench.patterns.disclosure.sheets import (
    count_withheld,
    find_thin_places,
    show_breakdown,
    show_cells,
    show_regions,
    show_totals,
)
from workbench.patterns.events import Portfolio, Scope, count_by, observe
from workbench.patterns.funnels import plot_funnel
from workbench.patterns.intervals import adjust_p, difference_interval, wilson_interval
from workbench.patterns.kpis import FIGURES, Figure, tally_kpis
from workbench.patterns.moran import local_moran, mark_clusters
from workbench.patterns.neighbours import link_neighbours
from workbench.patterns.periods import Period
from workbench.patterns.rates import rate_cells, rate_regions
from workbench.patterns.returns import FAULTS, tally_returns
from workbench.patterns.spots import gi_star, mark_robust, mark_spots, score_rates, standardise_rates

__all__ = [
    "FAULTS",
    "FIGURES",
    "Control",
    "Figure",
    "Period",
    "Portfolio",
    "Release",
    "Scope",
    "adjust_p",
    "attack",
    "compare_periods",
    "count_by",
    "count_withheld",
    "difference_interval",
    "find_thin_places",
    "gi_star",
    "link_neighbours",
    "local_moran",
    "mark_clusters",
    "mark_robust",
    "mark_spots",
    "observe",
    "plot_funnel",
    "publish",
    "rate_cells",
    "rate_regions",
    "score_rates",
    "show_breakdown",
    "show_cells",
    "show_regions",
    "show_totals",
    "standardise_rates",
    "tally_costs",
    "tally_kpis",
    "tally_returns",
    "wilson_interval",
]
