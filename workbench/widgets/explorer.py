"""The pattern explorer: where a rate is high or low, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np
import pandas as pd

from workbench.maps import RateCells, SpotCells
from workbench.tables import MEASURES
from workbench.widgets.canvas import LiveMap, middle_extent
from workbench.widgets.charts import Chart, axis, dot, drawing, line
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.exploring import (
    GROUPS,
    RESOLUTIONS,
    TABLES,
    Exploring,
    choose_resolution,
    count_cells,
    explore,
    find_events,
    list_days,
    list_groups,
    list_months,
    name_groups,
    read_portfolio,
)
from workbench.widgets.histories import History
from workbench.widgets.panels import Panel, choice, column, row, set_control, slider, span_slider
from workbench.widgets.papers import Paper, count, figure, figures, heading, share, span, table, text
from workbench.widgets.workers import Delay

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.widgets.charts import Part
    from workbench.widgets.exploring import Explored, Sum
    from workbench.widgets.papers import Block
    from workbench.widgets.words import Words
    from workbench.workspace import Project

_SHOWN_GROUPS = 60
_CURVE_POINTS = 80
_MOST_LEAST = 60
_COLOURS = {"above": "#0072b2", "below": "#d55e00", "within": "#8a94a0"}
_WORDS = {
    "title": ("分布", "Patterns"),
    "measure": ("指标", "Measure"),
    "delivered": ("妥投率", "Delivery rate"),
    "npl": ("不良率", "NPL rate"),
    "repaid": ("回款率", "Repaid"),
    "contacted": ("本人触达率", "Person reached"),
    "months": ("期间", "Months"),
    "product": ("产品", "Product"),
    "all": ("全部", "all"),
    "resolution": ("格的细度（H3）", "Cell size (H3)"),
    "smooth": ("向周围平滑", "Smoothed"),
    "least": ("少于此数不着色", "No colour under"),
    "spots": ("地图", "Map"),
    "rates": ("比率", "rates"),
    "hot_and_cold": ("冷热点", "hot and cold spots"),
    "by": ("比较", "Compare"),
    "one_county": ("区县", "County"),
    "one_station": ("网点", "Station"),
    "one_branch": ("分支机构", "Branch"),
    "one_lender": ("委托方", "Lender"),
    "one_product": ("产品", "Product"),
    "one_agency": ("机构", "Agency"),
    "county": ("区县", "Counties"),
    "station": ("网点", "Stations"),
    "branch": ("分支机构", "Branches"),
    "lender": ("委托方", "Lenders"),
    "agency": ("机构", "Agencies"),
    "inside": ("视野内", "In view"),
    "whole": ("全部", "All"),
    "of": ("{hits} / {n}", "{hits} of {n}"),
    "persons": ("人数", "Persons"),
    "placed": ("可上图", "On the map"),
    "placed_below": ("{n} 个格；其余定位不够准", "{n} cells; the rest is not placed surely"),
    "unusual": ("超出偶然", "Beyond chance"),
    "unusual_below": ("共 {n} 组", "of {n} groups"),
    "places": ("视野内各组，最不寻常的在前", "Groups in view, the most unusual first"),
    "funnel_x": ("件数", "n"),
    "funnel_told": ("各组比率与偶然范围", "Rates of the groups and what chance allows"),
    "funnel_note": (
        "虚线：偶然与一般差异所能解释的 95 % 与 99.8 % 范围。灰色的组不能说高或低。",
        "Dashed: 95 % and 99.8 % of what chance and common spread explain. Grey groups are neither high nor low.",
    ),
    "above": ("偏高", "above"),
    "below": ("偏低", "below"),
    "within": ("偶然范围内", "within chance"),
    "standing": ("判断", "Standing"),
    "raw_share": ("比率", "Rate"),
    "interval": ("95 % 区间", "95 % interval"),
    "no_groups": ("视野内没有可比较的组。缩小地图，或换一种比较。", "No groups in view. Zoom out, or compare something else."),
    "no_events": ("这样选择时没有记录。放宽期间或产品。", "Nothing is counted by this choice. Widen months or product."),
}  # fmt: skip


class Explorer(Panel[Exploring]):
    """The pattern explorer of a project; the funnel and the table follow what the map shows.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    """

    def __init__(self, project: Desk | Project | Path | str, lang: str | None = None) -> None:
        desk = take_desk(project, lang)
        super().__init__(Exploring(), _WORDS, desk)
        if not desk.has(*TABLES):
            self.lack()
            return
        self.view: tuple[float, ...] = ()
        self._counted: tuple[tuple[Any, ...], pd.DataFrame] | None = None
        self._celled: tuple[tuple[Any, ...], pd.DataFrame] | None = None
        self.portfolio = read_portfolio(desk)
        grain = choose_resolution(self.events(), self.state.least)
        self.history = History(replace(self.state, resolution=grain))
        self._build()
        self.refresh()

    def _build(self) -> None:
        self.figures, self.places, self.funnel_note = Paper(), Paper(), Paper()
        self.funnel = Chart(height_px=330)
        self.map = LiveMap(lang=self.lang, height_px=460)
        self.map.observe(Delay(self.guarded(self._look)), "seen")
        self.controls = {**self._make_choices(), **self._make_sliders()}
        wide = [name for name in ("months", "resolution", "least") if name in self.controls]
        self.children = [
            row(self.head, self.undo_button),
            row(*(control for name, control in self.controls.items() if name not in wide)),
            row(
                *(column(self.controls[name], width="half" if name == "months" else "side") for name in wide)
            ),
            self.notice,
            self.figures,
            row(column(self.map, width="wide"), column(self.funnel, self.funnel_note)),
            self.places,
        ]

    def _make_choices(self) -> dict[str, Any]:
        words, state, cases = self.words, self.state, self.portfolio.cases
        products = sorted(cases["product"].dropna().astype(str).unique()) if "product" in cases else []
        made = {
            name: choice(words(name), options, getattr(state, name), self.chooser(name))
            for name, options in (
                ("measure", words.options(*MEASURES)),
                ("product", [(words("all"), ""), *((each, each) for each in products)]),
                ("by", words.options(*GROUPS)),
                ("spots", [(words("rates"), False), (words("hot_and_cold"), True)]),
            )
        }
        smooth = ipywidgets.Checkbox(value=state.smooth, description=words("smooth"), indent=False)
        smooth.layout.width = "auto"
        smooth.observe(lambda change: self.chooser("smooth")(change["new"]), "value")
        return {**made, "smooth": smooth}

    def _make_sliders(self) -> dict[str, Any]:
        words, months = self.words, list_months(list_days(self.portfolio))
        made: dict[str, Any] = {}
        if len(months) > 1:
            made["months"] = span_slider(months, self.chooser("months"), words("months"))
        for name, low, high in (("resolution", RESOLUTIONS[0], RESOLUTIONS[-1]), ("least", 1, _MOST_LEAST)):
            made[name] = slider(
                words(name), getattr(self.state, name), self.chooser(name, int), min=low, max=high, step=1
            )
            made[name].readout_format = "d"
        return made

    def _look(self, change: dict[str, Any]) -> None:
        self.view = tuple(change["new"])
        self._show_found(explore(self.events(), self.state, self.view, cells=self.cells()))

    def events(self) -> pd.DataFrame:
        """Return what is counted; listed anew only where measure, months or product changed."""
        state = self.state
        key = (state.measure, state.months, state.product)
        if self._counted is None or self._counted[0] != key:
            self._counted = key, find_events(self.portfolio, state)
        return self._counted[1]

    def cells(self) -> pd.DataFrame:
        """Return the cells of the map; counted anew only where these would be others."""
        state = self.state
        key = (state.measure, state.months, state.product, state.resolution, state.smooth, state.spots)
        if self._celled is None or self._celled[0] != key:
            self._celled = key, count_cells(self.events(), state)
        return self._celled[1]

    def show(self) -> None:
        """Show map, figures, funnel and table of the state."""
        found = explore(self.events(), self.state, self.view, cells=self.cells())
        self._follow(found.by)
        self.say("" if found.whole.n else self.words("no_events"), "warn")
        self._show_map(found)
        self._show_found(found)

    def _follow(self, by: str) -> None:
        """Let the controls stand where the state is, also after it was taken back."""
        state = self.state
        with self.following():
            self.controls["by"].options = self.words.options(*list_groups(self.events()))
            for name, control in self.controls.items():
                set_control(control, by if name == "by" else getattr(state, name))

    def _show_map(self, found: Explored) -> None:
        state, cells = self.state, found.cells
        if state.spots and "spot" in cells.columns:
            layer: Any = SpotCells(frame=cells, measure=state.measure, visible=True)
        else:
            layer = RateCells(
                frame=cells, measure=state.measure, min_count=state.least, resolution=state.resolution
            )
        self.map.show_layers([layer])
        placed = self.events()[["lng", "lat"]].dropna()
        if len(placed) and not self.map.extent:
            self.map.extent = middle_extent(placed["lng"], placed["lat"])
            self.map.show_ground(self.desk.ground(), self.map.extent)

    def _show_found(self, found: Explored) -> None:
        self.figures.show(self._sum_block(found))
        words = self.words
        groups = name_groups(found.groups, found.by, self.lang)
        self.funnel.spec = draw_funnel(groups, found.by, words, rate=words(self.state.measure))
        self.funnel_note.show(text(words("funnel_note"), "calm") if len(found.groups) else None)
        self.places.show(heading(words("places")), self._list_groups(groups, found.by))

    def _sum_block(self, found: Explored) -> Block:
        words = self.words
        unusual = int((found.groups["standing"] != "within").sum())

        def rate(key: str, each: Sum) -> Block:
            below = f"{span(each.low, each.high)} · {words('of', hits=count(each.hits), n=count(each.n))}"
            return figure(words(key), share(each.share), below if each.n else "")

        return figures(
            rate("inside", found.inside),
            rate("whole", found.whole),
            figure(words("persons"), count(found.inside.persons)),
            figure(
                words("placed"), share(found.placed_share), words("placed_below", n=count(len(found.cells)))
            ),
            figure(words("unusual"), count(unusual), words("unusual_below", n=len(found.groups))),
        )

    def _list_groups(self, groups: pd.DataFrame, by: str) -> Block:
        words = self.words
        shown = groups.head(_SHOWN_GROUPS)
        rows = pd.DataFrame(
            {
                by: shown[by].astype(str),
                "n": shown["n"],
                "persons": shown["persons"],
                "raw_share": [
                    {"text": share(each), "bar": each, "colour": _COLOURS[standing]}
                    for each, standing in zip(shown["raw_share"], shown["standing"], strict=True)
                ],
                "interval": [
                    span(*each) for each in zip(shown["low_share"], shown["high_share"], strict=True)
                ],
                "standing": [words(each) for each in shown["standing"]],
            }
        )
        labels = {
            "raw_share": words("raw_share"),
            "interval": words("interval"),
            "standing": words("standing"),
            by: words("one_" + by),
        }
        return table(
            rows,
            lang=self.lang,
            formats={"n": count, "persons": count, "raw_share": dict},
            labels=labels,
            empty=words("no_groups"),
            height_px=420,
        )


def draw_funnel(groups: pd.DataFrame, by: str, words: Words, *, rate: str) -> Part:
    """Draw the groups of :func:`workbench.patterns.plot_funnel` over the limits that chance allows at each size."""
    if groups.empty:
        return {"empty": words("no_groups")}
    target = float(groups["target_share"].iloc[0])
    widest = groups.to_dict("records")[int(groups["n"].to_numpy().argmax())]
    n = np.geomspace(max(1.0, float(groups["n"].min()) * 0.7), float(widest["n"]) * 1.08, _CURVE_POINTS)
    lines = [line(n, np.full(len(n), target), _COLOURS["within"], width=1.0)]
    lowest, highest = groups["raw_share"].min(), groups["raw_share"].max()
    for name in ("95", "998"):
        # Limits are cut at 0 and 1; the group of most cases has the longer side uncut.
        half = max(widest[f"high_{name}_share"] - target, target - widest[f"low_{name}_share"])
        half = half * np.sqrt(widest["n"] / n)
        lines += [
            line(n, each, _COLOURS["within"], width=1.2, dash="4 3" if name == "95" else "1 3")
            for each in (np.minimum(target + half, 1.0), np.maximum(target - half, 0.0))
        ]
    dots = [
        dot(
            each["n"],
            each["raw_share"],
            _COLOURS[each["standing"]],
            told=f"{each[by]}\n{share(each['raw_share'])} ({span(each['low_share'], each['high_share'])})\nn = {count(each['n'])}",
        )
        for each in groups.iloc[::-1].to_dict("records")
    ]
    spare = 0.25 * max(highest - lowest, 0.08)
    y = axis(max(0.0, lowest - spare), min(1.0, highest + spare), rate, form="share")
    return drawing(
        axis(0.0, float(n[-1]), words("funnel_x")), y, told=words("funnel_told"), lines=lines, dots=dots
    )
