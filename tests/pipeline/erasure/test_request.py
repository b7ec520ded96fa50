"""Whoever asks to be forgotten is found nowhere in a project, and does not come back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from openpyxl import load_workbook

from workbench.cases import Vault, load_key
from workbench.cli import run_command
from workbench.errors import InputError
from workbench.geocoding import write_corrections
from workbench.pipeline import Act, forget_person, run_job
from workbench.workspace import (
    Project,
    Review,
    Reviews,
    open_project,
    read_frame,
    trail,
    verify,
    write_frame,
    write_settings,
)

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = "R-2026-07"
ODD_AGE = "见附件七页"


@dataclass(frozen=True)
class Person:
    """Whom to forget, and all words that only this person's rows bear."""

    borrower: str
    case: str
    address: str
    words: frozenset[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Person]:
    """Return a project that was worked in for some days, and a person who stands everywhere in it."""
    folder = tmp_path_factory.mktemp("erasure") / "p"
    assert run_command("demo", str(folder), "--cases", "120", "--seed", "7", "--lang", "en") == 0
    project = open_project(folder)
    write_settings(folder / "project.toml", replace(project.settings, demo_cases=0))
    person = _choose(project)
    _spoil_cell(folder / "inputs" / "cases.xlsx", person.case)
    run_job(project, tell=lambda _: None)
    _work(project, person)
    return project, replace(person, words=person.words | {ODD_AGE})


@pytest.fixture
def project(made: tuple[Project, Person], tmp_path: Path) -> Project:
    """Return a copy of it."""
    shutil.copytree(made[0].folder, tmp_path / "p")
    return open_project(tmp_path / "p")


@pytest.fixture
def person(made: tuple[Project, Person]) -> Person:
    """Return the person."""
    return made[1]


def _choose(project: Project) -> Person:
    """Choose somebody with a stop, with letters, and with words that nobody else has."""
    vault = Vault(project.vault, load_key())
    addresses, letters = project.read("addresses"), project.read("attempts")
    read = project.read("locations").set_index("address_id")["normalised"]
    for row in project.read("routes").merge(addresses[["address_id", "borrower"]]).itertuples():
        own = addresses[addresses["borrower"] == row.borrower]
        others = "\n".join(addresses.loc[addresses["borrower"] != row.borrower, "address"])
        texts = {*own["address"], *read[own["address_id"]]}
        told = vault.telling(str(row.borrower))
        if len(told) == 3 and not any(text in others or len(text) < 8 for text in texts):
            codes = {*own["address_id"], *own["case_id"], str(row.borrower)}
            codes |= set(letters.loc[letters["case_id"].isin(own["case_id"]), "attempt_id"])
            if row.case_id in set(letters["case_id"]):
                return Person(
                    str(row.borrower), str(row.case_id), str(row.address_id), frozenset(texts | told | codes)
                )
    raise AssertionError("the demo has nobody of this kind")


def _spoil_cell(file: Path, case: str) -> None:
    """Write a value that is refused into the person's row."""
    book = load_workbook(file)
    columns = {column[0].value: column for column in book.active.columns}
    (at,) = [cell.row for cell in columns["个案序列号"] if cell.value == case][:1]
    columns["逾期天数"][at - 1].value = ODD_AGE
    book.save(file)


def _work(project: Project, person: Person) -> None:
    """Leave what days of work leave: reviews, reports, earlier days, a notebook, an unfinished job, letters that came back."""
    located = project.read("locations")
    lng, lat = located.loc[located["address_id"] == person.address, ["lng", "lat"]].to_numpy(float)[0]
    Reviews(project).add(Review(person.address, "accept", "a", lng=lng, lat=lat))
    write_corrections(project)
    lender = project.read("cases").set_index("case_id").loc[person.case, "lender"]
    assert run_command("report", str(project.folder), "--lender", str(lender)) == 0
    letters = project.read("attempts")
    write_frame(project.returned, letters[letters["case_id"] == person.case].assign(attempt_id="LATE-00001"))
    _make_days(project)
    text = max(person.words)
    cells = [
        {
            "cell_type": "code",
            "source": ["1"],
            "metadata": {},
            "execution_count": 1,
            "outputs": [{"text": [shown]}],
        }
        for shown in (text, "7")
    ]
    notebooks = project.folder / "notebooks"
    notebooks.mkdir()
    (notebooks / "a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
    parts = project.folder / ".located.csv.parts"
    parts.mkdir()
    batch = pa.table({"normalised": sorted(person.words)})
    with pa.ipc.new_file(parts / "000000.arrow", batch.schema) as writer:
        writer.write_table(batch)
    (project.folder / "tables" / ".0123456789ab.parquet").write_bytes(b"half")
    stops = gpd.GeoDataFrame(
        {"address": [text]}, geometry=gpd.points_from_xy([116.0], [40.0]), crs="EPSG:4326"
    )
    stops.to_file(project.out / "stops.gpkg")


def _make_days(project: Project) -> None:
    """Copy the rounds into two earlier days: of one a courier's file was filled in."""
    for day in ("20260901", "20260902"):
        folder = project.out / "dispatch" / day
        folder.mkdir()
        for path in (project.out / "dispatch").glob("*_*.*"):
            shutil.copyfile(path, folder / path.name.replace("20261016", day))
    (filled,) = (project.out / "dispatch" / "20260902").glob("routes_*.csv")
    frame = pd.read_csv(filled, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    frame.assign(outcome="self").to_csv(filled, index=False, encoding="gb18030")


def _say(path: Path) -> str:
    """Return all that a file says, packed or not."""
    data = path.read_bytes()
    if path.suffix == ".parquet" and data[:4] == b"PAR1":
        return read_frame(path).to_csv()
    if data.startswith(b"SQLite"):
        with closing(sqlite3.connect(path)) as connection:
            return data.decode("utf-8", "ignore") + "\n".join(connection.iterdump())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    return data.decode("utf-8", "ignore") + data.decode("gb18030", "ignore")


def _holding(project: Project, person: Person) -> set[str]:
    return {
        path.relative_to(project.folder).as_posix()
        for path in project.folder.rglob("*")
        if path.is_file() and path != project.vault and any(word in _say(path) for word in person.words)
    }


def _bytes(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(project.folder.rglob("*")) if path.is_file()}


SOURCES = {
    "out/stops.gpkg",
    "inputs/cases.xlsx",
    "inputs/attempts.csv",
    "aside/true_addresses.parquet",
    "aside/true_cases.parquet",
    "aside/true_letters.parquet",
}


def test_the_person_stands_everywhere_before(project: Project, person: Person) -> None:
    """The test would find what it looks for."""
    found = _holding(project, person)
    assert found > SOURCES
    assert {
        "tables/rejects.parquet",
        "tables/corrections.parquet",
        "out/map.html",
        "audit.sqlite",
        "out/stops.gpkg",
    } <= found
    assert any(path.startswith("releases/") for path in found)
    assert "inputs/returned.parquet" in found


def test_nothing_is_left_but_the_sources_that_are_named(project: Project, person: Person) -> None:
    """No file of any kind says a word of the person, but those of others, and these are named."""
    done = forget_person(project, person.case, request=REQUEST)
    assert _holding(project, person) == SOURCES
    assert {trace.path.relative_to(project.folder).as_posix() for trace in done.of(Act.NAMED)} == SOURCES
    assert verify(project.database).intact


@pytest.mark.parametrize("lost", [(), ("manifest.json", "tables")])
def test_the_person_does_not_come_back(project: Project, person: Person, lost: tuple[str, ...]) -> None:
    """The next run reads the same files and keeps the person out, whatever it makes anew."""
    forget_person(project, person.borrower, request=REQUEST)
    for name in lost:
        path = project.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert {"read", "rounds", "map"} <= {
        each.step for each in run_job(project, tell=lambda _: None) if each.ran
    }
    assert (project.out / "map.html").exists()
    assert _holding(project, person) == SOURCES


def test_results_that_come_later_do_not_bring_the_person_back(project: Project, person: Person) -> None:
    """A results file with the person's letters is read without them."""
    forget_person(project, person.case, request=REQUEST)
    late = project.folder.parent / "late.csv"
    pd.DataFrame(
        {"案件编号": [person.case], "寄送时间": ["2026-10-01 09:00"], "签收状态": ["本人签收"]}
    ).to_csv(late, index=False)
    assert run_command("results", str(late), str(project.folder)) == 0
    assert person.case not in set(read_frame(project.returned)["case_id"])


def test_others_keep_what_is_theirs(project: Project, person: Person) -> None:
    """Tables lose the rows of this person only; what a courier filled in, the other output and the review's number stay."""
    before = {path.stem: read_frame(path) for path in (project.folder / "tables").glob("[!.]*.parquet")}
    held = before["choices"].assign(case_id="")  # so are they where no address was chosen
    write_frame(project.path("choices"), held)
    done = forget_person(project, person.case, request=REQUEST)
    lost = {trace.path.stem: trace.rows for trace in done.of(Act.ROWS) if trace.path.parent.name == "tables"}
    for name, frame in before.items():
        assert len(project.read(name)) == len(frame) - lost.get(name, 0), name
        if "borrower" in frame:
            assert lost.get(name, 0) == (frame["borrower"] == person.borrower).sum(), name
    assert lost["cases"] == 1
    assert lost["rejects"] == 1
    (filled,) = (project.out / "dispatch" / "20260902").glob("routes_*.csv")
    assert set(pd.read_csv(filled)["outcome"]) == {"self"}
    assert not list((project.out / "dispatch" / "20260901").glob("routes_*"))
    assert list((project.out / "dispatch" / "20260901").glob("sheet_*"))
    cells = json.loads((project.folder / "notebooks" / "a.ipynb").read_text("utf-8"))["cells"]
    assert [len(cell["outputs"]) for cell in cells] == [0, 1]
    assert Reviews(project).frame().empty
    assert (done.reviews, done.ledger_rows > 0) == (1, True)


def test_a_dry_run_changes_no_byte(project: Project, person: Person) -> None:
    """It finds what the act will find, and writes nothing."""
    before = _bytes(project)
    said = forget_person(project, person.case, request=REQUEST, dry_run=True)
    assert _bytes(project) == before
    assert forget_person(project, person.case, request=REQUEST) == said


def test_one_event_of_counts(project: Project, person: Person) -> None:
    """The trail gets the request and counts, once, however often the command is given."""
    forget_person(project, person.case, request=REQUEST)
    before = _bytes(project)
    again = forget_person(project, person.case, request=REQUEST)
    assert (again.before, again.found) == (True, False)
    assert _bytes(project) == before
    events = trail(project.database)
    (detail,) = events.loc[events["action"] == "forget", "detail"]
    told = json.loads(detail)
    assert told["request"] == REQUEST
    assert told["cases"] == 1
    assert sum(told["contacts"].values()) >= 2
    assert not any(word in detail for word in person.words)


def test_a_killed_run_is_finished(project: Project, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same command finds the rest, and the trail tells of it."""

    def die(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Vault, "forget", die)
        forget_person(project, person.case, request=REQUEST)
    forget_person(project, person.case, request=REQUEST)
    assert _holding(project, person) == SOURCES
    assert "forget" in set(trail(project.database)["action"])


@pytest.mark.parametrize("dry", [["--dry-run"], []])
def test_the_command_shows_nothing_of_the_person(
    project: Project, person: Person, capsys: pytest.CaptureFixture[str], dry: list[str]
) -> None:
    """Counts and names of files are said; a file that is called after the person is shown without its name."""
    (name,) = [word for word in person.words if word.isalpha() and len(word) <= 4 and word != ODD_AGE]
    (project.folder / f"{name}.txt").write_text("letter", encoding="utf-8")
    assert run_command("forget", str(project.folder), person.case, "--request", REQUEST, *dry) == 0
    said = capsys.readouterr().out
    assert "tables/cases.parquet  1 rows" in said
    assert "*.txt" in said
    assert not any(word in said for word in person.words)


@pytest.mark.parametrize(("number", "request_number"), [("nobody", REQUEST), (None, "phone {}"), (None, " ")])
def test_what_cannot_be_done_is_said(
    project: Project, person: Person, number: str | None, request_number: str
) -> None:
    """Nobody of that number, or a request's number that tells of the person or is empty: nothing changes."""
    phone = next(word for word in person.words if word.isdigit() and len(word) == 11)
    before = _bytes(project)
    with pytest.raises(InputError) as raised:
        forget_person(project, number or person.case, request=request_number.format(phone))
    assert _bytes(project) == before
    assert phone not in str(raised.value)


def test_a_case_number_of_two_borrowers_names_neither(project: Project, person: Person) -> None:
    """Whoever asked is to be named by the pseudonym, and only this person's rows go."""
    cases = project.read("cases")
    extra = cases[cases["case_id"] == person.case].assign(borrower="OTHER")
    write_frame(project.path("choices"), pd.concat([project.read("choices"), extra[["case_id", "borrower"]]]))
    with pytest.raises(InputError, match="several borrowers"):
        forget_person(project, person.case, request=REQUEST)
    forget_person(project, person.borrower, request=REQUEST)
    assert "OTHER" in set(project.read("choices")["borrower"])
    assert person.borrower not in set(project.read("cases")["borrower"])
