"""How long a case file takes through the gate, and whether what a lender planted in it is found.

Run ``python tests/bench/bench_cases.py [--cases 20000]``. The baseline of each format is pandas reading the same file as bare text,
with nothing understood or checked. Times are seconds of this process' CPU.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from workbench import geodata
from workbench.cases import Key, read_attempts, read_cases
from workbench.cases.samples import make_portfolio
from workbench.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.cases.samples import Portfolio

KEY = Key(b"k" * 32)


def timed(act: Callable[[], object]) -> tuple[object, float]:
    """Return what an act returns, and the CPU seconds that it took."""
    start = time.process_time()
    done = act()
    return done, time.process_time() - start


def compare_formats(portfolio: Portfolio, folder: Path) -> pd.DataFrame:
    """Read the same case file in every format, beside pandas."""
    bare = {
        "csv": lambda path: pd.read_csv(path, dtype=str, keep_default_na=False),
        "xlsx": lambda path: pd.read_excel(path, dtype=str, keep_default_na=False),
        "parquet": pd.read_parquet,
    }
    rows = []
    for ending, read in bare.items():
        path = write_table(portfolio.case_file, folder / f"cases.{ending}")
        _, bare_seconds = timed(lambda path=path, read=read: read(path))
        found, seconds = timed(lambda path=path: read_cases(path, key=KEY))
        rows.append(
            (
                ending,
                len(portfolio.case_file),
                seconds,
                bare_seconds,
                len(found.addresses),
                len(found.rejects),
            )
        )
    columns = ["format", "rows", "gate_cpu_s", "pandas_cpu_s", "addresses", "rejects"]
    return pd.DataFrame(rows, columns=columns)


def compare_truth(portfolio: Portfolio, folder: Path) -> pd.DataFrame:
    """Count what was planted and found again."""
    found = read_cases(write_table(portfolio.case_file, folder / "cases.csv"), key=KEY)
    results = read_attempts(
        write_table(portfolio.results_file, folder / "results.csv"), addresses=found.addresses
    )
    planted = portfolio.planted_rejects.merge(found.rejects, on=["row", "column"], suffixes=("", "_found"))
    letters = portfolio.true_letters.merge(results.rows, on="attempt_id", suffixes=("_true", ""))
    reasons = letters[letters["return_reason_true"].fillna("") != ""]
    contacts = portfolio.case_file.set_index("个案序列号")["联系人1地址"].loc[lambda texts: texts != ""]
    usable = pd.concat([found.addresses, found.quarantine])
    leaked = usable["address"] == usable["case_id"].map(contacts[~contacts.index.duplicated()])
    rows = [
        (
            "planted bad values found",
            len(planted.drop_duplicates(["row", "column"])),
            len(portfolio.planted_rejects),
        ),
        ("letters read", len(letters), len(portfolio.true_letters)),
        ("outcomes right", int((letters["outcome"] == letters["outcome_true"]).sum()), len(letters)),
        (
            "return reasons right",
            int((reasons["return_reason"] == reasons["return_reason_true"]).sum()),
            len(reasons),
        ),
        ("contact persons' addresses read", int(leaked.sum()), len(contacts)),
    ]
    return pd.DataFrame(rows, columns=["what", "n", "of"])


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    arguments = parser.parse_args()
    portfolio = make_portfolio(
        geodata.read("osm_places"),
        cases=arguments.cases,
        seed=1,
        divisions=geodata.read("divisions"),
        regions=geodata.regions("district"),
        changes=geodata.read("changes"),
    )
    with tempfile.TemporaryDirectory() as folder:
        print(compare_formats(portfolio, Path(folder)).round(2).to_string(index=False))
        print(compare_truth(portfolio, Path(folder)).to_string(index=False))


if __name__ == "__main__":
    main()
