"""A font with Chinese characters for still pictures."""

from __future__ import annotations

from functools import cache

from matplotlib import font_manager

from workbench.errors import MissingError

# In the order of preference: what Windows, macOS and Linux bring along.
NAMES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Serif CJK SC",
)


@cache
def find_cjk_font() -> str:
    """Return the family of an installed font that has Chinese characters.

    Raises
    ------
    MissingError
        If there is none; the message says how to get one.
    """
    there = {font.name for font in font_manager.fontManager.ttflist}
    for name in NAMES:
        if name in there:
            return name
    raise MissingError(
        "No font with Chinese characters was found, so the picture would show empty boxes. Install one, for example "
        "'apt install fonts-noto-cjk' on Debian, then delete matplotlib's cache (matplotlib.get_cachedir()); or use lang='en'."
    )
