"""The report builder: choose reader, months and sections, look at the draft, hand the report out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd

from workbench.report import SECTIONS
from workbench.widgets.composing import OPTIONAL, Composing, Draft, find_lenders, list_kept, preview, write
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.exploring import list_months
from workbench.widgets.frames import Frame
from workbench.widgets.panels import Panel, choice, column, row, set_control, span_slider
from workbench.widgets.papers import Paper, heading, table, text
from workbench.widgets.words import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.widgets.workers import Handle
    from workbench.workspace import Project

_WORDS = {
    "title": ("委托方报告", "Lender report"),
    "nobody": (
        "案件中没有委托方。在 project.toml 中写明 lender，再运行 workbench run。",
        "The cases name no lender. Set lender in project.toml and run again.",
    ),
    "lender": ("委托方", "Lender"),
    "lang": ("语言", "Language"),
    "zh": ("中文", "Chinese"),
    "en": ("英文", "English"),
    "months": ("信函期间", "Months of the letters"),
    "sections": ("章节", "Sections"),
    "always": ("总在其中：{names}", "Always in it: {names}"),
    "review_number": ("审图号（如已审图）", "Map review number, if reviewed"),
    "preview": ("预览草稿", "Preview draft"),
    "write": ("写出并登记", "Write and keep"),
    "first": (
        "选好之后先看草稿。草稿与正式报告经过同样的核对：不足 {n} 人的数字不列示，也不能与以前的报告相减得出。",
        "Choose, then look at the draft. Draft and report pass the same checks: no figure of fewer than {n} persons, not even by subtracting earlier reports.",
    ),
    "stale": ("选择已改变，下面仍是上一份草稿；再预览一次才能写出。", "The choices have changed; below is still the last draft. Preview again before writing."),
    "looked": ("看过无误再写出：写出的报告会登记编号，以后的报告都要与它核对。", "Write it once it is right: it gets a number and every later report is checked against it."),
    "counting": ("正在统计并核对…", "Counting and checking…"),
    "written": ("已写出并登记：{files}", "Written and kept: {files}"),
    "kept": ("已发出的报告", "Reports handed out"),
    "none_kept": ("还没有发出过报告。", "No report was handed out yet."),
    "number": ("编号", "No."),
    "as_of": ("数据截至", "Data as of"),
    "page": ("报告草稿", "Draft of the report"),
}  # fmt: skip


class ReportBuilder(Panel[Composing]):
    """The report builder of a project.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    """

    def __init__(self, project: Desk | Project | Path | str, lang: str | None = None) -> None:
        desk = take_desk(project, lang)
        lenders = find_lenders(desk)
        super().__init__(Composing(lenders[0] if lenders else "", desk.lang), _WORDS, desk)
        self.lenders = lenders
        self.draft: Draft | None = None
        if not lenders:
            self.lack("nobody" if desk.has("cases") else "empty")
            return
        self._build()
        self.say(self.words("first", n=desk.project.settings.min_persons))
        self.refresh()

    def _build(self) -> None:
        words = self.words
        self.frame = Frame(title=words("page"))
        self.kept, self.fixed = Paper(), Paper()
        self.boxes = self._make_boxes()
        self.controls = self._make_controls()
        self.preview_button = self.button("preview", self._preview, icon="eye", style="primary")
        self.write_button = self.button("write", self._write, icon="check")
        fixed = [each.title(self.lang) for each in SECTIONS if each.always]
        self.fixed.show(text(words("always", names=" · ".join(fixed)), "calm"))
        labelled = [
            part for name, control in self.controls.items() for part in (_label(words(name)), control)
        ]
        self.children = [
            row(self.head, self.undo_button),
            row(
                column(
                    *labelled,
                    _label(words("sections")),
                    *self.boxes.values(),
                    self.fixed,
                    row(self.preview_button, self.write_button, self.stop_button),
                    self.kept,
                    width="side",
                ),
                column(self.notice, self.frame, width="wide"),
            ),
        ]

    def _make_boxes(self) -> dict[str, Any]:
        made = {}
        for each in SECTIONS:
            if each.key not in OPTIONAL:
                continue
            box = ipywidgets.Checkbox(value=True, description=each.title(self.lang), indent=False)
            box.layout.width = "auto"
            box.observe(lambda _: self._choose_sections(), "value")
            made[each.key] = box
        return made

    def _make_controls(self) -> dict[str, Any]:
        state, words = self.state, self.words
        made: dict[str, Any] = {
            "lender": choice(
                "", [(each, each) for each in self.lenders], state.lender, self.chooser("lender")
            ),
            "lang": choice("", words.options(*LANGUAGES), state.lang, self.chooser("lang")),
        }
        attempts = self.desk.read("attempts")["attempted_at"].dropna()
        months = list_months(pd.to_datetime(attempts))
        if len(months) > 1:
            made["months"] = span_slider(months, self.chooser("months"))
        made["review_number"] = ipywidgets.Text(value="", continuous_update=False)
        made["review_number"].observe(lambda change: self.chooser("review_number")(change["new"]), "value")
        for control in made.values():
            control.layout.width = "100%"
        return made

    def _choose_sections(self) -> None:
        self.chooser("sections")(tuple(key for key, box in self.boxes.items() if box.value))

    def show(self) -> None:
        """Show the choices, the reports that were handed out, and whether the draft below is still that of the choices."""
        state = self.state
        with self.following():
            for name, control in self.controls.items():
                set_control(control, getattr(state, name))
            for key, box in self.boxes.items():
                box.value = key in state.sections
        current = self.draft is not None and self.draft.state == state
        self.write_button.disabled = not current
        self._show_kept()
        if self.draft is not None:
            self.say(self.words("looked" if current else "stale"), "calm" if current else "warn")

    def _show_kept(self) -> None:
        words = self.words
        kept = list_kept(self.desk, self.state.lender)
        labels = {name: words(name) for name in ("number", "as_of")}
        block = table(kept, lang=self.lang, labels=labels, empty=words("none_kept"), height_px=220)
        self.kept.show(heading(words("kept")), block)

    def _preview(self) -> None:
        state = self.state

        def task(handle: Handle) -> Draft:
            handle.tell(self.words("counting"))
            return preview(self.desk, state)

        self.work(task, self._keep_draft)

    def _keep_draft(self, draft: Draft) -> None:
        self.draft = draft
        self.frame.page = draft.page
        self.refresh()

    def _write(self) -> None:
        draft = self.draft
        if draft is None or draft.state != self.state:
            self.say(self.words("stale"), "warn")
            return

        def task(handle: Handle) -> list[Path]:
            handle.tell(self.words("counting"))
            return write(self.desk, draft.state)

        self.work(task, self._tell_written)

    def _tell_written(self, files: list[Path]) -> None:
        # The next one is another report: it has to be looked at anew.
        self.draft = None
        self.frame.page = files[0].read_text(encoding="utf-8")
        self.refresh()
        self.say(self.words("written", files="、".join(str(each) for each in files)), "good")


def _label(said: str) -> Any:
    return ipywidgets.Label(said)
