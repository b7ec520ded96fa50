"""Places: how near the points are, against two baselines in the same run.

``python tests/bench/bench_places.py [GAZETTEER]`` builds the gazetteer from the reference compounds (or opens the one named), learns on two
cities (and on communities elsewhere) and reports the third, in turn, with name and address and with the address alone; then full addresses of
communities in many cities, in two groups that take turns as well.
Shares are of ALL rows.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from learn_places import Lessons, group_cities
from place_baselines import answer_bm25, answer_naive
from place_truth import FORMS, data_folder, read_communities, read_compounds, read_reference, write_form

from workbench.coordinates import distance_m
from workbench.gazetteer import Gazetteer, build
from workbench.geocoding import Geocoder
from workbench.matching import Matcher, evaluate

STEPS = (100, 500)
FAR = (500, 2_000, 5_000)


def open_gazetteer(folder: Path) -> Gazetteer:
    """Open the gazetteer named on the command line or build it, with the time it takes."""
    if len(sys.argv) > 1:
        return Gazetteer.open(sys.argv[1])
    start = time.perf_counter()
    made = build(Path(tempfile.mkdtemp()) / "reference", [read_reference(folder)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(f"built {len(made):,} places in {time.perf_counter() - start:.0f} s, peak {peak:,.0f} MB")
    return made


def shares(away: np.ndarray, steps: tuple[int, ...]) -> str:
    """Write the shares of all rows within each distance and the median of answered rows."""
    known = away[np.isfinite(away)]
    parts = [f"<{step} m {(away < step).mean():6.1%}" for step in steps]
    return "  ".join([*parts, f"median {np.median(known):7.0f} m", f"answered {len(known) / len(away):6.1%}"])


def away_from(points: np.ndarray, frame: pd.DataFrame) -> np.ndarray:
    """Return the distance of each point to the truth, NaN without a point."""
    return np.asarray(distance_m(points[:, 0], points[:, 1], frame["lng"], frame["lat"]))


def rotate(gazetteer: Gazetteer, folder: Path) -> dict[str, Geocoder]:
    """Return for each city, and each of two groups of the many cities, a geocoder that learned on all others."""
    lessons = Lessons(gazetteer, folder)
    geocoders = {}
    for city in lessons.cities:
        others = [one for one in lessons.cities if one != city]
        made = Geocoder(gazetteer)
        made.matcher = Matcher(
            gazetteer, scorer=lessons.scorer(others), calibrator=lessons.calibrator(others, {})
        )
        geocoders[city] = made
    return geocoders


def locate(
    geocoders: dict[str, Geocoder], frame: pd.DataFrame, group: pd.Series, column: str, **hints: str
) -> pd.DataFrame:
    """Geocode each city's rows with the geocoder that has not seen it."""
    parts = [geocoders[name].geocode(own, column, **hints) for name, own in frame.groupby(group)]
    return pd.concat(parts).loc[frame.index]


def report_compounds(geocoders: dict[str, Geocoder], folder: Path) -> None:
    """Print the tables of the three cities."""
    frame = read_compounds(folder)
    reference = read_reference(folder).rename(columns={"place": "name"})
    for form in FORMS:
        text = write_form(frame, form)
        found = locate(geocoders, frame.assign(text=text), frame["city"], "text", city="city")
        name = frame["name"] if form == FORMS[0] else None
        print(f"\n== three cities, {form} (n {len(frame):,}) ==")
        rows = {
            "naive look-up": away_from(
                answer_naive(reference, frame["bare_address"], name, frame["city"]), frame
            ),
            "BM25 bigrams": away_from(answer_bm25(reference, text, frame["city"]), frame),
            "workbench": away_from(found[["lng", "lat"]].to_numpy(), frame),
        }
        for label, away in rows.items():
            print(f"{label:14} {shares(away, STEPS)}")
            for city in sorted(set(frame["city"])):
                print(f"   {city:10} {shares(away[(frame['city'] == city).to_numpy()], STEPS)}")
        table = evaluate(found, frame[["lng", "lat"]])
        print(
            table.drop(columns=[column for column in table if column.startswith(("within_2", "within_5000"))])
            .round(3)
            .to_string(index=False)
        )


def report_communities(geocoders: dict[str, Geocoder], folder: Path) -> None:
    """Print the table of the nationwide communities, whose addresses are whole."""
    frame = read_communities(folder)
    group = pd.Series(group_cities(frame["city"], set(read_compounds(folder)["city"])), frame.index)
    found = locate(geocoders, frame, group, "address")
    away = away_from(found[["lng", "lat"]].to_numpy(), frame)
    reference = read_reference(folder).rename(columns={"place": "name"})
    base = away_from(answer_bm25(reference, frame["address"], frame["city"]), frame)
    print(f"\n== communities and villages of {frame['city'].nunique()} cities (n {len(frame):,}) ==")
    print(f"BM25 bigrams   {shares(base, FAR)}\nworkbench      {shares(away, FAR)}")
    print(
        evaluate(found, frame[["lng", "lat"]])[
            ["level", "n", "within_500_m_share", "within_5000_m_share", "radius_holds_share", "ece"]
        ]
        .round(3)
        .to_string(index=False)
    )


def report_speed(gazetteer: Gazetteer, folder: Path) -> None:
    """Print opening time, addresses per second of CPU and the memory."""
    start = time.perf_counter()
    geocoder = Geocoder(Gazetteer.open(gazetteer.folder))
    opened = time.perf_counter() - start
    frame = read_compounds(folder)
    frame = frame.assign(text=write_form(frame, FORMS[0]))
    geocoder.geocode(frame.head(500), "text", city="city")
    before = time.process_time()
    geocoder.geocode(frame, "text", city="city")
    rate = len(frame) / (time.process_time() - before)
    print(
        f"\nopened in {opened:.2f} s; {rate:,.0f} addresses/s of CPU end to end; peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000:,.0f} MB"
    )


def main() -> None:
    """Run all parts."""
    folder = data_folder()
    gazetteer = open_gazetteer(folder)
    report_speed(gazetteer, folder)
    geocoders = rotate(gazetteer, folder)
    report_compounds(geocoders, folder)
    report_communities(geocoders, folder)


if __name__ == "__main__":
    main()
