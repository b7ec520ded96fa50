"""Runs the steps in order; what is current is left alone, what fails leaves the rest as it was."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import workbench
from workbench import geodata
from workbench.errors import InputError
from workbench.pipeline.step import Context, Made, Progress, Step
from workbench.workspace import Ledger, Project, fingerprint, write_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.pipeline.step import Count, Tell


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one step."""

    step: str
    ran: bool
    seconds: float
    note: dict[str, Any]


def run_steps(
    project: Project,
    steps: Sequence[Step],
    *,
    tell: Tell,
    hear: Callable[[Progress], None] | None = None,
    until: str | None = None,
) -> list[Done]:
    """Run ``steps`` in order and return what became of each.

    ``tell`` is given lines for people, ``hear`` how far the job is; either may end the run by raising.
    A step whose inputs, settings and results are unchanged since it last ran is not run again.
    Tables are written whole, and the manifest is written after them: a run that is
    killed anywhere continues at the step it was in, and ends with the same bytes.
    """
    names = [step.name for step in steps]
    if until is not None and until not in names:
        raise InputError(f"run: there is no step {until!r}. Steps are: {', '.join(names)}.")
    asked = steps if until is None else steps[: names.index(until) + 1]
    done = []
    with project.lock():
        settings = project.settings
        for before, step in enumerate(asked):
            tell(f"[{before + 1}/{len(asked)}] {step.label(settings.lang)}")
            count = _counter(Progress(step.name, before, len(asked)), hear)
            count(0, 0)
            done.append(_run_one(project, step, Context(project, settings, tell, count)))
    return done


def _counter(progress: Progress, hear: Callable[[Progress], None] | None) -> Count:
    def count(done: int, total: int) -> None:
        if hear is not None:
            hear(replace(progress, done=done, total=total))

    return count


def _run_one(project: Project, step: Step, context: Context) -> Done:
    ledger = Ledger(project.folder)
    mark = fingerprint(
        version=_code(),
        settings={name: getattr(context.settings, name) for name in step.settings},
        inputs=_inputs(project, step),
    )
    if ledger.is_current(step.name, mark):
        return Done(step.name, ran=False, seconds=0.0, note=dict(ledger.entries()[step.name]["note"]))
    started = time.perf_counter()
    made = step.run(context)
    paths = [*made.files, *_write(project, made)]
    ledger.enter(step.name, mark, paths, made.note)
    project.record("step", step=step.name, fingerprint=mark, **made.note)
    return Done(step.name, ran=True, seconds=time.perf_counter() - started, note=dict(made.note))


@cache
def _code() -> str:
    """Hash what comes with the program, code, words, profiles and data: results of another version are not taken for current."""
    root = Path(workbench.__file__).parent
    digest = hashlib.sha256(f"{workbench.__version__}{geodata.manifest()}".encode())
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _inputs(project: Project, step: Step) -> dict[str, Path]:
    files = {name: path for name in step.inputs if (path := project.input(name)) is not None}
    return files | {f"table {name}": project.path(name) for name in step.reads}


def _write(project: Project, made: Made) -> list[Path]:
    for table, frame in made.tables.items():
        write_frame(project.path(table), frame)
    return [project.path(table) for table in made.tables]
