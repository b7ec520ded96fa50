"""The review queue: the next most useful address, its candidates on a small map, one key for a decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np
import pandas as pd

from workbench.geocoding import write_corrections
from workbench.matching import Costs, tally
from workbench.tables import LEVEL_LABELS, label
from workbench.widgets import bulk, evidence
from workbench.widgets.bulk import BulkAccept
from workbench.widgets.canvas import LiveMap, extent_of
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.keys import Keys
from workbench.widgets.panels import Panel, choice, column, head, row
from workbench.widgets.papers import Paper, chips, count, figure, figures, heading, share, span, table, text
from workbench.widgets.reviewing import (
    FOCUSES,
    Reviewing,
    decide_case,
    line_up,
    measure,
    sort_cases,
)
from workbench.workspace import Reviews, agreement, default_reviewer

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.geocoding import Explanation
    from workbench.widgets.papers import Block
    from workbench.workspace import Project

_KEYS = ("a", "c", "n", "s", "u", "enter", "escape", *"123456789")
_WORDS = {
    "title": ("人工复核", "Review"),
    "focus": ("看什么", "Show"),
    "mixed": ("最有用的（混合）", "Most useful (mixed)"),
    "near": ("阈值附近", "Near a threshold"),
    "audit": ("随机抽查", "Random audit"),
    "value": ("金额高、未采用", "High amount, not accepted"),
    "tie": ("多处同样合适", "Ties"),
    "no_match": ("找不到地点", "No match found"),
    "failed": ("无法读取", "Could not be read"),
    "second": ("他人已复核", "Another's, for a second opinion"),
    "disputed": ("两人不一致", "Reviewers differ"),
    "chosen": ("自选", "Chosen"),
    "reviewer": ("复核人", "Reviewer"),
    "note": ("备注（勿写个人信息）", "Note (no personal data)"),
    "accept": ("采用", "Accept"),
    "correct": ("修正", "Correct"),
    "confirm": ("确认此点", "Confirm the point"),
    "none": ("无匹配", "No match"),
    "skip": ("跳过", "Skip"),
    "hint": (
        "按键：A 采用 · 1–9 选候选 · 在图上点击即修正，回车确认 · N 无匹配 · S 跳过 · U 撤销（点此处以启用）",
        "Keys: A accept · 1–9 pick a candidate · click the map to correct, Enter confirms · N no match · S skip · U undo (click here first)",
    ),
    "why_shown": ("为何显示", "Why shown"),
    "answer": ("机器的答案", "The machine's answer"),
    "no_answer": ("没有答案", "No answer"),
    "candidates": ("候选", "Candidates"),
    "no_candidates": ("没有候选", "No candidates"),
    "opening": ("正在打开地名库…", "Opening the gazetteer …"),
    "place": ("地点", "Place"),
    "score": ("得分", "Score"),
    "why": ("依据", "Why"),
    "spot_set": ("已设新点，按回车或「确认此点」保存。", "A new point is set. Enter or “Confirm the point” saves it."),
    "nothing_left": ("这一类没有待复核的了。换一类看看。", "Nothing is left of this kind. Choose another."),
    "undone": ("已撤销上一条决定。", "The last decision was taken back."),
    "nothing_undone": ("没有可撤销的决定。", "There is no decision to take back."),
    "gone": ("已保存：{verdict}", "Saved: {verdict}"),
    "pick": ("选候选", "picked"),
    "done": ("我已复核", "Mine"),
    "all_done": ("全部复核", "All"),
    "skipped": ("跳过 {n}", "{n} skipped"),
    "measured": ("采用部分准确率", "Right among accepted"),
    "by_labels": ("抽样复核 {n} 条", "{n} reviews by chance"),
    "left": ("本类待看", "Left of this kind"),
    "agreed": ("两人一致", "Agreement"),
    "kappa": ("Kappa {value}，共 {n} 条", "kappa {value}, n = {n}"),
}  # fmt: skip


class ReviewQueue(Panel[Reviewing]):
    """The review queue of a project.

    Decisions are in the project's database when the key is up again; the next run of the job and the evaluation use them.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    reviewer
        Name that decisions carry; the account's if None.
    """

    def __init__(
        self, project: Desk | Project | Path | str, lang: str | None = None, *, reviewer: str | None = None
    ) -> None:
        desk = take_desk(project, lang)
        super().__init__(
            Reviewing(reviewer or default_reviewer()),
            {**evidence.WORDS, **LEVEL_LABELS, **bulk.WORDS, **_WORDS},
            desk,
        )
        if not desk.has("locations", "addresses", "cases"):
            self.lack()
            return
        self.reviews = Reviews(desk.project)
        self._explained: tuple[str, Explanation] | None = None
        self._answer: dict[Any, Any] = {}
        self._read()
        self._build()
        self._renew()
        self.work(lambda _: self._explain(), lambda _: self._warmed())

    def _read(self) -> None:
        self.located = self.desk.read("locations").set_index("address_id", drop=False)
        self.texts = self.desk.read("addresses").set_index("address_id")
        amount = self.desk.read("cases").set_index("case_id")["amount_yuan"]
        case = self.texts["case_id"].reindex(self.located.index)
        self.cases = sort_cases(self.located, case.map(amount)).reset_index(drop=True)

    def _build(self) -> None:
        words, state = self.words, self.state
        self.figures, self.case, self.candidates, self.more = (Paper() for _ in range(4))
        self.map = LiveMap(lang=self.lang, height_px=540)
        self.board = Keys(hint=words("hint"), heard=list(_KEYS))
        self.focus = choice(words("focus"), words.options(*FOCUSES), state.focus, self.guarded(self._refocus))
        self.name = ipywidgets.Text(
            value=state.reviewer, description=words("reviewer"), continuous_update=False
        )
        self.note = ipywidgets.Text(placeholder=words("note"), continuous_update=False)
        self.bulk = BulkAccept(self.desk, words, done=self._accepted, guarded=self.guarded)
        self.confirm = self.button("confirm", self._confirm, icon="map-marker", style="warning")
        self.buttons = [
            self.button("accept", lambda: self.decide("accept"), icon="check", style="success"),
            self.button("none", lambda: self.decide("no_match"), icon="ban"),
            self.button("skip", lambda: self.decide("skip"), icon="step-forward"),
        ]
        self.name.observe(self.guarded(lambda change: self._rename(change["new"])), "value")
        self.board.on_key(self.guarded(self._press))
        self.candidates.on_pick("candidates", self.guarded(self._choose))
        self.map.observe(self.guarded(self._point), "picked")
        self.map.follow(self.desk.surroundings)
        self.note.layout.width = self.name.layout.width = "auto"
        self.children = [
            head(self.head, self.focus, self.name, self.undo_button),
            self.figures,
            self.notice,
            row(
                column(
                    self.case,
                    row(*self.buttons, self.confirm),
                    self.note,
                    self.candidates,
                    self.board,
                    width="wide",
                ),
                column(self.map),
            ),
            row(self.bulk, column(self.more)),
        ]

    @property
    def machine(self) -> dict[Any, Any]:
        """The machine's answer to the case on the table."""
        if self._answer.get("address_id") != self.state.address_id:
            self._answer = self.located.loc[[self.state.address_id]].iloc[0].to_dict()
        return self._answer

    def _put(self, **changes: Any) -> None:
        """Change the state; decisions are taken back in the database, not here."""
        self.history = replace(self.history, now=replace(self.state, **changes))

    def _warmed(self) -> None:
        self.refresh()
        self.map.context = self.desk.surroundings(self.map.seen)

    def _renew(self) -> None:
        """Line the cases up anew."""
        self.line = line_up(self.cases, self.reviews.frame(), self.state, self.desk.thresholds)
        self._take()

    def _next(self) -> None:
        """Go on in the line; one that is used up is made anew."""
        self.line = self.line[self.line["address_id"] != self.state.address_id]
        if len(self.line):
            self._take()
        else:
            self._renew()

    def _take(self) -> None:
        first = self.line.iloc[0] if len(self.line) else {"address_id": "", "stratum": ""}
        self._put(address_id=first["address_id"], stratum=first["stratum"], spot=None)
        self.refresh()

    def _explain(self) -> Explanation | None:
        """Return what the geocoder finds for the case on the table."""
        address = self.state.address_id
        if not address or (self._explained is not None and self._explained[0] == address):
            return self._explained[1] if address and self._explained else None
        said = self.texts.loc[[address]].iloc[0].dropna()
        hints = {
            name: str(said[f"stated_{name}"])
            for name in ("province", "city", "district")
            if said.get(f"stated_{name}")
        }
        self._explained = address, self.desk.geocoder().explain(str(said["address"]), **hints)
        return self._explained[1]

    def show(self) -> None:
        """Show the case on the table, its candidates, and how far the reviews are."""
        state, there = self.state, bool(self.state.address_id)
        latest = self.reviews.latest()
        self.figures.show(self._progress(latest))
        for each in self.buttons:
            each.disabled = not there
        self.buttons[0].disabled = not there or not np.isfinite(self.machine["lng"])
        self.confirm.disabled = state.spot is None
        self.undo_button.disabled = not (self.reviews.frame()["reviewer"] == state.reviewer).any()
        self.bulk.show(self.book)
        self.more.show(*self._agreement(latest))
        if not there:
            self.case.show({"kind": "table", "rows": [], "columns": [], "empty": self.words("nothing_left")})
            self.candidates.show()
            self.map.marks = []
            return
        self.case.show(*self._case())
        self._show_candidates()

    def _show_candidates(self) -> None:
        words, machine = self.words, self.machine
        answer = float(machine["lng"]), float(machine["lat"])
        if self.desk.warm:
            explained = self._explain()
            found = pd.DataFrame() if explained is None else explained.candidates
            self.shown = found
            empty = words("no_candidates")
        else:
            self.shown, empty = pd.DataFrame(), words("opening")
        self.candidates.show(
            evidence.candidate_table(self.shown, answer, words, name="candidates", empty=empty)
        )
        marks = evidence.candidate_marks(self.shown, machine, self.state.spot)
        self.map.marks = marks
        if self.state.spot is None:
            self.map.extent = extent_of(evidence.close_marks(marks)) or self.map.extent
        if not self.map.ground and self.map.extent:
            self.map.show_ground(self.desk.ground(), self.map.extent)

    def _progress(self, latest: pd.DataFrame) -> Block:
        words, said = self.words, self.reviews.frame()
        mine = said[said["reviewer"] == self.state.reviewer]
        skipped = int((mine["verdict"] == "skip").sum())
        self.book = measure(self.located, latest)
        found = tally(self.book, self.desk.thresholds, Costs())
        items = [
            figure(words("done"), count(len(mine) - skipped), words("skipped", n=skipped)),
            figure(words("all_done"), count(latest["address_id"].nunique())),
            figure(words("left"), count(len(self.line)) + ("+" if len(self.line) >= 50 else "")),  # noqa: PLR2004 - a full line
        ]
        n = self.book.n_labels
        interval = span(found.precision_low, found.precision_high)
        items.append(figure(words("measured"), interval if n else "–", words("by_labels", n=n)))
        return figures(*items)

    def _case(self) -> list[Block]:
        words, machine, lang = self.words, self.machine, self.lang
        said = self.texts.loc[self.state.address_id]
        state = str(self.cases.loc[self.cases["address_id"] == self.state.address_id, "state"].iloc[0])
        told = [{"label": words("why_shown"), "text": words(self.state.stratum or "chosen")}]
        if state not in ("placed", "corrected"):
            told.append({"label": label("status", lang=lang), "text": words(state), "tone": "warn"})
        if machine["faults"]:
            told.append(evidence.fault_chip(str(machine["faults"]), lang))
        blocks = [chips(*told), heading(str(said["address"]))]
        if machine["normalised"] and machine["normalised"] != said["address"]:
            blocks.append(text(str(machine["normalised"]), "calm"))
        if not np.isfinite(machine["lng"]):
            return [*blocks, text(words("no_answer"), "warn")]
        where = evidence.say_region(machine, lang)
        answer = [
            figure(words("answer"), str(machine["place"] or "–"), where),
            figure(label("level", lang=lang), words.either(str(machine["level"]))),
            figure(label("confidence", lang=lang), f"{machine['confidence']:.2f}"),
            figure(label("radius_m", lang=lang), evidence.metres(float(machine["radius_m"]))),
        ]
        return [*blocks, figures(*answer)]

    def _agreement(self, latest: pd.DataFrame) -> list[Block]:
        pairs = agreement(latest)
        if pairs.empty:
            return []
        shown = pairs.assign(pair=pairs["first"] + " · " + pairs["second"])[
            ["pair", "n", "agreed_share", "kappa"]
        ]
        heads = {"pair": self.words("reviewer"), "agreed_share": self.words("agreed"), "kappa": "kappa"}
        return [
            heading(self.words("agreed")),
            table(shown, lang=self.lang, labels=heads, formats={"agreed_share": share, "n": count}),
        ]

    def decide(self, verdict: str, point: tuple[float, float] | None = None) -> None:
        """Write a decision down and go to the next case."""
        if not self.state.address_id:
            return
        if verdict == "accept" and not np.isfinite(self.machine["lng"]):
            self.say(self.words("no_answer"), "warn")
            return
        self.reviews.add(decide_case(self.state, verdict, self.machine, point, self.note.value.strip()))
        write_corrections(self.desk.project, self.located["normalised"])
        self.note.value = ""
        self._next()
        self.say(self.words("gone", verdict=self.words({"no_match": "none"}.get(verdict, verdict))))

    def undo(self) -> None:
        """Take back one's last decision and show its case again."""
        said = self.reviews.frame()
        mine = said[said["reviewer"] == self.state.reviewer].tail(1)
        address = self.reviews.undo(self.state.reviewer)
        if address is None:
            self.say(self.words("nothing_undone"))
            return
        write_corrections(self.desk.project, self.located["normalised"])
        back = mine[["address_id", "stratum"]]
        self.line = pd.concat([back, self.line], ignore_index=True).drop_duplicates("address_id")
        self._take()
        self.say(self.words("undone"))

    def _press(self, key: str) -> None:
        acts = {
            "a": lambda: self.decide("accept"),
            "n": lambda: self.decide("no_match"),
            "s": lambda: self.decide("skip"),
            "u": self.undo,
            "enter": self._confirm,
            "escape": self._drop_spot,
        }
        if key.isdigit():
            self._choose(int(key) - 1)
        elif key in acts:
            acts[key]()

    def _choose(self, at: int) -> None:
        if at < min(len(self.shown), evidence.MOST):
            one = self.shown.iloc[at]
            self.decide("pick", (float(one["lng"]), float(one["lat"])))

    def _point(self, change: dict[str, Any]) -> None:
        picked = change["new"]
        if picked.get("what") and self.state.address_id:
            self._put(spot=(float(picked["lng"]), float(picked["lat"])))
            self.refresh()
            self.say(self.words("spot_set"), "warn")

    def _drop_spot(self) -> None:
        self._put(spot=None)
        self.refresh()
        self.say()

    def _confirm(self) -> None:
        if self.state.spot is not None:
            self.decide("correct", self.state.spot)

    def _refocus(self, focus: str) -> None:
        self._put(focus=focus)
        self._renew()

    def _rename(self, name: str) -> None:
        self._put(reviewer=name.strip() or default_reviewer())
        self._renew()

    def _accepted(self, said: str) -> None:
        self._renew()
        self.say(said, "good")
