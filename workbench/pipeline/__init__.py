"""The whole job, step by step, resumable."""

from workbench.pipeline.closing import closing_words, compare_locations
from workbench.pipeline.copies import FIRST, FOLDER, copy_notebooks, find_notebooks
from workbench.pipeline.job import DEMO_INPUTS, DEMO_STEPS, STEPS, find_project, run_job
from workbench.pipeline.runner import Done, run_steps
from workbench.pipeline.step import Context, Made, Step

__all__ = [
    "DEMO_INPUTS",
    "DEMO_STEPS",
    "FIRST",
    "FOLDER",
    "STEPS",
    "Context",
    "Done",
    "Made",
    "Step",
    "closing_words",
    "compare_locations",
    "copy_notebooks",
    "find_notebooks",
    "find_project",
    "run_job",
    "run_steps",
]
