"""The steps in their order; a new one is one file and one line."""

from __future__ import annotations

from workbench.pipeline.steps import charts, geocode, ground, intake, odds, patterns, reports, rounds, sample

STEPS = (
    intake.STEP,
    geocode.STEP,
    ground.STEP,
    odds.STEP,
    patterns.STEP,
    rounds.STEP,
    charts.STEP,
    reports.STEP,
)
DEMO_STEPS = (sample.STEP, *STEPS)
