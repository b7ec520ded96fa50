"""The threshold tuner: move two thresholds and see at once what they accept, how right that is, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.geodata import name_place
from workbench.matching import Tally, cheapest, tally
from workbench.tables import LEVEL_LABELS
from workbench.widgets.canvas import COLOURS, LiveMap, mark, middle_extent
from workbench.widgets.charts import ACCENT, Chart, axis, band, bar, dot, drawing, line, rule
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.panels import Panel, choice, column, head, row, slider
from workbench.widgets.papers import Paper, count, figure, figures, share, span, strip, table, text
from workbench.widgets.tuning import GROUPS, Tuning, move_threshold, read_scores, save_thresholds, tune

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.widgets.charts import Part
    from workbench.widgets.papers import Block
    from workbench.workspace import Project

_BARS = 50
_DEAREST = 50.0  # end of a cost's slider, unless the project's file goes beyond
_MEASURED = (
    0.5  # share of the accepted rows whose bins have labels, from which the precision counts as measured
)
_WORDS = {
    "title": ("阈值调节", "Threshold tuner"),
    "accept": ("采用阈值", "Accept from"),
    "review": ("复核阈值", "Review from"),
    "wrong": ("采用一个错点的代价", "Cost of a wrong point accepted"),
    "look": ("人工复核一条的代价", "Cost of one review"),
    "lost": ("丢掉一个对点的代价", "Cost of a right point refused"),
    "accepted": ("采用", "Accepted"),
    "reviewed": ("待复核", "For review"),
    "rejected": ("未采用", "Rejected"),
    "precision": ("采用的准确率", "Right among accepted"),
    "recall": ("对点召回率", "Right ones accepted"),
    "cost": ("总代价", "Cost in all"),
    "per_address": ("每条 {value}", "{value} per address"),
    "saved_is": ("已保存：{value}", "saved: {value}"),
    "guessed": ("仅凭置信度，未经复核", "by confidence, not reviewed"),
    "measured": (
        "准确率由 {n} 条抽样复核得出，区间为 95 %。",
        "Precision comes from {n} reviews drawn by chance; intervals are 95 %.",
    ),
    "part": (
        "已有 {n} 条抽样复核，只覆盖采用部分的 {share}；其余凭置信度估计，区间因此较宽。到「复核」里再看一些。",
        "{n} reviews drawn by chance speak for {share} of what is accepted; the rest is the machine's own word. Review more.",
    ),
    "bare": (
        "还没有抽样复核：准确率只是机器自己的置信度，区间很宽。先到「复核」里看几十条。",
        "No reviews yet: precision is the machine's own confidence and its interval is wide. Review some dozens first.",
    ),
    "share_of": ("地址数", "Addresses"),
    "confidence": ("置信度", "Confidence"),
    "by": ("分组", "By"),
    "near": ("阈值附近的例子", "Examples near"),
    "level": ("匹配级别", "level"),
    "city": ("城市", "city"),
    "place_source": ("来源", "source"),
    "others": ("其他", "others"),
    "none_named": ("（空）", "(none)"),
    "shares": ("采用 · 复核 · 未采用", "accepted · review · rejected"),
    "labels": ("复核对/数", "right / reviewed"),
    "best": ("代价最低", "Least cost"),
    "best_hint": ("把两个阈值移到代价最低处", "Moves both thresholds to where the cost is least"),
    "save": ("保存到项目", "Save to project"),
    "saved": (
        "已保存：采用 {accept}，复核 {review}，以及三项代价。阈值在下次 workbench run 时生效。",
        "Saved: accept {accept}, review {review}, and the three costs. The next workbench run uses the thresholds.",
    ),
    "stays": ("与项目文件相同，无需保存。", "The same as in the project's file; nothing to save."),
    "told_bars": ("置信度分布与两个阈值", "Distribution of confidence and both thresholds"),
    "told_curve": ("准确率随召回率的变化", "Precision over recall"),
    "no_examples": ("没有例子", "No examples"),
}


class Tuner(Panel[Tuning]):
    """The threshold tuner of a project.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    """

    def __init__(self, project: Desk | Project | Path | str, lang: str | None = None) -> None:
        desk = take_desk(project, lang)
        saved = desk.thresholds
        super().__init__(Tuning(saved.accept, saved.review, desk.costs), {**LEVEL_LABELS, **_WORDS}, desk)
        if not desk.has("locations", "addresses"):
            self.lack()
            return
        self.book, self.rows = read_scores(desk)
        self._build()
        self.refresh()

    def _build(self) -> None:
        words, state = self.words, self.state
        self.figures, self.groups, self.examples = Paper(), Paper(), Paper()
        self.bars, self.curve = Chart(height_px=250), Chart(height_px=236)
        self.map = LiveMap(lang=self.lang, height_px=400)
        self.sliders = {
            name: slider(words(name), getattr(state, name), self._mover(name), readout_format=".2f")
            for name in ("accept", "review")
        }
        self.cost_sliders = {
            key: slider(
                words(said),
                getattr(state.costs, key),
                self._pricer(key),
                max=max(_DEAREST, getattr(state.costs, key)),
                step=0.5,
                readout_format=".1f",
            )
            for key, said in (("wrong", "wrong"), ("review", "look"), ("lost", "lost"))
        }
        by = choice(words("by"), words.options(*GROUPS), state.by, lambda value: self.move(by=value))
        near = choice(
            words("near"), words.options("accept", "review"), state.near, lambda value: self.move(near=value)
        )
        self.bars.on_move(lambda name, x: self._mover(name)(x))
        self.examples.on_pick("examples", self.guarded(self._locate))
        self.map.observe(self.guarded(self._pick), "picked")
        best, save = (
            self.button("best", self._cheapest, icon="magic"),
            self.button("save", self._save, icon="check", style="primary"),
        )
        best.tooltip = words("best_hint")
        self._show_map()
        self.children = [
            head(self.head, best, self.undo_button, save),
            self.notice,
            self.figures,
            row(
                column(self.bars, *self.sliders.values(), *self.cost_sliders.values()),
                column(self.curve, by, self.groups),
            ),
            row(column(self.map), column(near, self.examples)),
        ]

    def _show_map(self) -> None:
        placed = self.rows["lng"].notna() & self.rows["lat"].notna()
        self.placed = np.flatnonzero(placed.to_numpy())
        some = self.rows[placed]
        self.map.legend = [
            {"label": self.words(name), "colour": COLOURS[key]}
            for name, key in (("accepted", "accept"), ("reviewed", "review"), ("rejected", "reject"))
        ]
        self.map.show_points(some["lng"], some["lat"], some["confidence"])
        self.map.extent = middle_extent(some["lng"], some["lat"])
        self.map.show_ground(self.desk.ground(), self.map.extent)

    def _mover(self, name: str) -> Any:
        def act(value: float) -> None:
            moved = move_threshold(self.state, name, value)
            if moved != self.state:
                self.move(**{name: getattr(moved, name), "accept": moved.accept, "review": moved.review})

        return act

    def _pricer(self, key: str) -> Any:
        return lambda value: self.move(costs=replace(self.state.costs, **{key: value}))

    def show(self) -> None:
        """Bring everything in line with the state."""
        state, found = self.state, tune(self.state, self.book)
        for name, each in self.sliders.items():
            each.value = getattr(state, name)
        for key, each in self.cost_sliders.items():
            each.value = getattr(state.costs, key)
        self.map.cuts = [state.accept, state.review]
        self.figures.show(self._figures(found.tally), self._basis(found.tally))
        self.bars.spec = self._bars()
        self.curve.spec = self._curve(found.tally)
        self.groups.show(self._groups(found.groups))
        self.shown = found.examples
        self.examples.show(self._examples(found.examples))

    def _figures(self, found: Tally) -> Block:
        words, saved = self.words, self.desk.thresholds
        measured = found.labelled_share >= _MEASURED
        interval = span(found.precision_low, found.precision_high)
        n = max(found.n, 1)
        kept = f"{saved.accept:.2f} / {saved.review:.2f}"
        return figures(
            figure(
                words("accepted"), share(found.accepted / n), count(found.accepted), colour=COLOURS["accept"]
            ),
            figure(
                words("reviewed"), share(found.reviewed / n), count(found.reviewed), colour=COLOURS["review"]
            ),
            figure(
                words("rejected"), share(found.rejected / n), count(found.rejected), colour=COLOURS["reject"]
            ),
            figure(
                words("precision"),
                share(found.precision),
                interval if measured else f"{interval} · {words('guessed')}",
            ),
            figure(words("recall"), share(found.recall)),
            figure(words("cost"), count(found.cost), words("per_address", value=f"{found.cost / n:.2f}")),
            figure(
                f"{words('accept')} / {words('review')}",
                f"{self.state.accept:.2f}/{self.state.review:.2f}",
                words("saved_is", value=kept),
            ),
        )

    def _basis(self, found: Tally) -> Block:
        n = self.book.n_labels
        if not n:
            return text(self.words("bare"), "warn")
        if found.labelled_share < _MEASURED:
            return text(self.words("part", n=n, share=share(found.labelled_share)), "warn")
        return text(self.words("measured", n=n), "calm")

    def _bars(self) -> Part:
        state, words = self.state, self.words
        edges = np.linspace(0, 1, _BARS + 1)
        places = self.book.place(edges)
        places[0], places[-1] = 0, len(self.book)
        heights = np.diff(places)
        kinds = np.where(
            edges[:-1] >= state.accept - 1e-9,
            "accept",
            np.where(edges[:-1] >= state.review - 1e-9, "review", "reject"),
        )
        shown = [
            bar(low, high, size, COLOURS[str(kind)])
            for low, high, size, kind in zip(edges[:-1], edges[1:], heights, kinds, strict=True)
        ]
        # one bar that towers over all others, of addresses without an answer, is cut off
        second, first = np.sort(heights)[-2:]
        top = max(1.1 * min(first, 3 * second), 1)
        return drawing(
            axis(0, 1, words("confidence"), form="hundredth"),
            axis(0, top, words("share_of")),
            told=words("told_bars"),
            bars=shown,
            rules=[
                rule(
                    state.review,
                    COLOURS["review"],
                    f"{words('review')} {state.review:.2f}",
                    name="review",
                    row=1,
                ),
                rule(state.accept, COLOURS["accept"], f"{words('accept')} {state.accept:.2f}", name="accept"),
            ],
        )

    def _curve(self, found: Tally) -> Part:
        words, curve = self.words, self.book.curve
        known = curve[curve["n"] > 0]
        floor = float(np.floor(known["precision_low"].min() * 10) / 10) if len(known) else 0.0
        spot = dot(
            found.recall,
            np.nan_to_num(found.precision),
            COLOURS["accept"],
            size=6,
            low=found.precision_low,
            high=found.precision_high,
        )
        return drawing(
            axis(0, 1, words("recall"), form="share"),
            axis(min(floor, 0.9), 1, words("precision"), form="share"),
            told=words("told_curve"),
            bands=[band(known["recall"], known["precision_low"], known["precision_high"])],
            lines=[line(known["recall"], known["precision"], ACCENT)],
            dots=[spot] if found.accepted else [],
        )

    def _groups(self, found: pd.DataFrame) -> Block:
        words, by = self.words, self.state.by
        names = [
            words("others")
            if name is None
            else name_place(words.either(name), self.lang) or words("none_named")
            for name in found[by]
        ]
        parts = [
            strip(
                (one, COLOURS["accept"], share(one)),
                (two, COLOURS["review"], share(two)),
                (three, COLOURS["reject"], share(three)),
            )
            for one, two, three in zip(
                found["accepted_share"], found["reviewed_share"], found["rejected_share"], strict=True
            )
        ]
        heard = [
            f"{right} / {n}" if n else "–" for right, n in zip(found["right"], found["labels"], strict=True)
        ]
        kept = {name: found[name] for name in ("n", "accepted_share", "confidence")}
        shown = pd.DataFrame({by: names, **kept, "shares": parts, "labels": heard})
        return table(
            shown[[by, "n", "shares", "accepted_share", "confidence", "labels"]],
            lang=self.lang,
            formats={"n": count, "accepted_share": share, "confidence": share, "shares": lambda value: value},
            labels={
                "accepted_share": words("accepted"),
                "shares": words("shares"),
                "labels": words("labels"),
            },
            height_px=240,
        )

    def _examples(self, rows: np.ndarray[Any, np.dtype[np.int64]]) -> Block:
        names = [name for name in ("confidence", "address", "place", "level") if name in self.rows.columns]
        some = self.rows.iloc[rows][names]
        return table(
            some,
            lang=self.lang,
            formats={"confidence": self._graded, "level": self.words.either},
            empty=self.words("no_examples"),
            name="examples",
            height_px=360,
        )

    def _graded(self, value: float) -> Block:
        state = self.state
        kind = "accept" if value >= state.accept else "review" if value >= state.review else "reject"
        return {"text": f"{value:.3f}", "colour": COLOURS[kind]}

    def _locate(self, at: int) -> None:
        self._point(int(self.shown[at]))

    def _pick(self, change: dict[str, Any]) -> None:
        if change["new"].get("what") == "point":
            self._point(int(self.placed[change["new"]["row"]]))

    def _point(self, at: int) -> None:
        """Show one row on the map and in words."""
        found = self.rows.iloc[at]
        if np.isnan(found["lng"]):
            self.map.marks = []
            return
        said = f"{found.get('address') or ''}\n{found.get('place') or ''}\n{found['confidence']:.3f}"
        self.map.marks = [
            mark(
                found["lng"],
                found["lat"],
                colour="#009e73",
                radius_m=found["radius_m"],
                told=said,
                strong=True,
            )
        ]
        self.say(said.replace("\n", "  ·  "))

    def _cheapest(self) -> None:
        best = cheapest(self.book, self.state.costs)
        self.move(accept=best.accept, review=best.review)

    def _save(self) -> None:
        found = tally(self.book, self.state.thresholds, self.state.costs)
        made = save_thresholds(self.desk.project, self.state.thresholds, self.state.costs, found)
        self.refresh()
        if made:
            said = self.words("saved", accept=f"{self.state.accept:.2f}", review=f"{self.state.review:.2f}")
            self.say(said, "good")
        else:
            self.say(self.words("stays"))
