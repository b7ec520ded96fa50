"""Where the bundled files lie: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from workbench.errors import MissingError

MANIFEST = "MANIFEST.toml"


@lru_cache(maxsize=1)
def find_folder() -> Path:
    """Return the folder of the bundled files.

    A wheel carries them in ``workbench/geodata/bundle``; a checkout has them in ``geodata`` at its top.

    Raises
    ------
    MissingError
        If neither is there.
    """
    here = Path(__file__).resolve()
    places = (here.parent / "bundle", here.parents[2] / "geodata")
    for place in places:
        if (place / MANIFEST).is_file():
            return place
    looked = " and ".join(str(place) for place in places)
    raise MissingError(
        f"geodata: the bundled files are not in {looked}. Install the package again, or make them with: "
        "workbench gazetteer bundle ARCHIVES --output geodata"
    )
