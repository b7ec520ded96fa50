"""Speed: ``python tests/bench/bench_speed.py [GAZETTEER]``, one command, CPU time of one core unless it says otherwise.

Divisions against peers in the same run; then, with the reference compounds as the gazetteer (built here, or opened from the
folder named): time to build, time to open, addresses per second end to end, memory, and two processes against one.
Set ``OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1``: one core means one thread of the numerical libraries as well.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from division_conditions import draw_conditions
from division_peers import installed_peers
from division_sets import texts_of
from place_truth import FORMS, data_folder, read_compounds, read_reference, write_form

from workbench.gazetteer import Gazetteer, build
from workbench.geocoding import Geocoder, LocalProcesses, geocode_with

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 3
_SLOW = {"jionlp": 600}  # addresses that are enough to time a slow peer
_REPEAT = 3  # how often the addresses are taken for the race of processes: the start of a worker is not what is asked


def time_best(work: Callable[[], object], n: int) -> float:
    """Return rows per second of CPU time, best of several rounds after a warm-up."""
    work()
    rates = []
    for _ in range(_ROUNDS):
        begun = time.process_time()
        work()
        rates.append(n / (time.process_time() - begun))
    return max(rates)


def report_divisions() -> None:
    """Print how fast each parser splits off province, city and district, cleaning included."""
    texts = texts_of(draw_conditions(2026))
    peers = installed_peers()
    rates = {}
    for peer, parse in peers.items():
        some = texts[:: max(len(texts) // _SLOW.get(peer, len(texts)), 1)]
        rates[peer] = time_best(lambda parse=parse, some=some: parse(some), len(some))  # type: ignore[misc]
    print("divisions, addresses/s: " + ", ".join(f"{peer} {rate:,.0f}" for peer, rate in rates.items()))


def open_gazetteer(folder: Path) -> Path:
    """Return the gazetteer named on the command line, or build it and say how long it takes."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    places = read_reference(folder)
    begun = time.perf_counter(), time.process_time()
    made = build(Path(tempfile.mkdtemp()) / "reference", [places])
    print(
        f"built {len(made):,} places in {time.perf_counter() - begun[0]:.0f} s ({time.process_time() - begun[1]:.0f} s of CPU)"
    )
    return made.folder


def report_places(path: Path, folder: Path) -> None:
    """Print opening time, speed end to end, memory, and two processes against one."""
    begun = time.perf_counter()
    geocoder = Geocoder(Gazetteer.open(path))
    print(f"opened in {time.perf_counter() - begun:.2f} s")
    frame = read_compounds(folder)
    forms = {form: frame.assign(text=write_form(frame, form)) for form in FORMS}
    for form, rows in forms.items():
        rate = time_best(lambda rows=rows: geocoder.geocode(rows, "text", city="city"), len(rows))  # type: ignore[misc]
        print(f"end to end, three cities, {form}: {rate:,.0f} addresses/s")
    reference = read_reference(folder).sample(len(frame), random_state=1)
    whole = reference["province"] + reference["city"] + reference["district"] + reference["address"]
    nationwide = pd.DataFrame({"text": whole.fillna("")})
    rate = time_best(lambda: geocoder.geocode(nationwide, "text"), len(nationwide))
    print(f"end to end, {reference['city'].nunique()} cities, full addresses: {rate:,.0f} addresses/s")
    print(
        f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB"
    )
    race(geocoder, pd.concat([forms[FORMS[0]]] * _REPEAT, ignore_index=True))


def race(geocoder: Geocoder, rows: pd.DataFrame) -> None:
    """Print the wall time of two worker processes against one."""
    walls = {}
    for workers in (1, 2):
        begun = time.perf_counter()
        geocode_with(LocalProcesses(workers), geocoder, rows, "text", city="city")
        walls[workers] = time.perf_counter() - begun
    print(
        f"two processes: {walls[1] / walls[2]:.2f} times one ({len(rows):,} rows in {walls[2]:.1f} s; needs two idle cores)"
    )


def main() -> None:
    """Run all parts."""
    report_divisions()
    folder = data_folder()
    report_places(open_gazetteer(folder), folder)


if __name__ == "__main__":
    main()
