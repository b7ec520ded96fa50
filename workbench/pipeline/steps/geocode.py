"""Geocoding: every address gets a point, a cell, a level, a confidence and a radius."""

from __future__ import annotations

import pandas as pd

from workbench.gazetteer import Gazetteer
from workbench.geocoding import Geocoder
from workbench.matching import Thresholds
from workbench.pipeline.step import Context, Made, Step
from workbench.tables import table

_CHUNK_TOLD = 50_000


def run(context: Context) -> Made:
    """Geocode the table ``addresses``; equal texts with equal hints are looked up once."""
    addresses = context.read("addresses")
    geocoder = make_geocoder(context)
    context.tell(f"    {geocoder.notice}")
    hints = ["stated_province", "stated_city", "stated_district"]
    asked = addresses[["address", *hints]]
    distinct = asked.drop_duplicates(ignore_index=True)
    said = 0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if done - said >= _CHUNK_TOLD:
            said = done
            context.tell(f"    {done:,} of {total:,} addresses")

    found = geocoder.geocode(distinct, province=hints[0], city=hints[1], district=hints[2], progress=progress)
    located = asked.merge(
        pd.concat([distinct, found], axis=1), on=list(asked.columns), how="left", validate="m:1"
    )
    located.insert(0, "address_id", addresses["address_id"].to_numpy())
    located = located[list(table("locations").columns)]
    shares = {
        str(name): round(share, 3) for name, share in located["decision"].value_counts(normalize=True).items()
    }
    return Made(
        tables={"locations": located},
        note={"rows": len(located), "gazetteer": geocoder.gazetteer.hash[:12], **shares},
    )


def make_geocoder(context: Context) -> Geocoder:
    """Return the geocoder that the project's settings ask for."""
    project, settings = context.project, context.settings
    folder, corrections = project.input("gazetteer"), project.input("corrections")
    return Geocoder(
        Gazetteer.open(folder),
        thresholds=Thresholds(accept=settings.accept, review=settings.review),
        resolution=settings.resolution,
        overrides=pd.read_csv(corrections, encoding="utf-8-sig") if corrections else None,
    )


STEP = Step(
    "geocode",
    "地址定位",
    "geocode addresses",
    run,
    reads=("addresses",),
    inputs=("gazetteer", "corrections"),
    settings=("accept", "review", "resolution"),
)
