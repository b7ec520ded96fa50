"""HTML from Python values: everything is text, and escaped, unless it was made here."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOID = frozenset({"meta", "br", "col", "hr", "rect", "line", "circle", "path", "polygon", "use"})
# They turn the reading order round, so that a name reads as another one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Html(str):
    """Text that is markup already; made by :func:`tag` and :func:`join` only."""

    __slots__ = ()


def clean_text(value: object) -> str:
    """Return text that a page and a workbook can hold: control and direction characters become visible codes."""
    return "".join(_clean_character(each) for each in str(value))


def _clean_character(character: str) -> str:
    if character in "\t\n\r":
        return " "
    if character in _TURNING or unicodedata.category(character) in ("Cc", "Cs"):
        return f"[U+{ord(character):04X}]"
    return character


def render(value: object) -> Html:
    """Return markup as it is and anything else as escaped text."""
    return value if isinstance(value, Html) else Html(escape(clean_text(value), quote=True))


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """Return an element.

    Parameters
    ----------
    name
        Name of the element.
    children
        Markup or text; None is left out.
    attributes
        ``class_`` is ``class``, other underscores become hyphens. None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{render(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID and not children:
        return Html(f"<{name}{written}/>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[object], between: str = "") -> Html:
    """Return several pieces of markup or text as one; None is left out."""
    return Html(render(between).join(render(each) for each in children if each is not None))
