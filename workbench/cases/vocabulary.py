"""Words by which headers are known, and how a header is folded before it is compared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from workbench.tables import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

PER_ADDRESS = (
    "address",
    "postcode",
    "recorded_on",
    "lawful_source",
    "stated_province",
    "stated_city",
    "stated_district",
)
_BRACKETS = re.compile(r"[(\[{【\u3014《<].*?[)\]}】\u3015》>]")
_NOISE = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_OWNER = re.compile(
    r"^(?:客户|借款人|债务人|持卡人|申请人|主借人|主贷人|主借款人|被告|被告人|用户|本人|个人)(?=.)"
)
_NUMBER = re.compile(r"(?<=[^0-9])[0-9]{1,2}$|(?<=.)[一二三四五六七八九十]$")


@dataclass(frozen=True, slots=True)
class Target:
    """What a header may mean: a column, the kind of address it belongs to, and how early the word was listed."""

    column: str
    kind: str = ""
    order: int = 0


def fold(header: str) -> str:
    """Return a header as it is compared: no width, case, spaces, punctuation, brackets, owner or number at the end."""
    text = unicodedata.normalize("NFKC", header).lower().strip()
    text = _NOISE.sub("", _BRACKETS.sub("", text)) or _NOISE.sub("", text)
    return _NUMBER.sub("", _OWNER.sub("", text))


def is_third_party(header: str) -> bool:
    """Tell whether a header belongs to another person than the borrower: what stands under it is not read."""
    text = unicodedata.normalize("NFKC", header).lower()
    plain = _NOISE.sub("", text)
    spaced = f" {' '.join(re.split(r'[^0-9a-z]+', text))} "
    words = _raw()["third_party"]
    bare = plain.rstrip("0123456789一二三四五六七八九十")
    if any(bare.endswith(word) and bare.removesuffix(word) in _OWNERS_OF_KINDS for word in words["unless"]):
        return False
    return any(word in plain for word in words["words"]) or any(
        f" {word}" in spaced for word in words["english"]
    )


def is_ignored(header: str) -> bool:
    """Tell whether a header has the word address in it and means no postal address."""
    return fold(header) in _ignored() or any(word in header.lower() for word in ("邮箱", "网址", "email"))


@cache
def case_targets() -> dict[str, tuple[Target, ...]]:
    """Return what each folded header of a case file may mean, surest first."""
    raw = _raw()
    pairs: list[tuple[str, Target]] = []
    for column, words in raw["columns"].items():
        pairs += [(word, Target(column, order=i)) for i, word in enumerate(_with_labels(column, words))]
    pairs += [(word, Target("address", order=i)) for i, word in enumerate(raw["plain"]["address"])]
    for column in PER_ADDRESS[1:]:
        words = _with_labels(column, raw["address"][column])
        pairs += [(word, Target(column, order=i)) for i, word in enumerate(words)]
    for kind, starts in raw["kinds"].items():
        for column in PER_ADDRESS:
            ends = raw["address"][column]
            made = [f"{start}{space}{end}" for start in starts for end in ends for space in ("", "的")]
            pairs += [(word, Target(column, kind, order=i)) for i, word in enumerate(made)]
    return _by_word(pairs)


@cache
def case_columns() -> dict[str, bool]:
    """Return the columns that a header of a case file may mean, and whether several headers may mean it."""
    known = dict.fromkeys(target.column for targets in case_targets().values() for target in targets)
    return {name: name in PER_ADDRESS for name in known}


@cache
def attempt_targets() -> dict[str, tuple[Target, ...]]:
    """Return what each folded header of a results file may mean, surest first."""
    columns = _raw()["attempts"].items()
    return _by_word(
        [
            (word, Target(column, order=i))
            for column, words in columns
            for i, word in enumerate(_with_labels(column, words))
        ]
    )


@cache
def kind_words() -> dict[str, str]:
    """Return the kind of address for each word that stands in a kind column."""
    words = {fold(word): kind for kind, starts in _raw()["kinds"].items() for word in (kind, *starts)}
    ends = ("地址", "住址", "地", "address")
    return words | {fold(word + end): kind for word, kind in words.items() for end in ends}


def value_words(name: str) -> dict[str, tuple[str, ...]]:
    """Return the words that stand for each value of a column, in the order in which they are looked for."""
    return {value: tuple(words) for value, words in _raw()["values"][name].items()}


def _with_labels(column: str, words: Iterable[str]) -> list[str]:
    known = COLUMNS.get(column)
    labels = [column] if known is None else [column, known.zh, known.en]
    return [*words, *labels]


def _by_word(pairs: Iterable[tuple[str, Target]]) -> dict[str, tuple[Target, ...]]:
    found: dict[str, list[Target]] = {}
    for word, target in pairs:
        targets = found.setdefault(fold(word), [])
        if all((target.column, target.kind) != (each.column, each.kind) for each in targets):
            targets.append(target)
    return {word: tuple(targets) for word, targets in found.items()}


_OWNERS_OF_KINDS = frozenset({"", "电商", "最近", "历史"})


@cache
def _ignored() -> frozenset[str]:
    return frozenset(fold(word) for word in _raw()["ignored"]["words"])


@cache
def _raw() -> dict[str, Any]:
    text = resources.files("workbench.cases").joinpath("aliases.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
