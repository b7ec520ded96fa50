"""The import wizard without a browser: a file in, its mapping mended, saved, and used by the job."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from workbench.cases import read_cases
from workbench.errors import InputError, PolicyError
from workbench.widgets import ImportWizard
from workbench.widgets.importing import (
    Importing,
    change_match,
    count_reasons,
    list_files,
    read_file,
    receive,
    save_import,
)
from workbench.workspace import Project, Settings, init_project

ROWS = pd.DataFrame(
    {
        "案件编号": ["C1", "C2", "C3"],
        "姓名": ["张三", "李四", "王五"],
        "委案金额": ["1000", "见附件", "3000"],
        "住的地方": ["北京市朝阳区幸福路1号", "北京市海淀区知春路2号", "不详"],
        "联系人1手机": ["13800000000", "13800000001", "13800000002"],
    }
)


@pytest.fixture
def project(tmp_path) -> Project:
    """Return a new project with one file in its inputs."""
    made = init_project(tmp_path / "p", Settings(lang="en"))
    ROWS.to_csv(made.folder / "inputs" / "cases.csv", index=False, encoding="utf-8-sig")
    return made


@pytest.fixture
def wizard(project) -> ImportWizard:
    """Return a wizard that has read the file."""
    made = ImportWizard(project)
    made.file.value = "inputs/cases.csv"
    made.worker.wait()
    return made


def _row(wizard: ImportWizard, header: str) -> int:
    return next(at for at, match in enumerate(wizard.ordered) if match.header == header)


def _set(wizard: ImportWizard, header: str, column: str, kind: str = "") -> None:
    wizard.headers.picked = {"name": "headers", "row": _row(wizard, header), "times": len(header)}
    wizard.column.value, wizard.kind.value = column, kind
    wizard.apply.click()


def test_headers_and_refused_values_are_shown(wizard) -> None:
    """What each header means is shown, other people's columns as never read, and refused values with their reason."""
    shown = str(wizard.headers.blocks)
    assert "other people" in shown
    assert "13800000000" not in str(
        [each.blocks for each in (wizard.headers, wizard.figures, wizard.reasons)]
    )
    wizard.reasons.picked = {"name": "reasons", "row": 0, "times": 1}
    assert "见附件" in str(wizard.rejects.blocks)


def test_a_mended_header_is_read(wizard) -> None:
    """A header that nobody knows is given a meaning; read again, its addresses are there."""
    assert len(wizard.result.addresses) == 0
    _set(wizard, "住的地方", "address", "home")
    assert wizard.stale
    wizard.source.value = "contract"
    wizard.worker.wait()
    assert not wizard.stale
    assert wizard.result.addresses["kind"].tolist() == ["home", "home"]
    wizard.undo_button.click()
    assert wizard.stale


def test_saved_mapping_is_what_the_job_reads_with(wizard, project) -> None:
    """Mapping, file and lawful source are in the project; nothing of the rows is."""
    _set(wizard, "住的地方", "address", "home")
    wizard.source.value = "contract"
    wizard.worker.wait()
    wizard.save.click()
    settings = project.settings
    assert (settings.inputs.cases, settings.inputs.mapping) == ("inputs/cases.csv", "inputs/mapping.toml")
    assert settings.lawful_source == "contract"
    saved = project.input("mapping").read_text("utf-8")
    assert "住的地方" in saved
    assert "张三" not in saved
    again = ImportWizard(project)
    again.worker.wait()
    assert again.file.value == "inputs/cases.csv"


def test_other_peoples_columns_cannot_be_mapped(wizard) -> None:
    """Giving a contact person's column a meaning is refused in words, and nothing changes."""
    before = wizard.state.mapping
    _set(wizard, "联系人1手机", "phone")
    assert "never read" in wizard.notice.blocks[0]["text"]
    assert wizard.state.mapping == before
    with pytest.raises(PolicyError):
        change_match(before, "联系人1手机", "phone", "")


def test_one_column_has_one_header(wizard) -> None:
    """A second header for the same column is refused, with the name of the first."""
    with pytest.raises(InputError, match="委案金额"):
        change_match(wizard.state.mapping, "姓名", "amount_yuan", "")
    with pytest.raises(InputError, match="no column"):
        change_match(wizard.state.mapping, "姓名", "nonsense", "")


def test_a_file_that_is_none_is_said(project) -> None:
    """A broken file gives a message in place."""
    (project.folder / "inputs" / "bad.xlsx").write_bytes(b"%PDF-1.4 nonsense")
    wizard = ImportWizard(project)
    wizard.file.value = "inputs/bad.xlsx"
    wizard.worker.wait()
    assert wizard.notice.blocks[0]["tone"] == "bad"


@pytest.mark.parametrize("name", ["../../evil.csv", "..\\evil.csv", "/etc/evil.csv", "a b\u202e.csv"])
def test_an_upload_stays_in_inputs(project, name) -> None:
    """Whatever an uploaded file is called, it lands in inputs under a plain name."""
    stored = project.folder / receive(project, name, b"a,b\n1,2\n")
    assert stored.parent == project.folder / "inputs"
    assert stored.name in list_files(project)[0] + str(list_files(project))


def test_an_upload_overwrites_nothing(project) -> None:
    """Another file of the same name is kept; no table is no upload."""
    with pytest.raises(InputError, match="Rename"):
        receive(project, "cases.csv", b"other")
    with pytest.raises(InputError, match="no table"):
        receive(project, "run.sh", b"")


def test_reasons_are_counted_and_a_file_from_elsewhere_is_copied(project, tmp_path) -> None:
    """Every refused value is in the counts; saving brings the file into the project."""
    elsewhere = tmp_path / "far" / "other.csv"
    elsewhere.parent.mkdir()
    ROWS.to_csv(elsewhere, index=False)
    state = Importing(file=str(elsewhere), source="contract")
    file = read_file(project, state)
    assert count_reasons(file)["n"].sum() == len(file.rejects) + len(file.quarantine)
    save_import(project, Importing(file=str(elsewhere), mapping=file.mapping))
    assert Path(project.input("cases")) == project.folder / "inputs" / "other.csv"
    assert len(read_cases(project.input("cases"), mapping=file.mapping).cases) == 3
