"""A font with Chinese characters is found, or its lack is said."""

from __future__ import annotations

import pytest
from matplotlib import font_manager

from workbench.errors import MissingError
from workbench.maps import find_cjk_font, fonts


def test_a_font_that_is_there_is_found():
    """The family is one that matplotlib can use, or the message says how to get one."""
    try:
        assert find_cjk_font() in {font.name for font in font_manager.fontManager.ttflist}
    except MissingError as error:
        assert "apt install" in str(error)  # noqa: PT017 - machines without such a font are no failure


def test_a_missing_font_is_said(monkeypatch):
    """Without any known font the message says what to install."""
    monkeypatch.setattr(fonts, "NAMES", ())
    find_cjk_font.cache_clear()
    with pytest.raises(MissingError, match="apt install"):
        find_cjk_font()
    find_cjk_font.cache_clear()
