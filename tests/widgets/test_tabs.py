"""The widgets in tabs: made when they are looked at, faults stay in their tab."""

from __future__ import annotations

from pathlib import Path

import pytest

import workbench
from workbench.widgets import tabs
from workbench.widgets.desks import Desk
from workbench.widgets.papers import Paper
from workbench.widgets.tabs import TABS, App
from workbench.workspace import Settings, init_project, write_frame


def _shown(app: App, number: int):
    return app.children[number].children[0]


def test_a_tab_is_made_when_it_is_opened(desk: Desk) -> None:
    """At first only the first widget is there; the others come when their tab is chosen, and stay."""
    app = workbench.app(desk.project.folder, lang="en")
    first = app.selected_index
    made = [number for number in range(len(TABS)) if not isinstance(_shown(app, number), Paper)]
    assert made == [first]
    app.selected_index = first + 1
    made = _shown(app, first + 1)
    app.selected_index = first
    app.selected_index = first + 1
    assert _shown(app, first + 1) is made
    assert app.titles == tuple(each.en for each in TABS)


def test_widgets_of_one_app_share_its_tables(desk: Desk) -> None:
    """A desk that is given is used by every tab."""
    app = App(desk)
    assert _shown(app, app.selected_index).desk is desk


def test_a_fault_stays_in_its_tab(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be opened says so in words; the other tabs are there."""

    def fail(_: Desk) -> None:
        raise RuntimeError("张三 13800000000")

    monkeypatch.setattr(tabs, "TABS", (*TABS[:2], tabs.Tab("坏", "bad", fail), *TABS[3:]))
    app = App(desk)
    said = _shown(app, 2).blocks[0]["text"]
    assert "RuntimeError" in said
    assert "张三" not in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_project_that_has_not_run_says_what_to_do(tmp_path: Path, lang: str) -> None:
    """Every tab opens on an empty project and names the next step."""
    app = App(init_project(tmp_path / "p", Settings()), lang)
    for number in range(len(TABS)):
        app.selected_index = number
        panel = _shown(app, number)
        said = " ".join(
            str(block.get("text")) for child in panel.children for block in getattr(child, "blocks", ())
        )
        assert "workbench" in said or "init" in said, TABS[number].en


def test_tables_without_rows_are_no_fault(desk: Desk, tmp_path: Path) -> None:
    """A project that has run on files without a single case: every tab opens and says something."""
    empty = init_project(tmp_path / "p", Settings())
    for path in (desk.project.folder / "tables").iterdir():
        write_frame(empty.path(path.stem), desk.project.read(path.stem).iloc[:0])
    app = App(empty, "en")
    for number in range(len(TABS)):
        app.selected_index = number
        panel = _shown(app, number)
        papers = [panel, *panel.children] if isinstance(panel, Paper) else panel.children
        said = [block for paper in papers for block in getattr(paper, "blocks", ())]
        assert said
        assert not [block for block in said if "Fault" in str(block.get("text"))], TABS[number].en
