"""The bundled notebooks, laid into a project; a copy that somebody worked in is never touched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import MissingError
from workbench.files import sha256, write_bytes, write_text

if TYPE_CHECKING:
    from workbench.workspace import Project

FOLDER = "notebooks"
FIRST = "00_workbench.ipynb"
_RECORD = ".copied.json"


def find_notebooks() -> Path:
    """Return the folder of the bundled notebooks: inside an installed package, or at the top of a checkout.

    Raises
    ------
    MissingError
        If neither is there.
    """
    here = Path(__file__).resolve()
    places = (here.parent / FOLDER, here.parents[2] / FOLDER)
    for place in places:
        if (place / FIRST).is_file():
            return place
    looked = " and ".join(str(place) for place in places)
    raise MissingError(f"notebooks: they are not in {looked}. Install the package again.")


def copy_notebooks(project: Project) -> list[Path]:
    """Copy the bundled notebooks into ``notebooks/`` of a project and return those that were written.

    A copy is brought up to date as long as it is as it was laid there; one that was edited or run and
    saved stays as it is, and one that was deleted comes back.
    """
    target = project.folder / FOLDER
    laid = _read_record(target)
    written = []
    for source in sorted(find_notebooks().glob("*.ipynb")):
        copy, fresh = target / source.name, sha256(source)
        now = sha256(copy) if copy.exists() else None
        if now not in (None, laid.get(source.name)) or now == fresh:
            continue
        written.append(write_bytes(copy, source.read_bytes()))
        laid[source.name] = fresh
    if written:
        write_text(target / _RECORD, json.dumps(laid, indent=1, sort_keys=True) + "\n")
    return written


def _read_record(target: Path) -> dict[str, str]:
    """Return the hashes that copies were laid with; without a readable record every copy counts as edited."""
    try:
        found = json.loads((target / _RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}
