"""What was made from what: a step whose inputs and settings are unchanged is not run again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.files import companions, sha256, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ledger:
    """The manifest of a project: for each step the fingerprint it ran with and the hashes of what it made."""

    folder: Path

    @property
    def file(self) -> Path:
        """The manifest's file."""
        return self.folder / "manifest.json"

    def entries(self) -> dict[str, Any]:
        """Return all entries; a manifest that cannot be read counts as empty, so all steps run again."""
        try:
            found = json.loads(self.file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
            return {}
        return found if isinstance(found, dict) else {}

    def is_current(self, step: str, print_of_inputs: str) -> bool:
        """Say whether the step ran with this fingerprint and all that it made is still as it was."""
        entry = self.entries().get(step)
        if not isinstance(entry, dict) or entry.get("fingerprint") != print_of_inputs:
            return False
        made = entry.get("made", {})
        return all(
            (self.folder / name).exists() and sha256(self.folder / name) == value
            for name, value in made.items()
        )

    def enter(self, step: str, print_of_inputs: str, made: Iterable[Path], note: Mapping[str, Any]) -> None:
        """Write down that the step is done; called after all of its files are in place."""
        entries = self.entries()
        hashes = {path.relative_to(self.folder).as_posix(): sha256(path) for path in sorted(made)}
        entries[step] = {"fingerprint": print_of_inputs, "made": hashes, "note": dict(note)}
        write_text(
            self.file, json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"
        )


def fingerprint(*, version: str, settings: Mapping[str, Any], inputs: Mapping[str, Path]) -> str:
    """Hash what a step depends on: code version, settings and the bytes of its input files, by what each is for."""
    digest = hashlib.sha256()
    digest.update(
        json.dumps([version, dict(settings)], ensure_ascii=False, sort_keys=True, default=str).encode()
    )
    for name, path in sorted(inputs.items()):
        digest.update(f"{name}:{path.name}:{_content(path)}\n".encode())
    return digest.hexdigest()


def _content(path: Path) -> str:
    """Hash a file with its companions, or all files of a folder."""
    if not path.exists():
        return "missing"
    files = sorted(path.rglob("*")) if path.is_dir() else companions(path)
    parts = (f"{each.relative_to(path.parent).as_posix()}:{sha256(each)}" for each in files if each.is_file())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
