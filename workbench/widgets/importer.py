"""The import wizard: choose a file, see what its headers mean, mend it, see what is refused and why, save."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets

from workbench.cases import case_columns
from workbench.tables import ADDRESS_KINDS, COLUMNS, LAWFUL_SOURCES, label
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.importing import (
    ENDINGS,
    Importing,
    change_match,
    count_reasons,
    list_files,
    order_matches,
    read_file,
    receive,
    save_import,
)
from workbench.widgets.panels import Panel, choice, column, head, row
from workbench.widgets.papers import Paper, count, figure, figures, heading, table, text

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.cases import CaseFile, Match
    from workbench.widgets.papers import Block
    from workbench.workspace import Project

_MOST_REJECTS = 200
_TONES = {"sure": "good", "confirm": "warn", "unmatched": "calm", "spare": "calm", "third_party": "bad"}
_WORDS = {
    "title": ("导入案件文件", "Import a case file"),
    "file": ("文件", "File"),
    "choose": ("（请选择）", "(choose)"),
    "upload": ("上传", "Upload"),
    "no_file": (
        "选一个文件，或上传一个（CSV、xlsx、Parquet）。文件只留在本项目的 inputs 文件夹里。保存后运行：workbench run {folder}",
        "Choose a file or upload one (CSV, xlsx, Parquet); it stays in this project's inputs. Once saved: workbench run {folder}",
    ),
    "source": ("文件未说明时，地址的合法来源", "Lawful source where the file says none"),
    "unstated": ("（未说明：将被隔离）", "(not stated: quarantined)"),
    "contract": ("合同约定", "stated in the contract"),
    "reserved": ("本人预留", "left by the borrower"),
    "authorised": ("本人授权", "authorised by the borrower"),
    "public_lawful": ("合法公开", "lawfully public"),
    "told_by_contact": ("联系人告知", "told by a contact"),
    "bureau_authorised": ("经授权的征信", "credit bureau, authorised"),
    "headers": ("表头与含义（点一行修改）", "Headers and what they mean (click one to change)"),
    "header": ("表头", "Header"),
    "means": ("含义", "Means"),
    "state": ("状态", "State"),
    "sure": ("读取", "read"),
    "confirm": ("待确认", "to confirm"),
    "unmatched": ("不读", "not read"),
    "spare": ("重复，不读", "second one, not read"),
    "third_party": ("他人信息，绝不读取", "other people's: never read"),
    "not_read": ("（不读）", "(not read)"),
    "no_kind": ("（不分种类）", "(no kind)"),
    "registered": ("户籍", "registered"),
    "home": ("家庭", "home"),
    "work": ("单位", "work"),
    "shipping": ("收货", "shipping"),
    "billing": ("账单", "billing"),
    "confirmed": ("确认", "confirmed"),
    "kind": ("地址种类", "Kind of address"),
    "apply": ("修改", "Change"),
    "confirm_all": ("全部确认", "Confirm all"),
    "read": ("重新读取", "Read again"),
    "reading": ("正在读取…", "Reading …"),
    "save": ("保存到项目", "Save to project"),
    "saved": (
        "已保存映射与文件。下一步：「运行」页，或 workbench run",
        "Mapping and file are saved. Next: the tab Run, or workbench run",
    ),
    "stale": ("含义已改，请「重新读取」看结果。", "Meanings have changed: read again to see the result."),
    "cases": ("案件", "Cases"),
    "addresses": ("地址", "Addresses"),
    "quarantine": ("隔离的地址", "Quarantined"),
    "rejects": ("被拒收的值", "Refused values"),
    "waiting": ("待确认的表头", "To confirm"),
    "reasons": ("为什么（点一行看具体行）", "Why (click one for its rows)"),
    "many": ("个数", "count"),
    "all_good": ("没有被拒收的值", "Nothing was refused"),
    "pick_header": ("在表中点一个表头", "Click a header in the table"),
}


class ImportWizard(Panel[Importing]):
    """The import wizard of a project.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    """

    def __init__(self, project: Desk | Project | Path | str, lang: str | None = None) -> None:
        desk = take_desk(project, lang)
        settings = desk.project.settings
        super().__init__(Importing(source=settings.lawful_source), _WORDS, desk)
        self.result: CaseFile | None = None
        self.read_as: Importing | None = None
        self.reason = -1
        self._build()
        if settings.inputs.cases in list_files(desk.project):
            self.file.value = settings.inputs.cases
        else:
            self.refresh()

    def _build(self) -> None:
        words = self.words
        self.figures, self.headers, self.editing, self.reasons, self.rejects = (Paper() for _ in range(5))
        self.file = choice(words("file"), self._files(), "", self.guarded(self._open))
        self.upload = ipywidgets.FileUpload(accept=",".join(ENDINGS), description=words("upload"))
        self.upload.observe(self.guarded(self._receive), "value")
        sources = [(words("unstated"), ""), *words.options(*LAWFUL_SOURCES)]
        self.source = choice(words("source"), sources, self.state.source, self.guarded(self._state_source))
        columns = [(words("not_read"), ""), *sorted((self._label(name), name) for name in case_columns())]
        kinds = [(words("no_kind"), ""), *words.options(*ADDRESS_KINDS)]
        self.column = choice(words("means"), columns, "", lambda _: None)
        self.kind = choice(words("kind"), kinds, "", lambda _: None)
        self.apply = self.button("apply", self._apply, icon="pencil")
        self.confirm = self.button("confirm_all", self._confirm_all, icon="check")
        self.again = self.button("read", self.read, icon="refresh")
        self.save = self.button("save", self._save, icon="save", style="primary")
        self.headers.on_pick("headers", self.guarded(self._pick))
        self.reasons.on_pick("reasons", self.guarded(self._pick_reason))
        self.children = [
            head(
                self.head, self.file, self.upload, self.undo_button, self.again, self.save, self.stop_button
            ),
            self.source,
            self.notice,
            self.figures,
            row(
                column(self.editing, row(self.column, self.kind, self.apply, self.confirm), self.headers),
                column(self.reasons, self.rejects),
            ),
        ]

    def _files(self) -> list[tuple[str, str]]:
        return [(self.words("choose"), ""), *((name, name) for name in list_files(self.desk.project))]

    def _label(self, name: str) -> str:
        return label(name, lang=self.lang) if name in COLUMNS else name

    def _open(self, file: str) -> None:
        self.result = self.read_as = None
        self.move(file=file, mapping=None, header="")
        if file:
            self.read()

    def _receive(self, change: dict[str, Any]) -> None:
        for each in change["new"]:
            name = receive(self.desk.project, str(each["name"]), bytes(each["content"]))
            self.file.options = self._files()
            self.file.value = name

    def _state_source(self, source: str) -> None:
        self.move(source=source)
        if self.state.file and self.result is not None:
            self.read()

    def read(self) -> None:
        """Read the file in the background; the figures follow."""
        state = self.state
        if not state.file:
            return
        self.work(lambda _: (state, read_file(self.desk.project, state)), self._arrived)

    def _arrived(self, found: tuple[Importing, CaseFile]) -> None:
        asked, self.result = found
        self.reason = -1
        mapping = self.result.mapping if self.state.mapping is None else self.state.mapping
        self.history = replace(self.history, now=replace(self.state, mapping=mapping))
        self.read_as = replace(asked, mapping=mapping, header="")
        self.refresh()

    @property
    def stale(self) -> bool:
        """Whether the figures are of another state than the one shown."""
        return self.result is not None and self.read_as != replace(self.state, header="")

    def show(self) -> None:
        """Show headers with their meaning, figures, and reasons of what was refused."""
        words, state = self.words, self.state
        self.source.value = state.source
        found, mapping = self.result, state.mapping
        for each in (self.apply, self.column, self.kind):
            each.disabled = not state.header
        self.save.disabled, self.again.disabled = mapping is None, not state.file
        self.confirm.disabled = mapping is None or not any(m.state == "confirm" for m in mapping.matches)
        if not state.file or mapping is None or found is None:
            folder = self.desk.project.folder.name
            self.figures.show(
                text(words("reading") if state.file else words("no_file", folder=folder), "calm")
            )
            for each in (self.headers, self.editing, self.reasons, self.rejects):
                each.show()
            return
        stale = text(words("stale"), "warn") if self.stale else None
        self.figures.show(
            self._figures(found), stale, *(text(note.say(self.lang), "calm") for note in found.notes)
        )
        self.editing.show(heading(state.header or words("pick_header")))
        self.headers.show(heading(words("headers")), self._headers())
        self.reasons.show(heading(words("reasons")), self._reasons(found))
        self.rejects.show(self._rejects(found))

    def _figures(self, found: CaseFile) -> Block:
        words = self.words
        assert self.state.mapping is not None
        waiting = sum(match.state == "confirm" for match in self.state.mapping.matches)
        held, refused = len(found.quarantine), len(found.rejects)
        return figures(
            figure(words("cases"), count(len(found.cases))),
            figure(words("addresses"), count(len(found.addresses))),
            figure(words("quarantine"), count(held), tone="warn" if held else ""),
            figure(words("rejects"), count(refused), tone="warn" if refused else ""),
            figure(words("waiting"), count(waiting), tone="warn" if waiting else ""),
        )

    def _headers(self) -> Block:
        assert self.state.mapping is not None
        self.ordered = order_matches(self.state.mapping)
        rows = [[match.header, self._meaning(match), self._condition(match)] for match in self.ordered]
        chosen = next(
            (at for at, match in enumerate(self.ordered) if match.header == self.state.header), None
        )
        return {
            "kind": "table",
            "columns": [{"label": self.words(name)} for name in ("header", "means", "state")],
            "rows": rows,
            "empty": "–",
            "name": "headers",
            "marked": chosen,
            "height_px": 520,
        }

    def _meaning(self, match: Match) -> Block | None:
        if not match.column:
            return None
        kind = self.words(match.kind) if match.kind else ""
        return {"text": self._label(match.column), "below": kind}

    def _condition(self, match: Match) -> Block:
        score = f" {match.score:.2f}" if match.state == "confirm" else ""
        return {"text": self.words(match.state) + score, "tone": _TONES[match.state]}

    def _reasons(self, found: CaseFile) -> Block:
        self.counted = count_reasons(found)
        shown = self.counted.assign(column=[self.words.either(name) for name in self.counted["column"]])
        empty = self.words("all_good")
        return table(
            shown,
            lang=self.lang,
            formats={"n": count, "reason": self._reason},
            labels={"n": self.words("many")},
            empty=empty,
            name="reasons",
            marked=self.reason if self.reason >= 0 else None,
            height_px=260,
        )

    def _reason(self, said: str) -> str:
        """Return a reason in the reader's language; it is given as Chinese and English in one."""
        both = said.split(" · ", 1)
        return both[self.lang == "en"] if len(both) > 1 else said

    def _rejects(self, found: CaseFile) -> Block | None:
        if not 0 <= self.reason < len(self.counted):
            return None
        one = self.counted.iloc[self.reason]
        rows = found.rejects
        some = rows[(rows["column"] == one["column"]) & (rows["reason"] == one["reason"])]
        if some.empty:
            held = found.quarantine
            some = held[(held["kind"] == one["column"]) & (held["reason"] == one["reason"])]
            return table(some[["sheet", "row", "address"]].head(_MOST_REJECTS), lang=self.lang, height_px=260)
        return table(some[["sheet", "row", "value"]].head(_MOST_REJECTS), lang=self.lang, height_px=260)

    def _pick(self, at: int) -> None:
        match = self.ordered[at]
        self.history = replace(self.history, now=replace(self.state, header=match.header))
        self.column.value, self.kind.value = match.column, match.kind
        self.refresh()

    def _pick_reason(self, at: int) -> None:
        self.reason = at
        self.refresh()

    def _apply(self) -> None:
        if self.state.mapping is not None and self.state.header:
            changed = change_match(self.state.mapping, self.state.header, self.column.value, self.kind.value)
            self.move(mapping=changed)
            self.say()

    def _confirm_all(self) -> None:
        if self.state.mapping is not None:
            self.move(mapping=self.state.mapping.confirm())

    def _save(self) -> None:
        save_import(self.desk.project, self.state)
        self.say(self.words("saved"), "good")
