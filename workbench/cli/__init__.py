"""The command line: commands, progress, exit codes."""

import sys
from importlib import import_module
from typing import Any

import click

from workbench import __version__
from workbench.cli.frame import end_well

# A newcomer adds a command as one function and one line here: its name and the file that it stands in.
_COMMANDS = {
    "audit": "trail",
    "demo": "job",
    "evaluate": "evaluation",
    "explain": "places",
    "forget": "forgetting",
    "gazetteer": "gazetteers",
    "geocode": "places",
    "init": "job",
    "lab": "jupyter",
    "pairs": "comparing",
    "report": "reports",
    "results": "returns",
    "reviews": "reviewing",
    "run": "job",
    "tables": "dictionary",
    "villages": "comparing",
}


class _Commands(click.Group):
    """Loads a command when it is asked for: one command, or a worker process of it, need not wait for all the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - asked for by click
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - asked for by click
        if cmd_name not in _COMMANDS:
            return None
        found: Any = getattr(import_module(f"workbench.cli.{_COMMANDS[cmd_name]}"), cmd_name)
        return found if isinstance(found, click.Command) else None


@click.command(cls=_Commands)
@click.version_option(__version__, prog_name="workbench")
def cli() -> None:
    """地址工作台: offline geocoding, delivery maps and dispatch."""


def run_command(*arguments: str) -> int:
    """Run one command as on the command line and return its exit code."""
    return end_well(cli, arguments)


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(end_well(cli))


__all__ = ["cli", "main", "run_command"]
