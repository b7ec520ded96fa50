"""Models as JSON files: readable, comparable, and unable to run anything when they are opened."""

from __future__ import annotations

import json
import os
from pathlib import Path

from workbench.delivery.models import DeliveryModel
from workbench.errors import InputError, MissingError

_FORMAT = "workbench delivery model"
_VERSION = 1


def save_model(model: DeliveryModel, path: Path | str) -> Path:
    """Write a model; the file appears whole or not at all."""
    path = Path(path)
    # The order of the keys is that of the matrix's columns: it must not be sorted.
    text = json.dumps({"format": _FORMAT, "version": _VERSION, **model.as_json()}, ensure_ascii=False)
    part = path.with_name(f"{path.name}.part{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def load_model(path: Path | str) -> DeliveryModel:
    """Read a model.

    Raises
    ------
    MissingError
        If there is no such file.
    InputError
        If it is no model, or of a later version.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingError(
            f"{path}: there is no model. Fit one and save it with save_model, or use DeliveryModel.prior()."
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        fits = data["format"] == _FORMAT and int(data["version"]) <= _VERSION
        model = DeliveryModel.from_json(data) if fits else None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise InputError(
            f"{path}: this is no delivery model. Expected a file written by save_model."
        ) from error
    if model is None:
        raise InputError(
            f"{path}: this program does not read it. Expected {_FORMAT!r} of version {_VERSION} or earlier."
        )
    return model
