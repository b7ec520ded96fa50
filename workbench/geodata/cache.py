"""The user's own cache folder, for what may not be shipped and is slow to make."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "WORKBENCH_CACHE"


def find_cache() -> Path:
    """Return the cache folder of this user; the environment variable ``WORKBENCH_CACHE`` names another one.

    It is made by whoever writes into it first. Everything in it can be deleted at any time.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "workbench" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "workbench"
    named = os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "workbench"
