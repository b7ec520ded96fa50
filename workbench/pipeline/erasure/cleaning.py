"""Taking a person out of the files of a project: each file is whole before and after."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from workbench.files import write_text
from workbench.pipeline.erasure.notebooks import clear_outputs
from workbench.pipeline.erasure.rows import find_rows
from workbench.pipeline.erasure.traces import Act, Trace, read_rows
from workbench.tables import write_table
from workbench.workspace import write_frame

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.pipeline.erasure.marks import Marks


def clean(trace: Trace, marks: Marks) -> None:
    """Do what is to be done about one place; files that are only named stay as they are."""
    if trace.act is Act.ROWS:
        _take_rows(trace.path, marks)
    elif trace.act is Act.OUTPUTS:
        write_text(trace.path, clear_outputs(trace.path.read_text("utf-8"), marks))
    elif trace.act is Act.DELETED and trace.path.is_dir():
        shutil.rmtree(trace.path)
    elif trace.act is Act.DELETED:
        trace.path.unlink()


def _take_rows(path: Path, marks: Marks) -> None:
    frame = read_rows(path)
    left = frame[~find_rows(path, frame, marks)]
    if path.suffix == ".parquet":
        write_frame(path, left)
    else:
        write_table(left, path)
