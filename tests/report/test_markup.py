"""Everything is text until it was made markup here."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from workbench.report.markup import Html, clean_text, join, tag


@given(st.text())
def test_text_is_escaped_and_not_lost(text):
    """Any text comes out of the page as it went in, but for controls and turning characters."""
    written = tag("p", text)
    assert unescape(written[3:-4]) == clean_text(text)
    assert "<" not in written[3:-4]


@given(st.text())
def test_attributes_cannot_be_left(text):
    """No text closes the attribute that it is in."""
    written = tag("p", title=text)
    assert written.count('"') == 2
    assert "<" not in written[1:-5]


def test_markup_is_not_escaped_twice():
    """Elements nest; text between them is escaped."""
    assert tag("p", tag("b", "<"), "&") == "<p><b>&lt;</b>&amp;</p>"
    assert join(["<", None, Html("<i></i>")], " · ") == "&lt; · <i></i>"


def test_void_and_named_elements():
    """Void elements close themselves; names with underscores become hyphens; None is left out."""
    assert tag("meta", name="a", content=None) == '<meta name="a"/>'
    assert tag("path", fill_rule="evenodd", class_="x") == '<path fill-rule="evenodd" class="x"/>'


def test_turned_text_is_made_visible():
    """Characters that turn the reading order, and broken halves of characters, become codes."""
    assert clean_text("a\u202eb\x00\ud800") == "a[U+202E]b[U+0000][U+D800]"
