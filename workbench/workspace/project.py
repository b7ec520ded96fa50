"""The project folder: one per portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.errors import InputError, MissingError
from workbench.files import whole
from workbench.workspace.settings import Settings, read_settings, write_settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

from workbench.workspace import audit, lock

RETURNED = "returned"
_KEPT = (RETURNED, "vault", "releases")
_README = "这个文件夹由 workbench 管理：tables/ 为中间表，out/ 为成果，audit.sqlite 为审计记录。\n"


@dataclass(frozen=True, slots=True)
class Project:
    """Paths of one portfolio's folder and what is read from and written to it.

    ``project.toml`` settings · ``inputs/`` files as they came · ``tables/`` Parquet · ``aside/`` truth of a demo ·
    ``out/`` what people open · ``releases/`` reports that lenders were handed, sealed · ``vault.bin`` identities, encrypted · ``manifest.json`` what was made from what ·
    ``audit.sqlite`` who did what.
    """

    folder: Path

    @property
    def settings(self) -> Settings:
        """Settings as they stand in the file now."""
        return read_settings(self.folder / "project.toml")

    @property
    def out(self) -> Path:
        """Folder of what people open."""
        return self.folder / "out"

    @property
    def vault(self) -> Path:
        """Encrypted identities."""
        return self.folder / "vault.bin"

    @property
    def database(self) -> Path:
        """Audit trail and reviews."""
        return self.folder / "audit.sqlite"

    @property
    def returned(self) -> Path:
        """Results that came back since the first file, as table ``attempts``."""
        return self.folder / "inputs" / f"{RETURNED}.parquet"

    @property
    def releases(self) -> Path:
        """Folder of the reports that lenders were handed."""
        return self.folder / "releases"

    @property
    def policy(self) -> str:
        """The contact policy of the settings: the name of a profile, or the whole path of an own one."""
        stated = self.settings.policy
        return str(self.folder / stated) if _is_file(stated) else stated

    def input(self, name: str) -> Path | None:
        """Return a file or folder that steps depend on besides tables, or None where there is none.

        Parameters
        ----------
        name
            One of the settings' inputs; ``policy`` for an own profile; or what the project itself has kept:
            ``returned``, ``vault``, ``releases``.

        Raises
        ------
        MissingError
            If a file is set but not there.
        """
        if name in _KEPT:
            kept: Path = getattr(self, name)
            return kept if kept.exists() else None
        if name == "policy":
            line, stated = name, self.settings.policy if _is_file(self.settings.policy) else ""
        else:
            line, stated = f"inputs.{name}", str(getattr(self.settings.inputs, name))
        if not stated:
            return None
        path = self.folder / stated
        if not path.exists():
            raise MissingError(
                f"{self.folder / 'project.toml'}: {line} = {stated!r}, but {path} is not there. "
                "Put the file there or correct the line."
            )
        return path

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.folder / "tables" / f"{table}.parquet"

    def has(self, table: str) -> bool:
        """Say whether a table was made."""
        return self.path(table).exists()

    def read(self, table: str) -> pd.DataFrame:
        """Read a table; a ``GeoDataFrame`` where it has a geometry.

        Raises
        ------
        MissingError
            If the step that makes it has not run.
        """
        path = self.path(table)
        if not path.exists():
            raise MissingError(f"{path}: this table has not been made. Run: workbench run {self.folder}")
        return read_frame(path)

    def lock(self, *, wait_seconds: float = 30.0) -> AbstractContextManager[None]:
        """Hold the folder for writing."""
        return lock.hold(self.folder / ".lock.sqlite", wait_seconds=wait_seconds)

    def record(self, action: str, **detail: Any) -> None:
        """Add a row to the audit trail; ``detail`` must hold no personal data."""
        audit.record(self.database, action, detail)


def _is_file(policy: str) -> bool:
    """Tell the path of an own policy from the name of a profile, which has no suffix."""
    return bool(Path(policy).suffix)


def read_frame(path: Path) -> pd.DataFrame:
    """Read Parquet; a ``GeoDataFrame`` where the file has a geometry."""
    import geopandas as gpd  # noqa: PLC0415 - starts slowly, and only projects need it

    try:
        return gpd.read_parquet(path)
    except ValueError:
        return pd.read_parquet(path)


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write Parquet without index, whole or not at all; equal frames give equal bytes."""
    with whole(path) as temporary:
        frame.reset_index(drop=True).to_parquet(temporary, index=False, compression="zstd")


def open_project(folder: Path | str) -> Project:
    """Open a project folder; its settings are checked."""
    project = Project(Path(folder).resolve())
    read_settings(project.folder / "project.toml")
    return project


def init_project(folder: Path | str, settings: Settings) -> Project:
    """Make a project folder, or open the one that is there with equal settings.

    Raises
    ------
    InputError
        If the folder holds other things, or a project with other settings.
    """
    project = Project(Path(folder).resolve())
    file = project.folder / "project.toml"
    if file.exists():
        if read_settings(file) != settings:
            raise InputError(
                f"{project.folder}: there is a project with other settings here. Choose another folder, or edit {file}."
            )
        return project
    if project.folder.is_file() or (project.folder.is_dir() and any(project.folder.iterdir())):
        raise InputError(
            f"{project.folder}: it is not empty and holds no project. Choose a new or an empty folder."
        )
    for name in ("inputs", "tables", "out"):
        (project.folder / name).mkdir(parents=True, exist_ok=True)
    (project.folder / ".gitignore").write_text("*\n", encoding="utf-8")
    write_settings(file, settings)
    project.record("init", lender=settings.lender, demo_cases=settings.demo_cases)
    return project
