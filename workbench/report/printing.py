"""The report as PDF, where a renderer is installed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from workbench.errors import ExtraError
from workbench.files import whole

if TYPE_CHECKING:
    from pathlib import Path


def can_print() -> bool:
    """Say whether the renderer and the system's libraries that it draws with are installed."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):  # OSError: the package is there, Pango is not
        return False
    return True


def print_document(page: Path, path: Path) -> Path:
    """Turn a page of the report into a PDF beside it; nothing is fetched.

    Raises
    ------
    ExtraError
        If WeasyPrint, or Pango for it, is not installed. Any browser prints the page as well: it is laid out for A4.
    """
    if not can_print():
        raise ExtraError("weasyprint", extra="pdf")
    from weasyprint import HTML  # noqa: PLC0415  an extra

    def refuse(url: str, *_: object, **__: object) -> dict[str, object]:
        raise ValueError(f"the report asks for {url}; it must stand alone")

    with whole(path) as temporary:
        HTML(string=page.read_text("utf-8"), url_fetcher=refuse).write_pdf(temporary)
    return path
