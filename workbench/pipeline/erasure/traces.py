"""Where a person stands in a project's folder, and what is to be done about each place."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from workbench.errors import InputError
from workbench.pipeline.erasure.contents import file_bears
from workbench.pipeline.erasure.notebooks import clear_outputs
from workbench.pipeline.erasure.rows import find_rows, name_column
from workbench.workspace import read_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.pipeline.erasure.marks import Marks
    from workbench.workspace import Project

# The last to be cleaned: a run that is killed before finds the person by them again.
_LAST = ("attempts", "choices", "quarantine", "locations", "addresses", "cases")
# Of all couriers, or of the one that is named.
_DAY_FILE = re.compile(r"(?:fleet|links|route|routes|sheet)_(\d{8})(?:_(.+))?\.\w+")
_REFUSED = re.compile(r"(?:rejects(?:_\w+)?|quarantine)\.csv")
_UNFINISHED = re.compile(r"\.[0-9a-f]{12}(?:\.\w+)?")
_OWN_FILES = re.compile(r"(?:vault\.bin|audit\.sqlite|\.lock\.sqlite)(?:[.-]\w+)?|manifest\.json")


class Act(StrEnum):
    """What is done about a place where a person stands."""

    ROWS = "rows"  # the person's rows are taken out
    DELETED = "deleted"  # the file goes: the next run makes it again without the person, or it has served its purpose
    OUTPUTS = "outputs"  # outputs are cleared in a notebook
    NAMED = "named"  # a file that people made: it is named, not touched
    UNREAD = "unread"  # a file that cannot be searched


@dataclass(frozen=True, slots=True)
class Trace:
    """One place where a person stands.

    Parameters
    ----------
    path
        The file or folder.
    act
        What is to be done about it.
    rows
        Rows of the person, where it is a table.
    """

    path: Path
    act: Act
    rows: int = 0


def find_traces(project: Project, marks: Marks) -> list[Trace]:
    """Search all files of a project, and its inputs elsewhere, in the order in which they are to be cleaned."""
    files = _list_files(project)
    traces = list(_find_days(project, files, marks))
    settled = {trace.path for trace in traces}
    for path in files:
        if path in settled or any(folder in settled for folder in path.parents):
            continue
        trace = _look(project, path, marks)
        if trace is not None:
            traces.append(trace)
            settled.add(trace.path)
    return sorted(traces, key=lambda trace: (_turn(project, trace.path), str(trace.path)))


def read_rows(path: Path) -> pd.DataFrame:
    """Read a table of the project, or one that it wrote for people, with all cells as they are.

    Raises
    ------
    InputError
        If it is damaged.
    """
    try:
        if path.suffix == ".parquet":
            return read_frame(path)
        try:
            return _read_text(path, "utf-8-sig")
        except UnicodeDecodeError:  # saved by a Chinese Excel
            return _read_text(path, "gb18030")
    except (ValueError, OSError) as error:
        raise InputError(
            f"{path}: cannot be read as a table ({type(error).__name__}), so nobody can be taken out of it. Delete it, or restore "
            "it from a backup, and run the command again; nothing was changed."
        ) from error


def _read_text(path: Path, encoding: str) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding=encoding)


def _list_files(project: Project) -> list[Path]:
    inside = [path for path in project.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    stated = (getattr(project.settings.inputs, each.name) for each in fields(project.settings.inputs))
    outside = {path for text in stated if text and (path := project.folder / text).is_file()}
    kept = [
        path for path in inside if not (path.parent == project.folder and _OWN_FILES.fullmatch(path.name))
    ]
    return sorted({*kept, *outside})


def _turn(project: Project, path: Path) -> int:
    own = path.parent == project.folder / "tables" and path.stem in _LAST
    return 1 + _LAST.index(path.stem) if own else 0


def _find_days(project: Project, files: list[Path], marks: Marks) -> Iterator[Trace]:
    """Yield the couriers' files of each day on which the person had a stop.

    They go together, those of all couriers and those of the one who had the stop: tracks and links show it by point where not by
    name. A table that couriers have filled in stays, without the person: it may not have been read back yet.
    """
    days: dict[tuple[Path, str], dict[Path, str]] = {}
    for path in files:
        match = _DAY_FILE.fullmatch(path.name)
        if match and path.is_relative_to(project.out):
            days.setdefault((path.parent, match[1]), {})[path] = match[2] or ""
    for group in days.values():
        couriers = {courier for path, courier in group.items() if file_bears(path, marks)}
        for path, courier in group.items():
            if courier in couriers or (couriers and not courier):
                trace = _count_rows(path, marks) if _is_filled(path) else Trace(path, Act.DELETED)
                if trace.rows or trace.act is Act.DELETED:
                    yield trace


def _is_filled(path: Path) -> bool:
    if path.suffix != ".csv":
        return False
    frame = read_rows(path)
    told = [name for name in frame.columns if name_column(name) == "outcome"]
    return bool((frame[told] != "").any(axis=None))


def _look(project: Project, path: Path, marks: Marks) -> Trace | None:
    """Return what is to be done about one file; None where the person does not stand in it."""
    place = path.relative_to(project.folder).parts if path.is_relative_to(project.folder) else ()
    if any(_UNFINISHED.fullmatch(part) for part in place):
        return None if file_bears(path, marks) is False else Trace(path, Act.DELETED)
    refused = place[:1] == ("out",) and _REFUSED.fullmatch(place[-1])
    if refused or path == project.returned or (place[:1] == ("tables",) and path.suffix == ".parquet"):
        trace = _count_rows(path, marks)
        return trace if trace.rows else None
    if place[:1] == ("releases",):
        return None  # sums of many, and ledgers, which their own package takes the person out of
    bears = marks.are_in(path.name) or file_bears(path, marks)
    if bears is None:
        return None if place[:2] == ("out", "reports") else Trace(path, Act.UNREAD)
    return _decide(path, place, marks) if bears else None


def _decide(path: Path, place: tuple[str, ...], marks: Marks) -> Trace:
    """Return what is to be done about a file in which the person stands."""
    parts = next((folder for folder in path.parents if folder.name.endswith(".parts")), None)
    if parts is not None and place:
        return Trace(parts, Act.DELETED)
    if ".ipynb_checkpoints" in place:
        return Trace(path, Act.DELETED)
    if path.suffix == ".ipynb" and place[:1] == ("notebooks",):
        return Trace(path, Act.NAMED if _writes(path, marks) else Act.OUTPUTS)
    return Trace(path, Act.DELETED if place == ("out", "map.html") else Act.NAMED)


def _writes(path: Path, marks: Marks) -> bool:
    """Tell whether the person stands in what somebody wrote into a notebook, not only in what it shows."""
    try:
        return marks.are_in(clear_outputs(path.read_text("utf-8"), marks))
    except (ValueError, KeyError, AttributeError):
        return True


def _count_rows(path: Path, marks: Marks) -> Trace:
    return Trace(path, Act.ROWS, int(find_rows(path, read_rows(path), marks).sum()))
