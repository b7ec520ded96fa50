"""What all widgets of one project share: its tables, its geocoder, its boundaries; each read once, when needed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from workbench.gazetteer import Gazetteer
from workbench.geocoding import Geocoder
from workbench.maps import find_ground
from workbench.matching import Costs, Thresholds
from workbench.widgets.surroundings import find_surroundings
from workbench.workspace import Ledger, Project, open_project

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from workbench.maps import Ground


class Desk:
    """One project on an analyst's desk. Widgets that are given the same desk share what it holds.

    Parameters
    ----------
    project
        Project or its folder.
    lang
        ``zh`` or ``en``; that of the project's settings if None.
    """

    def __init__(self, project: Project | Path | str, *, lang: str | None = None) -> None:
        self.project = project if isinstance(project, Project) else open_project(project)
        self.lang = lang or self.project.settings.lang
        self._frames: dict[str, tuple[int, pd.DataFrame]] = {}
        self._geocoder: Geocoder | None = None
        self._ground: list[Ground | None] = []
        self._opening, self._drawing = threading.Lock(), threading.Lock()

    def read(self, table: str) -> pd.DataFrame:
        """Read a table; again only if its file has changed."""
        path = self.project.path(table)
        changed = path.stat().st_mtime_ns if path.exists() else -1
        kept = self._frames.get(table)
        if kept is None or kept[0] != changed:
            kept = changed, self.project.read(table)
            self._frames[table] = kept
        return kept[1]

    def has(self, *tables: str) -> bool:
        """Say whether all these tables were made."""
        return all(self.project.has(table) for table in tables)

    @property
    def ran_at(self) -> int:
        """When a step of the job last ended, in nanoseconds; 0 before."""
        file = Ledger(self.project.folder).file
        return file.stat().st_mtime_ns if file.exists() else 0

    @property
    def thresholds(self) -> Thresholds:
        """Thresholds of the settings as they stand in the file now."""
        settings = self.project.settings
        return Thresholds(accept=settings.accept, review=settings.review)

    @property
    def costs(self) -> Costs:
        """Costs of mistakes and reviews of the settings as they stand in the file now."""
        settings = self.project.settings
        return Costs(settings.cost_wrong, settings.cost_review, settings.cost_lost)

    @property
    def warm(self) -> bool:
        """Whether the geocoder is there already."""
        return self._geocoder is not None

    def geocoder(self) -> Geocoder:
        """Return the project's geocoder, without its corrections; the first call opens the gazetteer and takes seconds."""
        with self._opening:
            if self._geocoder is None:
                self._geocoder = Geocoder(
                    Gazetteer.open(self.project.input("gazetteer")),
                    thresholds=self.thresholds,
                    resolution=self.project.settings.resolution,
                )
            return self._geocoder

    def surroundings(self, extent: list[float]) -> list[dict[str, Any]]:
        """Return named places in view; none before the geocoder is there."""
        return find_surroundings(self.geocoder().gazetteer, extent) if self.warm else []

    def ground(self) -> Ground | None:
        """Return the installed boundaries, or None."""
        with self._drawing:
            if not self._ground:
                self._ground.append(find_ground())
            return self._ground[0]


def take_desk(project: Desk | Project | Path | str, lang: str | None) -> Desk:
    """Return a desk: the one that is given, or a new one for a project or a folder."""
    if isinstance(project, Desk) and lang in (None, project.lang):
        return project
    return Desk(project.project if isinstance(project, Desk) else project, lang=lang)
