"""CSV that Excel opens rightly and does not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest

_CHANNELS = {"letter": "信函", "courier": "快递", "visit": "上门", "court_post": "法院专递"}
_TO_FILL = ("实际投递时间", "签收状态", "签收人关系", "退件原因")


def write_csv(manifest: Manifest, folder: Path) -> list[Path]:
    """Write one row per letter, headed in Chinese: UTF-8 with a byte order mark, formula-safe.

    The last columns are for the courier to fill in; ``workbench results`` reads the file back.
    """
    letters = manifest.letters.assign(
        arrive_at=manifest.letters["arrive_at"].dt.strftime("%Y-%m-%d %H:%M"),
        leave_at=manifest.letters["leave_at"].dt.strftime("%Y-%m-%d %H:%M"),
    )
    letters = letters.assign(渠道=_CHANNELS[manifest.channel], **dict.fromkeys(_TO_FILL, ""))
    return [write_table(letters, folder / manifest.file_name("routes", ".csv"), lang="zh")]
