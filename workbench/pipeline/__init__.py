"""The whole job, step by step, resumable."""

from workbench.pipeline.runner import Done, run_steps
from workbench.pipeline.step import Context, Made, Step
from workbench.pipeline.steps import intake, patterns, sample, geocode, ground, charts, odds, rounds, reports

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


def closing_words(project, done):
    return "\n".join(map(str, done))
