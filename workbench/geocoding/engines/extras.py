"""Packages that only some engines need."""

from __future__ import annotations

import importlib
from typing import Any

from workbench.errors import InputError


def load_extra(module: str, extra: str) -> Any:
    """Import a module of an extra, or say how to install it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise InputError(
            f"engine {extra}: the package {package} is not installed. "
            f'Install it with: python -m pip install "workbench[{extra}]" - or use another engine.'
        ) from None
