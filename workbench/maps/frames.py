"""A finished page inside a notebook, in a frame that can reach nothing."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from workbench.errors import MissingError


@dataclass(frozen=True, slots=True)
class Page:
    """A page of this package, shown by notebooks in a sandboxed frame.

    The frame may run the page's own scripts, but has no origin: it cannot read the notebook or its cookies.

    Parameters
    ----------
    path
        HTML file.
    height_px
        Height of the frame.
    """

    path: Path
    height_px: int = 620

    def _repr_html_(self) -> str:
        text = self.path.read_text(encoding="utf-8")
        style = f"width:100%;height:{self.height_px}px;border:1px solid #ddd;border-radius:6px"
        return (
            f'<iframe sandbox="allow-scripts" style="{style}" srcdoc="{escape(text, quote=True)}"></iframe>'
        )


def show_page(path: Path | str, *, height_px: int = 620) -> Page:
    """Return a page that a notebook shows where this is the last line of a cell.

    Raises
    ------
    MissingError
        If the file is not there.
    """
    page = Path(path)
    if not page.is_file():
        raise MissingError(f"{page}: there is no such page. Run the step that makes it first.")
    return Page(page, height_px)
