"""The dispatch planner: who goes where tomorrow, what is left out and why, and the files for the couriers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import pandas as pd

from workbench.dispatch import FORMATS
from workbench.maps import RoundLines, StationPoints
from workbench.pipeline import export_plan
from workbench.policy import load_policy, profile_names
from workbench.widgets.canvas import LiveMap, mark, middle_extent
from workbench.widgets.desks import Desk, take_desk
from workbench.widgets.panels import Panel, choice, column, row, slider
from workbench.widgets.papers import Paper, count, figure, figures, heading, table
from workbench.widgets.planning import (
    TABLES,
    Planned,
    Planning,
    count_reasons,
    first_state,
    list_left,
    plan_day,
    read_work,
    title_policy,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.widgets.papers import Block
    from workbench.widgets.planning import Work
    from workbench.widgets.workers import Handle
    from workbench.workspace import Project

_STARTS = ("07:30", "08:00", "08:30", "09:00", "09:30", "10:00", "13:00", "18:00")
_HOURS = (2, 4, 6, 7, 8, 9, 10)
_MOST_MARKS = 300
_SHOWN = 200
_LEFT_COLOUR = "#8a5300"
_WORDS = {
    "title": ("派送规划", "Dispatch"),
    "nobody": (
        "没有网点、投递员或可派的地址。在 project.toml 的 [inputs] 中写明 stations 与 couriers，再运行 workbench run。",
        "There are no stations, no couriers or no address to go to. Name stations and couriers under [inputs] of project.toml and run again.",
    ),
    "day": ("日期", "Day"),
    "couriers": ("出勤投递员（可多选）", "Couriers who go (choose several)"),
    "shift_from": ("上班", "Shift from"),
    "shift_hours": ("工时", "Hours each"),
    "policy": ("联系政策", "Contact policy"),
    "as_listed": ("按名册", "as listed"),
    "worth_minutes": ("一次送达值（分钟）", "Worth of a delivery (min)"),
    "budget_hours": ("总工时上限（0 为不限）", "Most hours in all (0: no limit)"),
    "plan": ("规划", "Plan"),
    "export": ("核对政策并导出", "Check policy and export"),
    "formats": ("导出格式（可多选）", "Formats (choose several)"),
    "first": ("选好之后按「规划」。规划在后台进行，可随时停止。", "Choose, then press Plan. It runs in the background and can be stopped."),
    "stale": ("选择已改变，下面仍是上一次的计划；重新规划后才能导出。", "The choices have changed; below is still the last plan. Plan again before exporting."),
    "within": (
        "总工时限 {budget} 小时：只留下每分钟最值的，一次送达折合 {worth} 分钟以内的绕行。",
        "Within {budget} hours only the best minutes are kept: detours of up to {worth} minutes a delivery.",
    ),
    "expected": ("期望送达", "Expected deliveries"),
    "letters": ("信函", "Letters"),
    "stops": ("站点", "Stops"),
    "hours": ("工时", "Working hours"),
    "km": ("里程 km", "Distance, km"),
    "left": ("未排上", "Left out"),
    "before": ("上次 {value}", "before: {value}"),
    "rounds": ("各投递员的一天", "Each courier's day"),
    "reasons": ("未排上的原因（点一行看地图与清单）", "Why addresses are left out (click a row for map and list)"),
    "listed": ("{reason}：{n} 个", "{reason}: {n}"),
    "n": ("个数", "n"),
    "reason": ("原因", "Reason"),
    "starts": ("出发–返回", "Out and back"),
    "no_routes": ("没有一条路线：看下面未排上的原因。", "There is no round: see below why addresses are left out."),
    "all_in": ("所有地址都排上了。", "Every address is in a round."),
    "capacity": ("装不下", "bag is full"),
    "shift": ("工时不够", "no working time left"),
    "window": ("时间窗不合", "time window"),
    "area": ("没有人负责", "nobody covers it"),
    "policy_reason": ("政策不许", "the policy forbids it"),
    "value_low": ("绕行不值", "detour is not worth it"),
    "unreachable": ("到不了", "no way there"),
    "alternative": ("同一借款人已排别处", "another address of the borrower is visited"),
    "exported": ("已核对政策并写出 {n} 个文件：{folder}", "The policy was checked; {n} files written: {folder}"),
    "no_format": ("请至少选一种格式。", "Choose at least one format."),
}  # fmt: skip


class Planner(Panel[Planning]):
    """The dispatch planner of a project.

    Parameters
    ----------
    project
        Desk, project or folder.
    lang
        ``zh`` or ``en``; that of the project if None.
    """

    def __init__(self, project: Desk | Project | Path | str, lang: str | None = None) -> None:
        desk = take_desk(project, lang)
        made = desk.has(*TABLES)
        state = first_state(desk) if made else Planning(pd.Timestamp("2026-01-05").date(), (), "")
        super().__init__(state, _WORDS, desk)
        self._work: Work | None = None
        self.planned: Planned | None = None
        self.before: Planned | None = None
        if not made or self._nobody():
            self.lack("nobody" if made else "empty")
            return
        self._build()
        self.say(self.words("first"))
        self.refresh()

    def _nobody(self) -> bool:
        names = ("stations", "couriers", "choices", "assignments")
        return any(self.desk.read(name).empty for name in names)

    def _build(self) -> None:
        self.figures, self.rounds, self.left, self.listed = Paper(), Paper(), Paper(), Paper()
        self.map = LiveMap(lang=self.lang, height_px=520)
        self.controls = self._make_controls()
        self.plan_button = self.button("plan", self._plan, icon="play", style="primary")
        self.export_button = self.button("export", self._export, icon="download")
        self.left.on_pick("reasons", self.guarded(self._list_reason))
        for key in ("couriers", "formats"):
            self.controls[key].layout.width = "100%"
        for key in ("shift_from", "shift_hours", "policy", "day"):
            self.controls[key].layout.width = "100%"
        asked = [control for name, control in self.controls.items() if name != "formats"]
        places = self.desk.read("locations")[["lng", "lat"]].dropna()
        self.map.extent = middle_extent(places["lng"], places["lat"])
        self.map.show_ground(self.desk.ground(), self.map.extent)
        self.children = [
            row(self.head, self.undo_button),
            row(
                column(*self._labelled(asked), row(self.plan_button, self.stop_button), width="side"),
                column(self.notice, self.figures, self.map, width="wide"),
            ),
            self.rounds,
            row(column(self.left), column(self.listed)),
            row(column(*self._labelled([self.controls["formats"]]), self.export_button, width="side")),
        ]

    def _labelled(self, controls: list[Any]) -> list[Any]:
        """Put the words of wide controls above them, where they are not cut."""
        found = []
        for control in controls:
            label = ipywidgets.Label(control.description)
            control.description = ""
            found += [label, control]
        return found

    def _make_controls(self) -> dict[str, Any]:
        words, state = self.words, self.state
        listed = (words("as_listed"), "")
        profiles = list(dict.fromkeys([state.policy, *profile_names()]))
        names = [str(each) for each in self.desk.read("couriers")["courier"]]
        day = ipywidgets.DatePicker(description=words("day"), value=state.day)
        couriers = ipywidgets.SelectMultiple(
            description=words("couriers"), options=names, value=state.couriers, rows=min(len(names), 8)
        )
        formats = ipywidgets.SelectMultiple(
            description=words("formats"),
            options=[(getattr(each, self.lang), name) for name, each in FORMATS.items()],
            value=tuple(FORMATS),
            rows=len(FORMATS),
        )
        hours = [(words("as_listed"), 0.0), *((f"{each} h", float(each)) for each in _HOURS)]
        starts = [listed, *((each, each) for each in _STARTS)]
        made = {
            "day": day,
            "couriers": couriers,
            "shift_from": choice(words("shift_from"), starts, state.shift_from, self.chooser("shift_from")),
            "shift_hours": choice(
                words("shift_hours"), hours, state.shift_hours, self.chooser("shift_hours")
            ),
            "policy": choice(
                words("policy"),
                [(title_policy(each, self.lang), each) for each in profiles],
                state.policy,
                self.chooser("policy"),
            ),
            "worth_minutes": slider(
                words("worth_minutes"),
                state.worth_minutes,
                self.chooser("worth_minutes"),
                min=5,
                max=400,
                step=5,
            ),
            "budget_hours": slider(
                words("budget_hours"), 0.0, self.chooser("budget_hours"), max=10.0 * len(names), step=1
            ),
            "formats": formats,
        }
        for name in ("worth_minutes", "budget_hours"):
            made[name].readout_format = ".0f"
        # A day that was wiped out stays what it was.
        day.observe(lambda change: self.chooser("day")(change["new"] or self.state.day), "value")
        couriers.observe(lambda change: self.chooser("couriers")(change["new"]), "value")
        return made

    def show(self) -> None:
        """Show the choices, and whether the plan below is still that of them."""
        with self.following():
            for name, control in self.controls.items():
                if name != "formats":
                    control.value = getattr(self.state, name)
        current = self.planned is not None and self.planned.state == self.state
        self.export_button.disabled = not current
        if self.planned is not None:
            self.say("" if current else self.words("stale"), "warn")

    def _plan(self) -> None:
        state = self.state

        def task(handle: Handle) -> Planned:
            if self._work is None:
                self._work = read_work(self.desk)
            return plan_day(self._work, state, handle.tell)

        self.work(task, self._keep)

    def _keep(self, planned: Planned) -> None:
        self.before, self.planned = self.planned, planned
        self.refresh()
        self._show_plan(planned)

    def _show_plan(self, planned: Planned) -> None:
        words, plan, state = self.words, planned.plan, planned.state
        if planned.worth_minutes < state.worth_minutes:
            self.say(
                words("within", budget=f"{state.budget_hours:g}", worth=f"{planned.worth_minutes:.0f}"),
                "good",
            )
        self.figures.show(self._sum_up(planned))
        self.rounds.show(heading(words("rounds")), self._list_rounds(plan.rounds))
        reasons = count_reasons(list_left(plan, self.lang))
        self.left.show(heading(words("reasons")), self._list_reasons(reasons))
        self.listed.show()
        self.map.marks = []
        stations = StationPoints(frame=plan.stations)
        layers: list[Any] = [stations]
        if len(plan.routes):
            routes = RoundLines(frame=plan.routes, stations=plan.stations, visible=True)
            layers = [routes, stations]
            self.map.extent = list(routes.extent() or self.map.extent)
        self.map.show_layers(layers)

    def _sum_up(self, planned: Planned) -> Block:
        words, now = self.words, planned.plan.summary
        was = self.before.plan.summary if self.before else {}
        shown = (
            ("expected", "expected_deliveries", ".1f"),
            ("letters", "letters", ",.0f"),
            ("stops", "stops", ",.0f"),
            ("hours", "work_hours", ".1f"),
            ("km", "travel_km", ",.0f"),
            ("left", "left_out", ",.0f"),
        )
        return figures(
            *(
                figure(
                    words(key),
                    f"{now[name]:{form}}",
                    words("before", value=f"{was[name]:{form}}") if was else "",
                )
                for key, name, form in shown
            )
        )

    def _list_rounds(self, rounds: pd.DataFrame) -> Block:
        out = rounds[rounds["stops"] > 0]
        hours = [
            f"{start:%H:%M}–{end:%H:%M}" for start, end in zip(out["starts_at"], out["ends_at"], strict=True)
        ]
        shown = out[
            [
                "courier",
                "station",
                "stops",
                "letters",
                "expected_deliveries",
                "work_hours",
                "travel_km",
                "one_more_hour",
            ]
        ]
        shown.insert(2, "starts", hours)
        one = "{:.1f}".format
        forms = dict.fromkeys(
            ("expected_deliveries", "work_hours", "travel_km", "one_more_hour"), _decimal(one)
        )
        return table(
            shown,
            lang=self.lang,
            formats=forms,
            labels={"starts": self.words("starts")},
            empty=self.words("no_routes"),
            height_px=320,
        )

    def _reason(self, code: str) -> str:
        return self.words("policy_reason" if code == "policy" else code)

    def _list_reasons(self, reasons: pd.DataFrame) -> Block:
        words = self.words
        return table(
            reasons[["left_out", "n", "expected", "would_need"]],
            lang=self.lang,
            formats={"left_out": self._reason, "n": count, "expected": _decimal("{:.1f}".format)},
            labels={"left_out": words("reason"), "n": words("n"), "expected": words("expected")},
            empty=words("all_in"),
            name="reasons",
        )

    def _list_reason(self, number: int) -> None:
        """Show the addresses that one reason keeps out, on the map and in a list."""
        if self.planned is None:
            return
        plan, words = self.planned.plan, self.words
        left = list_left(plan, self.lang)
        code = str(count_reasons(left)["left_out"].iloc[number])
        rows = left[left["left_out"] == code].merge(
            plan.visits[["address_id", "address", "lng", "lat"]], on="address_id"
        )
        rows = rows.sort_values("p_delivered", ascending=False, kind="stable")
        placed = rows.dropna(subset=["lng", "lat"]).head(_MOST_MARKS)
        self.map.marks = [
            mark(
                each["lng"], each["lat"], colour=_LEFT_COLOUR, told=f"{each['address']}\n{each['would_need']}"
            )
            for each in placed.to_dict("records")
        ]
        listed = rows.head(_SHOWN)
        named = [
            {"text": address, "below": case}
            for address, case in zip(listed["address"], listed["case_id"], strict=True)
        ]
        listed = listed.assign(address=pd.Series(named, index=listed.index, dtype=object))
        self.listed.show(
            heading(words("listed", reason=self._reason(code), n=count(len(rows)))),
            table(
                listed[["address", "p_delivered", "would_need"]],
                lang=self.lang,
                formats={"address": dict, "p_delivered": _decimal("{:.0%}".format)},
                height_px=320,
            ),
        )

    def _export(self) -> None:
        planned, formats = self.planned, self.controls["formats"].value
        if planned is None or planned.state != self.state:
            self.say(self.words("stale"), "warn")
            return
        if not formats:
            self.say(self.words("no_format"), "warn")
            return
        project = self.desk.project
        folder = project.out / "dispatch" / f"{planned.state.day:%Y-%m-%d}"

        def task(_: Handle) -> list[Path]:
            files = export_plan(
                project,
                planned.plan,
                folder,
                policy=load_policy(planned.state.policy),
                attempts=self.desk.read("attempts"),
                formats=formats,
            )
            project.record("export", what="rounds", files=len(files), **planned.plan.audit)
            return files

        self.work(task, lambda files: self.say(self.words("exported", n=len(files), folder=folder), "good"))


def _decimal(write: Callable[[float], str]) -> Callable[[Any], str]:
    return lambda value: "–" if pd.isna(value) else write(value)
