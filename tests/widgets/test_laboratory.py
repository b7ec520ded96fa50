"""``workbench lab`` serves a project in a real JupyterLab that asks no other host."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from laboratories import Bench

pytestmark = pytest.mark.browser


def test_a_cell_runs_in_the_project(bench: Callable[..., Bench]) -> None:
    """A notebook finds the project that it lies in; no other host is asked, and the console is silent."""
    open_bench = bench(
        "finds", "from workbench.pipeline import find_project\nprint(find_project().settings.demo_cases)"
    )
    assert "200" in open_bench.outputs()
    assert open_bench.asked_others == []
    assert open_bench.complaints == []
    assert not open_bench.page.get_by_text("Jupyter news").count()


def test_a_restart_forgets_and_runs_again(bench: Callable[..., Bench]) -> None:
    """After a restart the kernel knows nothing of before."""
    open_bench = bench("restarts", "print('n' in globals()); n = 1")
    open_bench.command("notebook:run-all-cells")
    open_bench.page.get_by_text("True", exact=True).wait_for()
    open_bench.restart()
    open_bench.page.get_by_text("False", exact=True).wait_for()
