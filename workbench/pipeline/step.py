"""One step of the job: what it depends on, what it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from workbench.tables import Remark
    from workbench.workspace import Project, Settings

Tell = Callable[[str], None]
Count = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the job is.

    Parameters
    ----------
    step
        Name of the step under way.
    before, steps
        Steps that ended, of all.
    done, total
        What the step counts (rows, reports, search steps): done of all; 0 of 0 where it counts nothing.
    """

    step: str
    before: int
    steps: int
    done: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Steps done of all, the one under way by what it has counted."""
        within = min(self.done / self.total, 1.0) if self.total else 0.0
        return (self.before + within) / self.steps


@dataclass(frozen=True, slots=True)
class Context:
    """What a step is given: the project, its settings, a voice, and whom to tell what is done of all."""

    project: Project
    settings: Settings
    tell: Tell
    count: Count

    def say(self, remark: Remark) -> None:
        """Tell a remark in the project's language."""
        self.tell(f"    {remark.say(self.settings.lang)}")

    def read(self, table: str) -> pd.DataFrame:
        """Read a table that an earlier step made."""
        return self.project.read(table)


@dataclass(frozen=True, slots=True)
class Made:
    """What a step hands back: tables to be written, files that it wrote itself, and a note of counts."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the pipeline.

    Parameters
    ----------
    name
        Name in the manifest and on the command line.
    zh, en
        What it does, for people.
    run
        The work; it must give equal tables for equal inputs and settings.
    reads
        Tables that it depends on.
    inputs
        Files that it depends on besides tables, by the names of :meth:`Project.input`.
    settings
        Names of the settings that it depends on.
    """

    name: str
    zh: str
    en: str
    run: Callable[[Context], Made]
    reads: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """Return what the step does in ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh
