"""The command line: commands, progress, exit codes."""

import sys

import click

from workbench import __version__
from workbench.cli.comparing import pairs, villages
from workbench.cli.dictionary import tables
from workbench.cli.evaluation import evaluate
from workbench.cli.frame import end_well
from workbench.cli.gazetteers import gazetteer
from workbench.cli.job import demo, init, run
from workbench.cli.jupyter import lab
from workbench.cli.places import explain, geocode
from workbench.cli.reports import report
from workbench.cli.returns import results
from workbench.cli.reviewing import reviews
from workbench.cli.trail import audit


@click.group()
@click.version_option(__version__, prog_name="workbench")
def cli() -> None:
    """地址工作台: offline geocoding, delivery maps and dispatch."""


for _command in (
    audit,
    demo,
    evaluate,
    explain,
    gazetteer,
    geocode,
    init,
    lab,
    pairs,
    report,
    results,
    reviews,
    run,
    tables,
    villages,
):
    cli.add_command(_command)


def run_command(*arguments: str) -> int:
    """Run one command as on the command line and return its exit code."""
    return end_well(cli, arguments)


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(end_well(cli))


__all__ = ["cli", "main", "run_command"]
