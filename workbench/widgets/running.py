"""The whole job by a button: it runs beside the notebook, can be stopped, and goes on where it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.pipeline import DEMO_STEPS, run_job, say_note
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.panels import Panel, head
from workbench.widgets.papers import Paper, table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.pipeline import Done, Progress
    from workbench.widgets.workers import Handle
    from workbench.workspace import Project

_WORDS = {
    "title": ("运行", "Run"),
    "run": ("运行", "Run"),
    "first": (
        "读取案件、定位、估计送达、规划，与 workbench run {folder} 相同。没有变化的步骤不重做；可随时停止，下次接着做。",
        "Reads the cases, locates, estimates and plans, as workbench run {folder} does. Unchanged steps are not done again; stop it at any time, the next run goes on there.",
    ),
    "stopped": (
        "已停止。做完的步骤已保存，再按「运行」接着做。",
        "Stopped. Steps that ended are kept; press Run to go on.",
    ),
    "ended": ("已完成，其他页显示新的结果。文件在 {out}", "Done; the other tabs show the new results. Files are in {out}"),
    "unchanged": ("没有变化，无需重做。文件在 {out}", "Nothing has changed; nothing was done. Files are in {out}"),
    "step": ("步骤", "Step"),
    "took": ("用时", "Took"),
    "current": ("未变", "unchanged"),
    "note": ("结果", "Result"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ran:
    """State: what became of each step of the last run."""

    done: tuple[Done, ...] = ()


def say_progress(progress: Progress, label: str) -> str:
    """Say which step of how many is under way, and what it has done of all that it counts."""
    said = f"[{progress.before + 1}/{progress.steps}] {label}"
    return f"{said} · {progress.done:,} / {progress.total:,}" if progress.total else said


class Runner(Panel[Ran]):
    """Runs the whole job of a project.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    """

    def __init__(self, project: Desk | Project | Path | str, lang: str | None = None) -> None:
        desk = take_desk(project, lang)
        super().__init__(Ran(), _WORDS, desk)
        self.steps = Paper()
        self.run_button = self.button("run", self.run, icon="play", style="primary")
        self.children = [head(self.head, self.run_button, self.stop_button), self.notice, self.steps]
        self.say(self.words("first", folder=desk.project.folder.name))

    def run(self) -> None:
        """Run what has changed."""
        labels = self._labels()

        def task(handle: Handle) -> list[Done]:
            def hear(progress: Progress) -> None:
                handle.tell(say_progress(progress, labels[progress.step]), progress.share)

            return run_job(self.desk.project, tell=lambda _: handle.check(), hear=hear)

        self.work(task, lambda done: self.move(done=tuple(done)))

    def _labels(self) -> dict[str, str]:
        return {step.name: step.label(self.lang) for step in DEMO_STEPS}

    def show(self) -> None:
        """Show what became of the steps."""
        done, words = self.state.done, self.words
        ran = any(each.ran for each in done)
        self.say(words("ended" if ran else "unchanged", out=self.desk.project.out), "good")
        labels = self._labels()
        rows = pd.DataFrame(
            {
                "step": [labels[each.step] for each in done],
                "took": [f"{each.seconds:.1f} s" if each.ran else words("current") for each in done],
                "note": [say_note(each.note, self.lang) for each in done],
            }
        )
        self.steps.show(
            table(rows, lang=self.lang, labels={name: words(name) for name in ("step", "took", "note")})
        )
