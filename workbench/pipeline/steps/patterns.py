"""Patterns: rates by cell and county, spots, key figures."""

from __future__ import annotations

import pandas as pd

from workbench.patterns import (
    Portfolio,
    mark_robust,
    mark_spots,
    observe,
    rate_cells,
    rate_regions,
    tally_kpis,
    tally_returns,
)
from workbench.pipeline.step import Context, Made, Step

RESOLUTIONS = (6, 7, 8, 9)
_MEASURES = ("delivered", "npl", "repaid")


def run(context: Context) -> Made:
    """Count and smooth; the tables carry every resolution."""
    portfolio = Portfolio(*(context.read(name) for name in ("cases", "addresses", "locations", "attempts")))
    cells, regions = [], []
    for measure in _MEASURES:
        events = observe(measure, portfolio)
        cells += mark_robust([mark_spots(rate_cells(events, resolution)) for resolution in RESOLUTIONS])
        regions.append(rate_regions(events, "district"))
    tables = {
        "cells": pd.concat(cells, ignore_index=True),
        "regions": pd.concat(regions, ignore_index=True),
        "kpis": tally_kpis(portfolio, lang=context.settings.lang),
        "returns": tally_returns(observe("delivered", portfolio)),
    }
    return Made(tables=tables, note={name: len(frame) for name, frame in tables.items()})


STEP = Step(
    "patterns",
    "统计送达与不良分布",
    "rates by cell and county",
    run,
    reads=("cases", "addresses", "locations", "attempts"),
    settings=("lang",),
)
