"""Speed: ``python tests/bench/bench_speed.py [GAZETTEER]``, one command, CPU time of one core unless it says otherwise.

Divisions against peers in the same run; then, with the reference compounds as the gazetteer (built here, or opened from the
folder named): time to build, time to open, addresses per second end to end, memory, and two processes against one.
Set ``OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1``: one core means one thread of the numerical libraries as well.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench_engines import compare
from division_conditions import draw_conditions
from division_peers import installed_peers
from division_sets import texts_of
from place_truth import FORMS, data_folder, read_compounds, read_reference, write_form

from workbench.gazetteer import Gazetteer, build
from workbench.geocoding import Geocoder

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 3
_SLOW = {"jionlp": 600}  # addresses that are enough to time a slow peer
_REPEAT = 16  # how often the addresses are taken for the race of processes: the start of a worker is not what is asked
# The kernel's own high mark, in kB: what getrusage says of a child also holds its parent's at the fork.
_OWN_PROCESS = """
import re, sys
from pathlib import Path
import pandas as pd
from workbench.gazetteer import Gazetteer
from workbench.geocoding import Geocoder
Geocoder(Gazetteer.open(sys.argv[1])).geocode(pd.read_parquet(sys.argv[2]), "text")
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


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
    report_memory(path, nationwide)
    rows = pd.concat([forms[FORMS[0]]] * _REPEAT, ignore_index=True)
    compare(geocoder, rows[["text", "city"]], address="text", city="city")


def report_memory(path: Path, rows: pd.DataFrame) -> None:
    """Print the most memory that a process of its own ever held which opens the gazetteer and geocodes the rows."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rows.parquet"
        rows.to_parquet(table)
        done = subprocess.run(
            [sys.executable, "-c", _OWN_PROCESS, path, table], capture_output=True, text=True, check=True
        )
    print(
        f"memory of a process of its own, {len(rows):,} addresses: at most {int(done.stdout) / 1e3:,.0f} MB"
    )


def main() -> None:
    """Run all parts."""
    report_divisions()
    folder = data_folder()
    report_places(open_gazetteer(folder), folder)


if __name__ == "__main__":
    main()
