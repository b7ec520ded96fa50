"""The address workbench: offline geocoding, delivery maps and dispatch for letters to borrowers in China.

Import what is needed from the floor that owns it, for example ``from workbench.geocoding import Geocoder``; in a notebook
``workbench.app(folder)`` opens all widgets of a project.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__version__ = "0.1.0"


def app(folder: Path | str | None = None, *, lang: str | None = None) -> Any:
    """Return all widgets of a project in tabs, for the last line of a notebook's cell.

    Parameters
    ----------
    folder
        Folder of the project; None for the one that the notebook lies in.
    lang
        ``zh`` or ``en``; that of the project if None.
    """
    # Only a notebook needs the widgets: the package itself stays light.
    return import_module("workbench.widgets").open_app(folder, lang)
