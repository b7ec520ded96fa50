"""The whole job, step by step, resumable."""

from workbench.pipeline.closing import closing_words, compare_locations
from workbench.pipeline.job import DEMO_STEPS, STEPS
from workbench.pipeline.runner import Done, run_steps
from workbench.pipeline.step import Context, Made, Step

__all__ = [
    "DEMO_STEPS",
    "STEPS",
    "Context",
    "Done",
    "Made",
    "Step",
    "closing_words",
    "compare_locations",
    "run_steps",
]
