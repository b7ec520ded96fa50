"""The few errors of the workbench.

``WorkbenchError``
    ├─ ``InputError`` (also ``ValueError``): a file, table, row or setting is not as expected
    │     ├─ ``ColumnError``: a column is missing or unknown; names the nearest ones
    │     └─ ``DisclosureError``: what is asked for would show the data of a few persons
    ├─ ``MissingError`` (also ``FileNotFoundError``): a file, folder or data set is not there
    ├─ ``PolicyError`` (also ``PermissionError``): the contact policy or the audience forbids it
    ├─ ``BusyError`` (also ``RuntimeError``): another process holds the project folder
    └─ ``ExtraError`` (also ``ImportError``): an optional package is not installed

Each message says what is wrong, where, what was expected, and what to do next.
The command line prints it and ends with exit code 2.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class WorkbenchError(Exception):
    """Base of every error that the workbench raises on purpose."""


class InputError(WorkbenchError, ValueError):
    """A file, a table, a row or a setting is not as expected."""


class ColumnError(InputError):
    """A column is missing or unknown.

    Parameters
    ----------
    missing
        Name that was looked for.
    available
        Names that exist; the nearest ones are put into the message.
    where
        Table or file, for the message.
    """

    def __init__(self, missing: str, available: Iterable[str], *, where: str) -> None:
        names = [str(name) for name in available]
        near = get_close_matches(missing, names, n=3, cutoff=0.5) or names[:12]
        hint = f" Nearest: {', '.join(near)}." if near else ""
        super().__init__(f"{where}: there is no column {missing!r}.{hint}")
        self.missing = missing

    def __reduce__(self) -> tuple[type[Exception], tuple[str]]:
        """Travel between processes as the plain message."""
        return InputError, (str(self),)


class DisclosureError(InputError):
    """What is asked for would show the data of a few persons."""


class MissingError(WorkbenchError, FileNotFoundError):
    """A file, a folder or a data set is not there."""

    def __str__(self) -> str:
        """Return the message alone, not the errno form of ``OSError``."""
        return str(self.args[0]) if self.args else ""


class PolicyError(WorkbenchError, PermissionError):
    """The contact policy or the audience forbids the act."""

    def __str__(self) -> str:
        """Return the message alone, not the errno form of ``OSError``."""
        return str(self.args[0]) if self.args else ""


class BusyError(WorkbenchError, RuntimeError):
    """Another process holds what this one needs."""


class ExtraError(WorkbenchError, ImportError):
    """An optional package is not installed.

    Parameters
    ----------
    package
        Import name of the package.
    extra
        Extra of this project that brings it.
    """

    def __init__(self, package: str, *, extra: str) -> None:
        super().__init__(
            f'{package} is not installed. It comes with the extra {extra!r}: python -m pip install "workbench[{extra}]"'
        )
        self.package = package
        self.extra = extra

    def __reduce__(self) -> tuple[type[WorkbenchError], tuple[str]]:
        """Travel between processes as the plain message."""
        return WorkbenchError, (str(self),)
