"""The address inspector: type an address and watch how it is cleaned, read, matched and placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np

from workbench.geocoding import STEPS
from workbench.geodata import name_place
from workbench.tables import LEVEL_LABELS, label
from workbench.widgets import evidence
from workbench.widgets.canvas import COLOURS, LiveMap, extent_of
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.panels import Panel, column, head, row
from workbench.widgets.papers import Paper, chips, figure, figures, heading, text
from workbench.widgets.workers import Delay

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.geocoding import Explanation, Geocoder
    from workbench.widgets.papers import Block
    from workbench.workspace import Project

_QUIET_SECONDS = 0.2
_DIVISIONS = ("province", "city", "district", "town", "village", "adcode")
_FEATURES = 24
_WORDS = {
    "title": ("地址检视", "Address inspector"),
    "ask": ("输入一个地址，例如：北京朝阳区望京西园三区305号楼(放驿站)", "Type an address, e.g. 北京朝阳区望京西园三区305号楼(放驿站)"),
    "beside": ("命令行上同样可用：workbench explain 地址", "The same on the command line: workbench explain ADDRESS"),
    "city_hint": ("已知城市（可空）", "Known city (may be empty)"),
    "cleaning": ("一、清洗", "1 Cleaning"),
    "clean": ("无需清洗", "Nothing to clean"),
    "step": ("步骤", "Step"),
    "result": ("结果", "Result"),
    "reading": ("二、读取", "2 Reading"),
    "nothing_read": ("没有读出任何要素", "Nothing was read"),
    "road": ("道路", "Road"),
    "name": ("名称", "Name"),
    "rest": ("其余", "Rest"),
    "matching": ("三、候选（点一行看它的特征）", "3 Candidates (click one for its features)"),
    "lead": ("首选胜过下一个同类候选，靠：{lead}", "The first is ahead of the next of its kind by: {lead}"),
    "no_candidates": ("没有候选", "No candidates"),
    "placing": ("四、结论", "4 Outcome"),
    "nowhere": ("未定位：地名库里没有与之相配的地点。", "Not placed: nothing in the gazetteer matches."),
    "features": ("候选 {n} 的特征", "Features of candidate {n}"),
    "opening": ("正在打开地名库…", "Opening the gazetteer …"),
    "place": ("地点", "Place"),
    "score": ("得分", "Score"),
    "why": ("依据", "Why"),
    "accept": ("采用", "accept"),
    "review": ("复核", "review"),
    "reject": ("未采用", "reject"),
    "decision": ("判定", "Decision"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inspected:
    """State: the address, a city that is known, and the candidate whose features are shown (-1: none)."""

    address: str = ""
    city: str = ""
    candidate: int = -1


def inspect(state: Inspected, geocoder: Geocoder) -> Explanation | None:
    """Return how the address is placed; None where nothing was typed."""
    if not state.address.strip():
        return None
    return geocoder.explain(state.address, city=state.city.strip() or None)


class Inspector(Panel[Inspected]):
    """The address inspector of a project, with its gazetteer.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    address
        Address to begin with.
    """

    def __init__(
        self, project: Desk | Project | Path | str, lang: str | None = None, *, address: str = ""
    ) -> None:
        desk = take_desk(project, lang)
        super().__init__(Inspected(address), {**evidence.WORDS, **LEVEL_LABELS, **STEPS, **_WORDS}, desk)
        self._found: tuple[str, str, Explanation | None] | None = None
        self._build()
        if desk.warm:
            self.refresh()
        else:
            self.work(lambda _: desk.geocoder(), lambda _: self.refresh())

    def _build(self) -> None:
        words, wide = self.words, ipywidgets.Layout(width="100%")
        beside = Paper()
        beside.show(text(words("beside"), "calm"))
        self.left, self.candidates, self.features, self.outcome = Paper(), Paper(), Paper(), Paper()
        self.map = LiveMap(lang=self.lang, height_px=420)
        self.map.follow(self.desk.surroundings)
        self.typed = ipywidgets.Text(value=self.state.address, placeholder=words("ask"), layout=wide)
        self.city = ipywidgets.Text(placeholder=words("city_hint"))
        self.later = Delay(self.move, _QUIET_SECONDS)
        self.typed.observe(lambda change: self.later(address=change["new"], candidate=-1), "value")
        self.city.observe(lambda change: self.later(city=change["new"], candidate=-1), "value")
        self.candidates.on_pick("candidates", lambda at: self.move(candidate=at))
        self.children = [
            head(self.head, self.city, self.undo_button),
            self.typed,
            beside,
            self.notice,
            row(column(self.left, self.candidates, self.features), column(self.outcome, self.map)),
        ]

    def undo(self) -> None:
        """Go back to what was typed before."""
        super().undo()
        self.typed.value, self.city.value = self.state.address, self.state.city

    def show(self) -> None:
        """Show the way of the address, step by step."""
        state = self.state
        found = self._explain()
        if found is None:
            self.left.show({"kind": "table", "columns": [], "rows": [], "empty": self.words("ask")})
            for each in (self.candidates, self.features, self.outcome):
                each.show()
            self.map.marks = []
            return
        where = found.location
        answer = float(where["lng"]), float(where["lat"])
        self.left.show(*self._cleaning(found), *self._reading(found))
        empty = self.words("no_candidates")
        table = evidence.candidate_table(found.candidates, answer, self.words, name="candidates", empty=empty)
        lead = found.say_lead(self.lang)
        self.candidates.show(
            heading(self.words("matching")),
            table | {"marked": state.candidate},
            *([text(self.words("lead", lead=lead), "calm")] if lead else []),
        )
        self.features.show(*self._features(found))
        self.outcome.show(heading(self.words("placing")), *self._outcome(where))
        marks = evidence.candidate_marks(found.candidates, where)
        if marks != self.map.marks:
            self.map.marks = marks
            self.map.extent = extent_of(evidence.close_marks(marks)) or self.map.extent
        if not self.map.ground and self.map.extent:
            self.map.show_ground(self.desk.ground(), self.map.extent)

    def _explain(self) -> Explanation | None:
        asked = self.state.address, self.state.city
        if self._found is None or self._found[:2] != asked:
            self._found = (*asked, inspect(self.state, self.desk.geocoder()))
        return self._found[2]

    def _cleaning(self, found: Explanation) -> list[Block]:
        words = self.words
        rows = [[words.either(one["step"]), one["after"] or "∅"] for one in found.steps]
        columns = [{"label": words("step"), "width": "130px"}, {"label": words("result")}]
        return [
            heading(words("cleaning")),
            {
                "kind": "table",
                "columns": columns,
                "rows": rows,
                "empty": words("clean"),
                "name": "",
                "marked": None,
            },
        ]

    def _reading(self, found: Explanation) -> list[Block]:
        words, lang = self.words, self.lang
        said = [
            {"label": label(name, lang=lang), "text": name_place(str(found.divisions[name]), lang)}
            for name in _DIVISIONS
            if found.divisions.get(name)
        ]
        for road, number in found.elements["roads"]:
            said.append({"label": words("road"), "text": f"{road}{number if number >= 0 else ''}"})
        said += [
            {"label": words(name), "text": str(found.elements[name])}
            for name in ("name", "rest")
            if found.elements[name]
        ]
        if found.location["faults"]:
            said.append(evidence.fault_chip(str(found.location["faults"]), lang))
        shown = chips(*said) if said else text(words("nothing_read"), "calm")
        return [heading(words("reading")), shown]

    def _features(self, found: Explanation) -> list[Block]:
        at = self.state.candidate
        if not 0 <= at < len(found.candidates):
            return []
        one = found.candidates.iloc[at].drop(["score", "kind", "source", "place", "address", "lng", "lat"])
        known = one.astype(float).dropna().head(_FEATURES)
        shown = [{"label": str(name), "text": f"{value:.3g}"} for name, value in known.items()]
        return [heading(self.words("features", n=at + 1)), chips(*shown)]

    def _outcome(self, where: dict[str, Any]) -> list[Block]:
        words, lang = self.words, self.lang
        if not np.isfinite(float(where["lng"])):
            return [text(words("nowhere"), "warn")]
        region = evidence.say_region(where, lang)
        decision = str(where["decision"])
        return [
            figures(
                figure(label("place", lang=lang), str(where["place"] or "–"), region),
                figure(label("level", lang=lang), words.either(str(where["level"]))),
                figure(label("confidence", lang=lang), f"{where['confidence']:.2f}"),
                figure(label("radius_m", lang=lang), evidence.metres(float(where["radius_m"]))),
                figure(words("decision"), words(decision), str(where["code"]), colour=COLOURS[decision]),
            )
        ]
