"""Which header of the lender's file means which column of the house; it can be saved, changed and used again."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from workbench.cases.vocabulary import is_third_party
from workbench.errors import ColumnError, InputError, MissingError, PolicyError
from workbench.files import write_text
from workbench.tables import ADDRESS_KINDS, LAWFUL_SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

STATES = ("sure", "confirm", "unmatched", "third_party", "spare")
_VERSION = 1
_LARGEST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """One header and what it was taken for.

    Parameters
    ----------
    header
        Header as in the file; the rows of a header of several rows are joined by ``/``.
    column
        Column of the data dictionary, or empty.
    kind
        Kind of address that the column belongs to, or empty.
    score
        1 for a known word, else the similarity (0-1).
    state
        ``sure`` is read; ``confirm`` is read once a person said yes; ``unmatched`` and ``spare`` (a second header for one
        column) are not read; ``third_party`` is never read.
    """

    header: str
    column: str = ""
    kind: str = ""
    score: float = 0.0
    state: str = "unmatched"


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the headers of one template are read.

    Parameters
    ----------
    matches
        One entry per header, in the file's order.
    lawful_source
        By which lawful channel the addresses of a kind were obtained, where the file does not say; ``default`` is for all kinds.
    """

    matches: tuple[Match, ...] = ()
    lawful_source: MappingType[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = [fault for match in self.matches for fault in _match_faults(match)] + _source_faults(
            self.lawful_source
        )
        if faults:
            raise InputError(f"mapping: {'; '.join(faults)}.")
        others = [
            match.header
            for match in self.matches
            if match.state in {"sure", "confirm"} and is_third_party(match.header)
        ]
        if others:
            raise PolicyError(
                f"mapping: {', '.join(others)} belong to other people than the borrower and are never read. "
                "If that is a mistake, rename the header in the file."
            )

    def confirm(self, *headers: str) -> Mapping:
        """Return a mapping in which these headers (all waiting ones if none is named) are sure."""
        self._check_known(headers)
        waiting = {match.header for match in self.matches if match.state == "confirm" and match.column}
        wanted = set(headers) or waiting
        return replace(
            self,
            matches=tuple(
                replace(m, state="sure") if m.header in wanted & waiting else m for m in self.matches
            ),
        )

    def change(self, header: str, column: str, *, kind: str = "") -> Mapping:
        """Return a mapping in which ``header`` surely means ``column``; an empty column means that it is not read."""
        self._check_known((header,))
        match = Match(header, column, kind, 1.0 if column else 0.0, "sure" if column else "unmatched")
        return replace(self, matches=tuple(match if m.header == header else m for m in self.matches))

    def with_source(self, source: str, *kinds: str) -> Mapping:
        """Return a mapping that states the lawful source of addresses of these kinds, or of all."""
        return replace(
            self, lawful_source={**self.lawful_source, **dict.fromkeys(kinds or ("default",), source)}
        )

    def to_toml(self, path: Path | str) -> Path:
        """Save the mapping; it holds headers only, no values."""
        matches = [asdict(match) for match in self.matches]
        return write_text(
            path,
            tomli_w.dumps(
                {"version": _VERSION, "lawful_source": dict(self.lawful_source), "column": matches}
            ),
        )

    @classmethod
    def from_toml(cls, path: Path | str) -> Mapping:
        """Load a saved mapping.

        Raises
        ------
        MissingError
            If there is no such file.
        InputError
            If it is no mapping; all faults are named at once.
        """
        path = Path(path)
        if not path.is_file():
            raise MissingError(f"{path}: there is no such mapping. Save one with Mapping.to_toml first.")
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError(f"{path.name}: too large for a mapping.")
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
            return cls(tuple(_load_match(each) for each in raw["column"]), dict(raw.get("lawful_source", {})))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{path.name}: not a mapping ({error}). Expected [[column]] entries with header, column, kind, score, state."
            ) from error

    def _check_known(self, headers: tuple[str, ...]) -> None:
        known = [match.header for match in self.matches]
        for header in headers:
            if header not in known:
                raise ColumnError(header, known, where="mapping")


def _load_match(raw: dict[str, Any]) -> Match:
    return Match(
        str(raw["header"]), str(raw["column"]), str(raw["kind"]), float(raw["score"]), str(raw["state"])
    )


def _match_faults(match: Match) -> list[str]:
    faults = []
    if match.kind and match.kind not in ADDRESS_KINDS:
        faults.append(
            f"{match.header!r}: unknown kind {match.kind!r}, expected one of {', '.join(ADDRESS_KINDS)}"
        )
    if match.state not in STATES:
        faults.append(f"{match.header!r}: unknown state {match.state!r}, expected one of {', '.join(STATES)}")
    return faults


def _source_faults(sources: MappingType[str, str]) -> list[str]:
    faults = []
    for kind, source in sources.items():
        if kind not in (*ADDRESS_KINDS, "default"):
            faults.append(
                f"lawful_source: unknown kind {kind!r}, expected default or one of {', '.join(ADDRESS_KINDS)}"
            )
        if source not in LAWFUL_SOURCES:
            faults.append(
                f"lawful_source: unknown source {source!r}, expected one of {', '.join(LAWFUL_SOURCES)}"
            )
    return faults
