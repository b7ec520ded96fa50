"""All widgets of a project in one place: one tab each, made when it is opened first, or first after a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ipywidgets

from workbench.pipeline import find_project
from workbench.widgets.builder import ReportBuilder
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.explorer import Explorer
from workbench.widgets.importer import ImportWizard
from workbench.widgets.inspector import Inspector
from workbench.widgets.papers import Paper, text
from workbench.widgets.planner import Planner
from workbench.widgets.reviewer import ReviewQueue
from workbench.widgets.running import Runner
from workbench.widgets.tuner import Tuner
from workbench.widgets.words import Words, fault_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.workspace import Project


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its titles, what makes its widget, and whether that shows what a run made."""

    zh: str
    en: str
    make: Callable[[Desk], Any]
    follows: bool = True


# In the order of the work; a new widget is one line.
TABS = (
    Tab("导入", "Import", ImportWizard, follows=False),
    Tab("运行", "Run", Runner, follows=False),
    Tab("阈值", "Thresholds", Tuner),
    Tab("复核", "Review", ReviewQueue),
    Tab("检视", "Inspect", Inspector, follows=False),
    Tab("分布", "Patterns", Explorer),
    Tab("派送", "Dispatch", Planner),
    Tab("报告", "Report", ReportBuilder),
)
_WORDS = {"opening": ("正在打开…", "Opening…")}


class App(ipywidgets.Tab):  # type: ignore[misc]  # no stubs
    """The widgets of one project in tabs; they share its tables.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    """

    def __init__(self, project: Desk | Project | Path | str, lang: str | None = None) -> None:
        self.desk = take_desk(project, lang)
        waiting = text(Words(_WORDS, self.desk.lang)("opening"), "calm")
        super().__init__([ipywidgets.VBox([Paper(blocks=[waiting])]) for _ in TABS])
        self.add_class("wb")
        self.titles = tuple(getattr(each, self.desk.lang) for each in TABS)
        self._made: dict[int, int] = {}
        self.observe(lambda change: self._open(change["new"]), "selected_index")
        # What has run needs no import; what states its files can run.
        first = 2 if self.desk.has("locations") else int(bool(self.desk.project.settings.inputs.cases))
        self.selected_index = first
        self._open(first)

    def _open(self, number: int | None) -> None:
        """Make the widget of a tab the first time that it is looked at, and after a run; a fault stays in its tab."""
        if number is None:
            return
        now = self.desk.ran_at if TABS[number].follows else 0
        if self._made.get(number) == now:
            return
        self._made[number] = now
        box = self.children[number]
        try:
            box.children = [TABS[number].make(self.desk)]
        except Exception as error:  # noqa: BLE001 - an analyst gets words, never a traceback
            box.children = [Paper(blocks=[text(fault_words(error, self.desk.lang), "bad")])]
            del self._made[number]


def open_app(folder: Desk | Project | Path | str | None = None, lang: str | None = None) -> App:
    """Return all widgets of a project in tabs.

    Parameters
    ----------
    folder
        Project, its folder, or None for the project that the notebook lies in (a demo where there is none).
    lang
        ``zh`` or ``en``; that of the project if None.
    """
    return App(find_project() if folder is None else folder, lang)
