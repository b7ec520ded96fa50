"""How commands end: a clear message and an exit code, never a bare traceback."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING

import click

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Sequence

BAD_INPUT = 2
BROKEN = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130


def end_well(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run ``command`` and return its exit code.

    0 done · 2 the input, a setting or a file is not as expected · 130 interrupted · 70 a fault of the
    program: what is shown then names the place in the code and no data.
    """
    _speak_utf8()
    try:
        result = command.main(args=arguments, prog_name="workbench", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; run the same command again to go on where it stopped", err=True)
        return INTERRUPTED
    except WorkbenchError as error:
        click.echo(f"error: {error}", err=True)
        return BAD_INPUT
    except OSError as error:
        click.echo(f"error: {error.filename or 'file system'}: {error.strerror or error}", err=True)
        return BAD_INPUT
    except MemoryError:
        click.echo("error: not enough memory. Use fewer rows at once, or close other programs.", err=True)
        return BAD_INPUT
    except Exception as error:  # noqa: BLE001 - the last door: a fault is named without showing data
        _confess(error)
        return BROKEN
    return result if isinstance(result, int) else 0


def _speak_utf8() -> None:
    """Let Chinese words pass through consoles whose code page lacks them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _confess(error: Exception) -> None:
    if os.environ.get("WORKBENCH_DEBUG"):
        traceback.print_exception(error)
        return
    last = traceback.extract_tb(error.__traceback__)[-1]
    click.echo(
        f"fault of the program: {type(error).__name__} in {last.name}, line {last.lineno}. No data are shown here. "
        "Set WORKBENCH_DEBUG=1 and run again to see more; please report it.",
        err=True,
    )
