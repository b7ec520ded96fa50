"""Words of the widgets in Chinese and English, and text that is safe to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import InputError, WorkbenchError

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one widget.

    Parameters
    ----------
    pairs
        Key to Chinese and English.
    lang
        ``zh`` or ``en``.
    """

    pairs: Mapping[str, tuple[str, str]]
    lang: str

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise InputError(
                f"widget: there is no language {self.lang!r}. Expected one of: {', '.join(LANGUAGES)}."
            )

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of ``key`` with ``values`` put in."""
        zh, en = self.pairs[key]
        return (en if self.lang == "en" else zh).format(**values)

    def either(self, key: str) -> str:
        """Return the words of ``key``, or the key itself where it has none."""
        return self(key) if key in self.pairs else key

    def options(self, *keys: str) -> list[tuple[str, str]]:
        """Return label and value of each key, as a choice is made of."""
        return [(self.either(key), key) for key in keys]


def fault_words(error: BaseException, lang: str) -> str:
    """Say an error in words; of a fault of the program only its kind, for its text may hold data."""
    if isinstance(error, (WorkbenchError, OSError)):
        return str(error)
    if lang == "en":
        return f"Fault of the program ({type(error).__name__}). Nothing was changed; please report it."
    return f"程序故障（{type(error).__name__}）。没有改动任何数据，请反馈。"
