"""What every widget is: a state that can be gone back to, a thin view of it, and faults told in place."""

from __future__ import annotations

import threading
import time
from abc import abstractmethod
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import ipywidgets

from workbench.widgets.histories import History
from workbench.widgets.papers import Paper, heading, progress, text
from workbench.widgets.words import Words, fault_words
from workbench.widgets.workers import Handle, StoppedError, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from workbench.widgets.desks import Desk

State = TypeVar("State")
_COMMON = {
    "empty": (
        "还没有结果。请先运行：workbench.app() 的「运行」页，或 workbench run {folder}",
        "There are no results yet. Run the project: the tab Run of workbench.app(), or workbench run {folder}",
    ),
    "undo": ("撤销", "Undo"),
    "stop": ("停止", "Stop"),
    "stopped": ("已停止，没有改动任何数据。", "Stopped. Nothing was changed."),
    "busy": ("上一项工作还在进行，请先等待或停止。", "Other work is still going on. Wait for it or stop it."),
}


class Panel(ipywidgets.VBox, Generic[State]):  # type: ignore[misc]  # no stubs
    """Base of the widgets.

    A subclass keeps a frozen state, finds its result by a pure function, and shows it in ``show``. Callbacks go through
    ``guarded``, changes through ``move``, long work through ``work``.

    Parameters
    ----------
    state
        State to begin with.
    pairs
        Words of the widget, key to Chinese and English; ``title`` is its title.
    desk
        Desk of the project.
    """

    def __init__(self, state: State, pairs: Mapping[str, tuple[str, str]], desk: Desk) -> None:
        super().__init__()
        self.add_class("wb")
        self.add_class("wb-panel")
        self.desk, self.lang = desk, desk.lang
        self.words = Words({**_COMMON, **pairs}, self.lang)
        self.history: History[State] = History(state)
        self._following = False
        self.head = Paper()
        self.head.show(heading(self.words("title")))
        self.notice = Paper()
        self.undo_button = self.button("undo", self.undo, icon="undo")
        self.stop_button = self.button("stop", self._stop, icon="stop")
        self.stop_button.layout.display = "none"
        self.worker: Worker[Any] = Worker(told=self._told, done=self._done, failed=self._failed)
        self._after: Callable[[Any], None] = print
        self._turn = threading.RLock()

    @property
    def state(self) -> State:
        """The state now."""
        return self.history.now

    @abstractmethod
    def show(self) -> None:
        """Show the result of the state."""

    def lack(self, key: str = "empty") -> None:
        """Show nothing but what is lacking, and what to do."""
        said = self.words(key, folder=self.desk.project.folder.name)
        self.head.show(heading(self.words("title")), text(said, "calm"))
        self.children = [self.head]

    @contextmanager
    def following(self) -> Iterator[None]:
        """While controls are set to where the state is, they move nothing."""
        self._following = True
        try:
            yield
        finally:
            self._following = False

    def chooser(self, name: str, read: Callable[[Any], Any] | None = None) -> Callable[[Any], None]:
        """Return what a control calls with its value: it moves the field ``name``, unless controls follow the state."""

        def choose(value: Any) -> None:
            if not self._following:
                self.move(**{name: read(value) if read else value})

        return choose

    def move(self, **changes: Any) -> None:
        """Go to the state with these fields changed, and show it."""
        with self._turn:
            state = replace(self.state, **changes)  # type: ignore[type-var]
            self.history = self.history.go(state, moved=next(iter(changes), ""), at=time.monotonic())
            self.refresh()

    def undo(self) -> None:
        """Go back to the state before the last move."""
        with self._turn:
            self.history = self.history.back()
            self.refresh()

    def refresh(self) -> None:
        """Show the state again; a fault is told in place."""
        self.undo_button.disabled = not self.history.past
        self.guarded(self.show)()

    def guarded(self, act: Callable[..., None]) -> Callable[..., None]:
        """Return ``act`` as a callback: what goes wrong is said in words below the widget's head."""

        def run(*values: Any) -> None:
            try:
                with self._turn:
                    act(*values)
            except Exception as error:  # noqa: BLE001 - an analyst gets words, never a traceback
                self.say(fault_words(error, self.lang), "bad")

        return run

    def say(self, said: str = "", tone: str = "calm") -> None:
        """Say something in place; nothing wipes what was said."""
        self.notice.show(text(said, tone) if said else None)

    def button(
        self, key: str, act: Callable[[], None], *, icon: str = "", style: str = ""
    ) -> ipywidgets.Button:
        """Return a button with the words of ``key``."""
        made = ipywidgets.Button(description=self.words(key), icon=icon, button_style=style)
        made.layout.width = "auto"
        made.on_click(self.guarded(lambda _: act()))
        return made

    def work(self, task: Callable[[Handle], Any], after: Callable[[Any], None]) -> None:
        """Run ``task`` in a thread with progress and a stop button, and ``after`` with its result."""
        if self.worker.busy:
            self.say(self.words("busy"), "warn")
            return
        self._after = after
        self.stop_button.layout.display = ""
        self._told("", None)
        self.worker.start(task)

    def _told(self, said: str, done_share: float | None) -> None:
        self.notice.show(progress(said, done_share))

    def _done(self, result: Any) -> None:
        self.stop_button.layout.display = "none"
        self.say()
        self.guarded(self._after)(result)

    def _failed(self, error: BaseException) -> None:
        self.stop_button.layout.display = "none"
        if isinstance(error, StoppedError):
            self.say(self.words("stopped"), "calm")
        else:
            self.say(fault_words(error, self.lang), "bad")

    def _stop(self) -> None:
        self.worker.stop()


def row(*children: Any) -> ipywidgets.Box:
    """Return widgets side by side, wrapped where the page is narrow."""
    return _classed(ipywidgets.Box(list(children)), "wb-row")


def head(*children: Any) -> ipywidgets.Box:
    """Return the first line of a widget: its title, choices and buttons."""
    return _classed(row(*children), "wb-head")


def column(*children: Any, width: str = "half") -> ipywidgets.VBox:
    """Return widgets below each other, as a ``wide``, ``half`` or ``side`` part of a row."""
    return _classed(ipywidgets.VBox(list(children)), f"wb-{width}")


def _classed(box: Any, kind: str) -> Any:
    box.add_class(kind)
    return box


def choice(
    said: str, options: Sequence[tuple[str, Any]], value: Any, act: Callable[[Any], None]
) -> ipywidgets.Dropdown:
    """Return a list to choose from; ``act`` is called with what was chosen."""
    made = ipywidgets.Dropdown(
        description=said, options=list(options), value=value, style={"description_width": "initial"}
    )
    made.layout.width = "auto"
    made.observe(lambda change: act(change["new"]), "value")
    return made


def slider(said: str, value: float, act: Callable[[float], None], **limits: Any) -> ipywidgets.FloatSlider:
    """Return a slider that tells every step; the browser sends the next only when the last was answered."""
    made = ipywidgets.FloatSlider(
        value=value,
        description=said,
        continuous_update=True,
        style={"description_width": "initial"},
        **{"min": 0.0, "max": 1.0, "step": 0.01, **limits},
    )
    made.layout.width = "100%"
    made.observe(lambda change: act(float(change["new"])), "value")
    return made


def span_slider(options: Sequence[Any], act: Callable[[Any], None], said: str = "") -> Any:
    """Return a slider over a span of ``options``; ``act`` is called with its first and last, or None for all of them."""
    made = ipywidgets.SelectionRangeSlider(
        options=list(options),
        index=(0, len(options) - 1),
        description=said,
        style={"description_width": "initial"},
    )
    made.layout.width = "100%"
    whole = (options[0], options[-1])
    made.observe(lambda change: act(None if tuple(change["new"]) == whole else tuple(change["new"])), "value")
    return made


def set_control(control: Any, value: Any) -> None:
    """Set a control to a value of the state; None is the whole span."""
    control.value = (control.options[0], control.options[-1]) if value is None else value
