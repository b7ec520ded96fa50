"""CSV that Excel opens rightly and does not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.dispatch.exports.captions import TO_FILL, caption
from workbench.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest


def write_csv(manifest: Manifest, folder: Path) -> list[Path]:
    """Write one row per letter, headed in the papers' language: UTF-8 with a byte order mark, formula-safe.

    The last columns are for the courier to fill in; ``workbench results`` reads the file back.
    """
    letters = manifest.letters.assign(
        arrive_at=manifest.letters["arrive_at"].dt.strftime("%Y-%m-%d %H:%M"),
        leave_at=manifest.letters["leave_at"].dt.strftime("%Y-%m-%d %H:%M"),
    )
    lang = manifest.lang
    more = {caption("channel", lang): caption(manifest.channel, lang)}
    more |= {caption(each, lang): "" for each in TO_FILL}
    return [write_table(letters.assign(**more), folder / manifest.file_name("routes", ".csv"), lang=lang)]
