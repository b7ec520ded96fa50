"""One table to import into common fleet apps, with the column names that they look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.dispatch.exports.manifest import Manifest


def write_fleet(manifest: Manifest, folder: Path) -> list[Path]:
    """Write one row per stop.

    The names are OptimoRoute's; Circuit, Onfleet and Route4Me map them on import (address,
    latitude, longitude, notes and a time per stop are found by each).
    """
    stops = manifest.stops
    frame = pd.DataFrame(
        {
            "Order ID": stops["stop"],
            "Order type": "D",
            "Date": f"{manifest.day:%Y-%m-%d}",
            "Assigned to": stops["courier"].astype(str),
            "Stop number": stops["sequence"],
            "Location ID": stops["stop"],
            "Address": stops["address"],
            "Latitude": stops["lat"].round(7),
            "Longitude": stops["lng"].round(7),
            "Arrival": stops["arrive_at"].dt.strftime("%H:%M"),
            "Duration": ((stops["leave_at"] - stops["arrive_at"]).dt.total_seconds() / 60.0).round(1),
            "Load #1": stops["letters"],
            "Notes": "",
        }
    )
    return [write_table(frame, folder / manifest.file_name("fleet", ".csv"))]
