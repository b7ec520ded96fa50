"""The last words of a run: what was made, how long it took, how good it is, what to open first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.coordinates import distance_m
from workbench.pipeline.notes import say_note
from workbench.pipeline.steps.sample import aside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.pipeline.runner import Done
    from workbench.workspace import Project

_WORDS = {
    "zh": {
        "made": "各步骤",
        "current": "未变，未重做",
        "truth": "定位质量（与另存的真值比较）",
        "accepted": "采用 {share:.1%}：其中 ≤500 m {right:.1%}；半径包含真值 {covered:.1%}（目标 90 %）",
        "open": "先打开",
        "map": "地图（内部使用）",
        "report": "委托方报告草稿（不含个人信息）；对外提交用 workbench report",
        "rounds": "投递路线与派送单",
        "rejects": "被拒收的行及原因",
        "lab": "在 JupyterLab 中调阈值、复核、查看分布、规划、写报告",
    },
    "en": {
        "made": "Steps",
        "current": "unchanged, not run",
        "truth": "Locations against the truth kept aside",
        "accepted": "accepted {share:.1%}: ≤500 m {right:.1%}; the radius holds the truth {covered:.1%} (nominal 90 %)",
        "open": "Open first",
        "map": "map, for internal use",
        "report": "draft for the lender, nothing personal in it; hand out with: workbench report",
        "rounds": "rounds and route sheets",
        "rejects": "rows that were refused, with reasons",
        "lab": "tune, review, explore, plan and report in JupyterLab",
    },
}


def closing_words(project: Project, done: Sequence[Done]) -> str:
    """Return what to print when a run has ended."""
    words = _WORDS[project.settings.lang]
    lines = ["", words["made"]]
    for each in done:
        time = f"{each.seconds:6.1f} s" if each.ran else words["current"]
        note = say_note(each.note, project.settings.lang)
        lines.append(f"  {each.step:<9} {time}  {note}")
    if aside(project, "true_addresses").exists() and project.has("locations"):
        lines += ["", words["truth"], *(f"  {line}" for line in judge_locations(project))]
    command = f"  workbench lab {_as_typed(project.folder)}  {words['lab']}"
    return "\n".join([*lines, "", words["open"], command, *_doors(project, words)])


def _as_typed(folder: Path) -> str:
    """Return a folder as one would type it: from here if it lies below, in quotes if it has spaces."""
    here = Path.cwd()
    text = str(folder.relative_to(here) if folder.is_relative_to(here) else folder)
    return f'"{text}"' if " " in text else text


def _doors(project: Project, words: dict[str, str]) -> list[str]:
    out = project.out
    places = [("map", [out / "map.html"]), ("report", sorted((out / "reports").glob("*/*.html")))]
    places += [("rounds", [out / "dispatch"]), ("rejects", [out / "rejects.csv"])]
    return [f"  {path}  {words[name]}" for name, paths in places for path in paths if path.exists()]


def compare_locations(project: Project) -> pd.DataFrame:
    """Return the demo's locations beside their truth: ``error_m`` and ``truth_radius_m`` with every row of ``locations`` that has one."""
    truth = pd.read_parquet(aside(project, "true_addresses")).rename(columns={"case_number": "case_id"})
    truth = truth[["case_id", "kind", "lng", "lat", "truth_radius_m", "operators"]]
    ids = project.read("addresses")[["address_id", "case_id", "kind"]]
    rows = (
        project.read("locations")
        .merge(ids, on="address_id")
        .merge(truth, on=["case_id", "kind"], suffixes=("", "_true"))
    )
    return rows.assign(error_m=distance_m(rows["lng"], rows["lat"], rows["lng_true"], rows["lat_true"]))


def judge_locations(project: Project) -> list[str]:
    """Say in a few figures how near the locations are to the truth; rows without a point count as missed."""
    rows = compare_locations(project)
    error = rows["error_m"].fillna(np.inf)
    accepted = rows["decision"] == "accept"
    answered = rows["error_m"].notna()
    covered = (error <= rows["radius_m"] + rows["truth_radius_m"])[answered].mean()
    right = (error[accepted] <= 500).mean()  # noqa: PLR2004 - the distance that the acceptance names
    shares = {metres: (error <= metres).mean() for metres in (100, 300, 500)}
    return [
        f"n = {len(rows):,}; " + ", ".join(f"≤{metres} m {share:.1%}" for metres, share in shares.items()),
        _WORDS[project.settings.lang]["accepted"].format(share=accepted.mean(), right=right, covered=covered),
    ]
