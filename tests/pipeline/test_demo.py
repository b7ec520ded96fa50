"""The whole job on a small synthetic portfolio, as a user runs it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from workbench.cases import Vault, load_key
from workbench.cli import run_command
from workbench.pipeline import DEMO_STEPS, closing_words, compare_locations, run_job, run_steps
from workbench.pipeline.notes import LABELS, VALUES
from workbench.tables import TABLES
from workbench.workspace import Project, open_project, verify, write_settings

CASES = 260


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a demo that has run."""
    folder = tmp_path_factory.mktemp("demo") / "p"
    assert run_command("demo", str(folder), "--cases", str(CASES), "--seed", "7") == 0
    return open_project(folder)


def _tables(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((project.folder / "tables").iterdir())}


def _again(project: Project, folder: Path) -> Project:
    shutil.copytree(project.folder, folder)
    return open_project(folder)


def _silent(_: str) -> None:
    pass


def _ran(project: Project) -> set[str]:
    """Run the job on the files as they lie there, which a demo would make anew, and return the steps that ran."""
    write_settings(project.folder / "project.toml", replace(project.settings, demo_cases=0))
    return {each.step for each in run_job(project, tell=_silent) if each.ran}


def test_tables_follow_the_dictionary(project: Project) -> None:
    """Every table that was made has its required columns and a unique key."""
    for path in (project.folder / "tables").iterdir():
        known = TABLES.get(path.stem)
        if known is not None:
            frame = project.read(path.stem)
            assert set(known.required) <= set(frame.columns), path.stem
            assert not frame.duplicated(list(known.key)).any() or path.stem in {"rejects", "quarantine"}, (
                path.stem
            )


def test_second_run_does_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """With nothing changed, nothing runs and the user is told so."""
    before = _tables(project)
    assert run_command("run", str(project.folder)) == 0
    assert "Nothing has changed" in capsys.readouterr().out
    assert _tables(project) == before


@pytest.mark.parametrize("step", [step.name for step in DEMO_STEPS])
def test_killed_at_a_step_ends_with_the_same_bytes(project: Project, tmp_path: Path, step: str) -> None:
    """A run that died in a step, with its tables half there, ends with the bytes of an unbroken run."""
    copy = _again(project, tmp_path / "p")
    entries = json.loads((copy.folder / "manifest.json").read_text("utf-8"))
    for name in sorted(entries.pop(step)["made"])[::2]:
        (copy.folder / name).unlink()
    (copy.folder / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    run_steps(copy, DEMO_STEPS, tell=_silent)
    assert _tables(copy) == _tables(project)


def test_every_note_of_a_step_has_words(project: Project) -> None:
    """Names and words of all notes are known in both languages; only the gazetteer's hash stands for itself."""
    entries = json.loads((project.folder / "manifest.json").read_text("utf-8"))
    notes = [note for each in entries.values() for note in each["note"].items()]
    assert len(notes) > 20
    assert {name for name, _ in notes} <= set(LABELS)
    assert {value for name, value in notes if isinstance(value, str) and name != "gazetteer"} <= set(VALUES)


def test_contacts_are_never_candidates(project: Project) -> None:
    """No case has its contact person's address, unless the borrower has given the same one."""
    raw = pd.read_excel(project.folder / "inputs" / "cases.xlsx", dtype=str)
    own = raw.filter(regex="户籍|家庭|单位|收货|对账")
    foreign = raw[~own.eq(raw["联系人1地址"], axis=0).any(axis=1) & raw["联系人1地址"].notna()]
    read = project.read("addresses")
    assert len(foreign) > 0.5 * CASES
    pairs = set(zip(foreign["个案序列号"], foreign["联系人1地址"], strict=True))
    assert not pairs & set(zip(read["case_id"], read["address"], strict=True))


def test_identities_are_only_in_the_vault(project: Project) -> None:
    """No name, ID number or phone stands in any table; couriers' files carry names."""
    raw = pd.read_excel(project.folder / "inputs" / "cases.xlsx", dtype=str)
    secrets = [
        *raw["证件号"].dropna().str.strip().unique()[:60],
        *raw["本人手机"].dropna().str.strip().unique()[:60],
    ]
    for path in (project.folder / "tables").glob("*.parquet"):
        text = project.read(path.stem).astype(str).to_csv(index=False)
        assert not [each for each in secrets if len(each) > 9 and each in text], path.stem
    names = Vault(project.vault, load_key()).count()
    assert names[0] > 0


def test_lender_report_holds_nothing_personal(project: Project) -> None:
    """No name, phone, ID number, address or pseudonym stands in any lender report."""
    raw = pd.read_excel(project.folder / "inputs" / "cases.xlsx", dtype=str)
    cases, addresses = project.read("cases"), project.read("addresses")
    hidden = {
        *raw["证件号"].dropna(),
        *raw["本人手机"].dropna(),
        *cases["borrower"],
        *cases["case_id"],
        *addresses["address"],
    }
    pages = list((project.out / "reports").rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text("utf-8")
        assert not [each for each in hidden if len(str(each).strip()) > 5 and str(each).strip() in text]


def test_locations_are_good_against_the_truth(project: Project) -> None:
    """Most addresses are found, and what is accepted is right."""
    rows = compare_locations(project)
    accepted = rows[rows["decision"] == "accept"]
    assert (rows["error_m"] <= 500).mean() > 0.7
    assert len(accepted) > 0.3 * len(rows)
    assert (accepted["error_m"] <= 500).mean() >= 0.95


def test_planted_rows_are_rejected(project: Project) -> None:
    """Bad rows that the simulator planted are refused with their row number."""
    planted = pd.read_parquet(project.folder / "aside" / "planted_rejects.parquet")
    rejects = project.read("rejects")
    assert len(planted)
    assert set(planted["row"].astype(int)) <= set(rejects["row"].astype(int))


def test_no_borrower_is_visited_twice(project: Project) -> None:
    """At most one address of a borrower is in the rounds, and none that must be left alone."""
    routes = project.read("routes").merge(
        project.read("addresses")[["address_id", "borrower"]], on="address_id"
    )
    assert len(routes)
    assert not routes["borrower"].duplicated().any()
    stopped = project.read("cases").dropna(subset=["stop_flag"])["case_id"]
    assert not set(routes["case_id"]) & set(stopped)


def test_audit_trail_is_intact(project: Project) -> None:
    """Every step stands in the trail, and the chain is unbroken."""
    verdict = verify(project.database)
    assert verdict.intact
    assert verdict.rows > len(DEMO_STEPS)


def test_closing_words_say_what_to_open(project: Project) -> None:
    """The last words name files that are there."""
    words = closing_words(project, [])
    assert str(project.out / "map.html") in words
    assert "≤500 m" in words


def test_results_come_back(project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A courier's file, filled in, becomes attempts once; caps and odds of the next run know of it."""
    copy = _again(project, tmp_path / "p")
    (sent,) = (copy.out / "dispatch").glob("routes_*.csv")
    back = pd.read_csv(sent, dtype=str)
    said = ["本人签收", "拒收", "查无此人", "无人", "同住成年家属", "蓝色"]
    back["签收状态"] = [said[row % len(said)] for row in range(len(back))]
    back["实际投递时间"] = back["到达"]
    back.to_csv(tmp_path / "back.csv", index=False, encoding="utf-8-sig")
    assert run_command("results", str(tmp_path / "back.csv"), str(copy.folder)) == 0
    lost = sum(each == "蓝色" for each in back["签收状态"])
    assert f"新增 {len(back) - lost}" in capsys.readouterr().out
    assert len(pd.read_csv(copy.out / "rejects_results.csv")) == lost
    once = copy.returned.read_bytes()
    assert run_command("results", str(tmp_path / "back.csv"), str(copy.folder)) == 0
    assert copy.returned.read_bytes() == once
    assert run_command("run", str(copy.folder), "--until", "odds") == 0
    attempts = copy.read("attempts")
    assert len(attempts) == len(project.read("attempts")) + len(back) - lost
    ours = attempts.loc[
        attempts["address_id"].isin(back["地址编号"]) & attempts["attempt_id"].str.startswith("T")
    ]
    assert {"self", "refused", "returned", "adult_family"} <= set(ours["outcome"])
    assert set(ours["channel"]) == {"courier"}
    assert len(copy.read("odds")) == len(project.read("odds"))
    assert not copy.read("odds")["p_delivered"].equals(project.read("odds")["p_delivered"])
    trail = verify(copy.database)
    assert trail.intact


def test_own_policy_is_obeyed_as_it_stands_now(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A profile in the project is found from any folder; a changed line in it plans again, no change does not."""
    copy = _again(project, tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    terms = resources.files("workbench.policy").joinpath("profiles", "cn-cba-2026.yaml").read_text("utf-8")
    own = copy.folder / "inputs" / "house.yaml"
    own.write_text(terms, encoding="utf-8")
    write_settings(copy.folder / "project.toml", replace(copy.settings, policy="inputs/house.yaml"))
    assert _ran(copy) >= {"odds", "rounds", "report"}
    assert _ran(copy) == set()
    assert copy.read("routes")["arrive_at"].dt.hour.max() >= 11
    own.write_text(terms.replace('from: "22:00"', 'from: "11:00"'), encoding="utf-8")
    assert _ran(copy) >= {"odds", "rounds", "report"}
    assert copy.read("routes")["arrive_at"].dt.hour.max() < 11


def test_couriers_get_names_and_phones_as_they_are_now(project: Project, tmp_path: Path) -> None:
    """A phone that was corrected in the case file, which no table shows, is in the next files for couriers."""
    copy = _again(project, tmp_path / "p")
    file = copy.folder / "inputs" / "cases.xlsx"
    book = load_workbook(file)
    columns = {column[0].value: column[1:] for column in book.active.columns}
    for phone in columns["本人手机"]:
        phone.value = "13900001234"
    book.save(file)
    assert _ran(copy) == {"read", "rounds"}
    (sent,) = (copy.out / "dispatch").glob("routes_*.csv")
    assert set(pd.read_csv(sent, dtype=str)["电话"]) == {"13900001234"}


def test_the_forgotten_leave_tables_and_rounds(project: Project, tmp_path: Path) -> None:
    """Whoever had to be forgotten is gone after the next run, and a vault that was lost is made again."""
    copy = _again(project, tmp_path / "p")
    gone = copy.read("addresses").merge(copy.read("routes")[["address_id"]])["borrower"].iloc[0]
    Vault(copy.vault, load_key()).forget(gone)
    assert _ran(copy) >= {"read", "rounds"}
    assert gone not in set(copy.read("cases")["borrower"])
    copy.vault.unlink()
    assert _ran(copy) >= {"read"}
    assert Vault(copy.vault, load_key()).count()[0] > 0
