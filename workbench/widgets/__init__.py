"""Widgets for JupyterLab: state and result apart from the view, nothing fetched, nothing sent.

Each widget is one file with a frozen state, a pure function from state to result, and a thin ``Panel`` that shows it.
"""

from workbench.widgets.builder import ReportBuilder
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.explorer import Explorer
from workbench.widgets.importer import ImportWizard
from workbench.widgets.inspector import Inspector
from workbench.widgets.planner import Planner
from workbench.widgets.reviewer import ReviewQueue
from workbench.widgets.running import Runner
from workbench.widgets.tabs import App, open_app
from workbench.widgets.tuner import Tuner

__all__ = [
    "App",
    "Desk",
    "Explorer",
    "ImportWizard",
    "Inspector",
    "Planner",
    "ReportBuilder",
    "ReviewQueue",
    "Runner",
    "Tuner",
    "open_app",
    "take_desk",
]
