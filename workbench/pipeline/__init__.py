"""The whole job, step by step, resumable."""

from workbench.pipeline.closing import closing_words, compare_locations
from workbench.pipeline.copies import FIRST, FOLDER, copy_notebooks, find_notebooks
from workbench.pipeline.erasure.request import Forgotten, forget_person
from workbench.pipeline.erasure.traces import Act, Trace
from workbench.pipeline.handout import (
    Wish,
    choose_lender,
    find_shelf,
    hand_out,
    list_lenders,
    read_portfolio,
    write_draft,
)
from workbench.pipeline.job import DEMO_INPUTS, DEMO_STEPS, STEPS, find_project, run_job
from workbench.pipeline.notes import say_note
from workbench.pipeline.runner import Done, run_steps
from workbench.pipeline.step import Context, Made, Progress, Step
from workbench.pipeline.steps.ground import travel_times
from workbench.pipeline.steps.rounds import choose_day, export_plan, gather_visits, search_steps

__all__ = [
    "DEMO_INPUTS",
    "DEMO_STEPS",
    "FIRST",
    "FOLDER",
    "STEPS",
    "Act",
    "Context",
    "Done",
    "Forgotten",
    "Made",
    "Progress",
    "Step",
    "Trace",
    "Wish",
    "choose_day",
    "choose_lender",
    "closing_words",
    "compare_locations",
    "copy_notebooks",
    "export_plan",
    "find_notebooks",
    "find_project",
    "find_shelf",
    "forget_person",
    "gather_visits",
    "hand_out",
    "list_lenders",
    "read_portfolio",
    "run_job",
    "run_steps",
    "say_note",
    "search_steps",
    "travel_times",
    "write_draft",
]
