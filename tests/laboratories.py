"""A real JupyterLab, started by ``workbench lab``, and its pages in a browser that reaches no other host.

``Lab`` is the server, ``Bench`` one open notebook: ``run`` a cell, ``restart`` the kernel, wait for what a
widget shows, and at the end ask for ``complaints`` and ``asked_others``.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
_START_SECONDS = 90.0
PATIENCE_MS = 120_000
# What JupyterLab itself says on every page, whatever is on it.
_USUAL = (
    "favicon",
    "ResizeObserver",
    "downloadable font",
    "Deprecat",
    "apputils-extension",
    "jupyter-widgets/base",
)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Lab:
    """A server on a free port for one project folder, with settings and kernels of its own in ``home``."""

    def __init__(self, folder: Path, home: Path, *options: str, dashboard: bool = False) -> None:
        self.folder = folder
        self.said: list[str] = []
        home.mkdir(parents=True, exist_ok=True)
        places = {
            f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")
        } | {"IPYTHONDIR": str(home / "ipython"), "HOME": str(home)}
        kind = ["--dashboard"] if dashboard else []
        last = [] if dashboard else ["--LabApp.expose_app_in_browser=True"]
        words = ["lab", str(folder), "--no-browser", "--port", str(free_port()), *kind, "--", *last, *options]
        program = f"from workbench.cli import run_command; raise SystemExit(run_command(*{words!r}))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            env=os.environ | places,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()
        self.address = self._wait()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as words:
            for line in words:
                self.said.append(line)

    def _wait(self) -> str:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            found = _ADDRESS.search("".join(self.said))
            if found:
                return found.group()
            time.sleep(0.1)
        self.close()
        raise AssertionError("JupyterLab did not start:\n" + "".join(self.said))

    def url(self, path: str = "") -> str:
        """Return the address of a page with the token in it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}/{path}?{parts.query}"

    def write(self, name: str, *cells: str) -> str:
        """Write a notebook of code cells into the project and return its path for ``Bench``."""
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(each) for each in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        path = self.folder / "notebooks" / name
        path.parent.mkdir(exist_ok=True)
        nbformat.write(book, path)
        return f"notebooks/{name}"

    def close(self) -> None:
        """End the server and its kernels: all that was started in its session."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, 15)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)
        self.process.wait()
        self._ear.join(10)


class Visit:
    """A page of a server on this machine; requests to any other host are refused and remembered."""

    def __init__(
        self,
        browser: Any,
        url: str,
        *,
        size: tuple[int, int] = (1400, 1000),
        dark: bool = False,
        locale: str = "zh-CN",
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            color_scheme="dark" if dark else "light",
        )
        self.asked_others: list[str] = []
        self.said: list[str] = []
        self.context.route("**/*", self._admit)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("console", lambda word: word.type == "error" and self.said.append(word.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(url)

    def _admit(self, route: Any) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost", None):
            route.continue_()
        else:
            self.asked_others.append(route.request.url)
            route.abort()

    @property
    def complaints(self) -> list[str]:
        """Errors of the console and of scripts, without those of a bare JupyterLab."""
        return [each for each in self.said if not any(word in each for word in _USUAL)]

    def shot(self, path: Path, selector: str | None = None) -> Path:
        """Save a picture of the page, or of the first element that matches."""
        target = self.page if selector is None else self.page.locator(selector).first
        target.screenshot(path=str(path))
        return path

    def close(self) -> None:
        """Close the page."""
        self.context.close()


class Bench(Visit):
    """One notebook, open in JupyterLab, its kernel ready."""

    def __init__(self, browser: Any, lab: Lab, notebook: str, *, dark: bool = False, **look: Any) -> None:
        super().__init__(browser, lab.url(f"lab/tree/{notebook}") + "&reset", dark=dark, **look)
        from playwright.sync_api import TimeoutError as TooLateError  # noqa: PLC0415 - no browser, no tests of it

        try:
            self._settle(notebook, dark, PATIENCE_MS // 2)
        except TooLateError:
            # Now and then JupyterLab misses the kernel's word that it is idle; it asks anew when the page is loaded again.
            self.page.reload()
            self._settle(notebook, dark, PATIENCE_MS)

    def _settle(self, notebook: str, dark: bool, patience_ms: int) -> None:  # noqa: FBT001
        """Wait for the page, choose the look, and wait for the kernel."""
        self.page.wait_for_function(
            """path => {
              const open = window.jupyterapp?.shell.currentWidget?.context;
              return open?.isReady && open.path === path;
            }""",
            arg=notebook,
        )
        self.command("apputils:change-theme", {"theme": f"JupyterLab {'Dark' if dark else 'Light'}"})
        if self.page.locator("#jp-left-stack:visible").count():
            self.command("application:toggle-left-area")
        self.wait_idle(patience_ms)

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        """Run a command of JupyterLab and wait for its end."""
        self.page.evaluate(
            "([name, given]) => window.jupyterapp.commands.execute(name, given)", [name, arguments or {}]
        )

    def wait_idle(self, patience_ms: int = PATIENCE_MS) -> None:
        """Wait until the kernel is there and does nothing."""
        self.page.wait_for_function(
            "window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'",
            timeout=patience_ms,
        )

    def run(self) -> None:
        """Run all cells and wait for their end."""
        self.command("notebook:run-all-cells")
        self.wait_idle()

    def restart(self) -> None:
        """Restart the kernel and run all cells, as a user does it, without the question."""
        self.page.evaluate(
            """async () => {
              const panel = window.jupyterapp.shell.currentWidget;
              await panel.sessionContext.restartKernel();
            }"""
        )
        self.wait_idle()
        self.run()

    def outputs(self) -> str:
        """Return the text of all outputs."""
        return "\n".join(self.page.locator(".jp-OutputArea-output").all_inner_texts())
