"""The only door: what goes in comes out the same and means nothing on the way."""

from __future__ import annotations

import json
import re

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.maps.island import write_island

_BODY = re.compile(r'^<script type="application/json" id="workbench-data">(.*)</script>$', re.DOTALL)


def body(data: object) -> str:
    """Return the JSON within the island."""
    found = _BODY.match(write_island({"text": data}))
    assert found
    return found[1]


@given(st.text())
def test_every_text_comes_back(text):
    """JSON reads back exactly what was written; half a surrogate pair cannot be UTF-8 and is marked."""
    whole = "".join("\ufffd" if 0xD800 <= ord(each) <= 0xDFFF else each for each in text)
    assert json.loads(body(text))["text"] == whole


@given(st.text())
def test_nothing_special_is_left(text):
    """Within strings no character is left that HTML, Jinja, template literals or bidi readers act on."""
    inner = body(text)[len('{"text":') : -1]
    assert not re.search("[<>&`$#%'{}\u2028\u2029\u202a-\u202e\u2066-\u2069]", inner)


def test_attacks_survive_a_template(attacks):
    """Even compiled as a Jinja template, as branca does, the island's strings stay as they are."""
    inner = body(list(attacks))[len('{"text":') : -1]
    assert json.loads(jinja2.Template(inner).render()) == list(attacks)


def test_keys_are_escaped_too():
    """A hostile key is as inert as a hostile value."""
    assert "</script><" not in write_island({"</script><script>": 1})[:-9]


def test_nan_is_refused():
    """NaN is no JSON: the browser would not read the page."""
    with pytest.raises(InputError, match="cannot be written as JSON"):
        write_island({"share": float("nan")})
