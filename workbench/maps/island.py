r"""The only door through which data reach a page: one JSON island, inert for every language around it.

folium and branca compile rendered text as Jinja templates, browsers look for ``</script>``, and
JavaScript's template literals look for backticks and ``${``. Every character that means
something to one of them is written as ``\\uXXXX``, which JSON reads back as the same character.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from workbench.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

ISLAND_ID = "workbench-data"
# The braces of JSON itself cannot be escaped; the island is put in after the last template was compiled.
_SPECIAL = re.compile(
    r"[<>&`$#%'\u007f-\u009f\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SURROGATES = re.compile("[\ud800-\udfff]")


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def _escape_braces(text: str) -> str:
    """Escape the braces within strings and leave those of the JSON itself."""
    bare = _STRING.sub("", text)
    if all(text.count(brace) == bare.count(brace) for brace in "{}"):
        return text  # the usual case, and much faster than looking into every string
    return _STRING.sub(lambda string: re.sub("[{}]", _escape, string.group()), text)


def write_island(data: Mapping[str, object]) -> str:
    """Return the ``<script type="application/json">`` element that carries ``data``.

    Parameters
    ----------
    data
        Nested mappings, lists, strings, finite numbers, booleans and None.

    Returns
    -------
    str
        One element. None of ``{}<>&`$#%'``, control characters or bidi controls is left
        unescaped within its strings, and none of ``<>&`$#%'`` anywhere in its body.

    Raises
    ------
    InputError
        If a value is not JSON, for example NaN.
    """
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise InputError(
            f"map page: a value cannot be written as JSON ({error}). Expected text, finite numbers, true, false or nothing."
        ) from error
    # A lone half of a pair cannot be written as UTF-8; the replacement mark shows that something was there.
    text = _SURROGATES.sub("\ufffd", _escape_braces(_SPECIAL.sub(_escape, text)))
    return f'<script type="application/json" id="{ISLAND_ID}">{text}</script>'
