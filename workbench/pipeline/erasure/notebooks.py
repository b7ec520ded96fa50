"""Notebooks that people ran: what they show is taken out, what people wrote stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.pipeline.erasure.marks import Marks


def clear_outputs(text: str, marks: Marks) -> str:
    """Return a notebook without the outputs, and without the saved state of widgets, in which the person stands.

    Raises
    ------
    ValueError
        If it is no notebook.
    """
    notebook: dict[str, Any] = json.loads(text)
    for cell in notebook["cells"]:
        if marks.are_in(_say(cell.get("outputs"))):
            cell |= {"outputs": [], "execution_count": None}
    if marks.are_in(_say(notebook.get("metadata", {}).get("widgets"))):
        del notebook["metadata"]["widgets"]
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _say(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)
