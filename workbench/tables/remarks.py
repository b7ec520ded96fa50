"""What the program remarks on while it works, in Chinese and English."""

from __future__ import annotations


class Remark(str):
    """A remark to people: a text in English that also knows its Chinese form.

    Parameters
    ----------
    english, chinese
        The same in both languages.
    """

    __slots__ = ("chinese",)
    chinese: str

    def __new__(cls, english: str, chinese: str) -> Remark:  # noqa: PYI034 - no class is made of this one
        """Keep the English text as the text itself."""
        made = super().__new__(cls, english)
        made.chinese = chinese
        return made

    def say(self, lang: str) -> str:
        """Return the remark in ``zh`` or ``en``."""
        return str(self) if lang == "en" else self.chinese
