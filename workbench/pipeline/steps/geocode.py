"""Geocoding: every address gets a point, a cell, a level, a confidence and a radius."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from workbench.gazetteer import Gazetteer
from workbench.geocoding import (
    MANY,
    Geocoder,
    choose_engine,
    geocode_with,
    keep_parts,
    read_corrections,
    refuse_reviewed,
)
from workbench.matching import Thresholds
from workbench.pipeline.step import Context, Made, Step
from workbench.tables import Remark, table

if TYPE_CHECKING:
    from workbench.pipeline.step import Count

_CHUNK_TOLD = 50_000
_STATED = ("stated_province", "stated_city", "stated_district")
_SOFT = ("postcode", "id_region", "branch")
BORROWED = "CITY.fromOtherAddress"


def run(context: Context) -> Made:
    """Geocode the table ``addresses``; equal texts with equal hints are looked up once."""
    addresses = context.read("addresses")
    geocoder = make_geocoder(context)
    context.say(geocoder.notice)
    asked = _asked(addresses, context.read("cases"))
    located = _geocode(geocoder, asked, context, context.count)
    located = _borrow_cities(geocoder, asked, located, addresses["borrower"], context)
    located = refuse_reviewed(context.project, located)
    located.insert(0, "address_id", addresses["address_id"].to_numpy())
    located = located[list(table("locations").columns)]
    shares = {
        str(name): round(share, 3) for name, share in located["decision"].value_counts(normalize=True).items()
    }
    note = {"rows": len(located), "gazetteer": geocoder.gazetteer.hash[:12], **shares}
    return Made(tables={"locations": located}, note=note)


def _asked(addresses: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Lay the hints beside each address: an ID number's county speaks for the registered address only."""
    known = (
        cases.set_index("case_id")[["id_region", "branch"]]
        .reindex(addresses["case_id"])
        .set_axis(addresses.index)
    )
    known["id_region"] = known["id_region"].where(addresses["kind"] == "registered")
    return pd.concat([addresses[["address", *_STATED, "postcode"]], known], axis=1).fillna("").astype(str)


def _geocode(
    geocoder: Geocoder, asked: pd.DataFrame, context: Context, count: Count | None = None
) -> pd.DataFrame:
    distinct = asked.drop_duplicates(ignore_index=True)
    said = 0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if count is not None:
            count(done, total)
        if done - said >= _CHUNK_TOLD:
            said = done
            context.say(Remark(f"{done:,} of {total:,} addresses", f"{done:,} / {total:,} 条地址"))

    hints = {name.removeprefix("stated_"): name for name in (*_STATED, *_SOFT)}
    if len(distinct) < MANY:
        found = geocoder.geocode(distinct, **hints, progress=progress)
    else:
        # Minutes of work: shared among processes, and kept batch by batch in case the run is killed.
        folder = context.project.folder / ".locations.parts"
        engine = choose_engine(len(distinct))
        kept = keep_parts(engine, folder, geocoder, distinct, address="address", **hints)
        found = geocode_with(kept, geocoder, distinct, progress=progress, **hints)
        kept.forget()
    both = pd.concat([distinct, found], axis=1)
    located = asked.merge(both, on=list(asked.columns), how="left", validate="m:1")
    return located[list(found.columns)].set_axis(asked.index)


def _borrow_cities(
    geocoder: Geocoder, asked: pd.DataFrame, located: pd.DataFrame, borrowers: pd.Series, context: Context
) -> pd.DataFrame:
    """Read addresses whose city nothing tells once more, in the city of the borrower's other addresses.

    The fault says so, and such an answer is never accepted unseen: that a person's addresses lie in one city is likely, not known.
    """
    known = located["city"].where(located["city"] != "")
    city = known.groupby(borrowers).transform("first")
    open_rows = (located["level"] == "none") & (located["normalised"] != "") & city.notna()
    if not open_rows.any():
        return located
    again = _geocode(geocoder, asked[open_rows].assign(stated_city=city[open_rows]), context)
    again = again[again["level"] != "none"]
    faults = again["faults"].where(again["faults"] == "", again["faults"] + ";") + BORROWED
    decision = again["decision"].where(again["decision"] != "accept", "review")
    out = located.copy()
    out.loc[again.index] = again.assign(faults=faults, decision=decision)[located.columns]
    return out


def make_geocoder(context: Context) -> Geocoder:
    """Return the geocoder that the project's settings ask for."""
    project, settings = context.project, context.settings
    return Geocoder(
        Gazetteer.open(project.input("gazetteer")),
        thresholds=Thresholds(accept=settings.accept, review=settings.review),
        resolution=settings.resolution,
        overrides=read_corrections(project),
    )


STEP = Step(
    "geocode",
    "地址定位",
    "geocode addresses",
    run,
    reads=("addresses", "cases", "corrections"),
    inputs=("gazetteer", "corrections"),
    settings=("accept", "review", "resolution"),
)
