"""All widgets of a project in one place: one tab each, made when it is first opened."""

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
from workbench.widgets.tuner import Tuner
from workbench.widgets.words import Words, fault_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.workspace import Project


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its titles, and what makes its widget."""

    zh: str
    en: str
    make: Callable[[Desk], Any]


# In the order of the work; a new widget is one line.
TABS = (
    Tab("导入", "Import", ImportWizard),
    Tab("阈值", "Thresholds", Tuner),
    Tab("复核", "Review", ReviewQueue),
    Tab("检视", "Inspect", Inspector),
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
        self._made: set[int] = set()
        self.observe(lambda change: self._open(change["new"]), "selected_index")
        first = int(self.desk.has("locations"))  # a project that has run needs no import
        self.selected_index = first
        self._open(first)

    def _open(self, number: int | None) -> None:
        """Make the widget of a tab the first time that it is looked at; a fault stays in its tab."""
        if number is None or number in self._made:
            return
        self._made.add(number)
        box = self.children[number]
        try:
            box.children = [TABS[number].make(self.desk)]
        except Exception as error:  # noqa: BLE001 - an analyst gets words, never a traceback
            box.children = [Paper(blocks=[text(fault_words(error, self.desk.lang), "bad")])]
            self._made.discard(number)


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
