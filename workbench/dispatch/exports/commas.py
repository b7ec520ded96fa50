"""CSV that Excel opens rightly and does not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest


def write_csv(manifest: Manifest, folder: Path) -> list[Path]:
    """Write one row per letter, headed in Chinese: UTF-8 with a byte order mark, formula-safe."""
    letters = manifest.letters.assign(
        arrive_at=manifest.letters["arrive_at"].dt.strftime("%Y-%m-%d %H:%M"),
        leave_at=manifest.letters["leave_at"].dt.strftime("%Y-%m-%d %H:%M"),
    )
    return [write_table(letters, folder / manifest.file_name("routes", ".csv"), lang="zh")]
