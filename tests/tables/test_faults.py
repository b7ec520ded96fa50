"""Every fault code that the program writes has words in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import workbench
from workbench.matching.divisions.index import bundled_index
from workbench.matching.divisions.nodes import LEVEL_NAMES
from workbench.tables import FAULTS, say_faults

ROOT = Path(workbench.__file__).parent
PLACES = ("matching/divisions", "geocoding", "pipeline/steps")
_CODE, _END = re.compile(r"[A-Z]{3,}\.[a-z]\w+"), re.compile(r"\.([a-z]\w+)")


def _written() -> tuple[set[str], set[str]]:
    """Return the codes that stand in the source whole, and the ends that are put behind the name of a level."""
    whole, ends = set(), set()
    for path in [path for place in PLACES for path in (ROOT / place).rglob("*.py")]:
        by_level = "divisions" in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
                whole.add(node.value)
            elif by_level and isinstance(node, ast.JoinedStr) and isinstance(node.values[-1], ast.Constant):
                end = _END.fullmatch(str(node.values[-1].value))
                ends |= {end[1]} if end else set()
    return whole, ends


def test_each_code_in_the_source_has_words() -> None:
    """Codes that stand in the source, and all that can be put together of a level and an end, are in the registry."""
    whole, ends = _written()
    assert len(whole) > 9
    assert {"typo", "conflict", "hint"} <= ends
    became = {each.partition(":")[0] for each in bundled_index().patterns.years.values()}
    made = {f"{level.upper()}.{end}" for level in LEVEL_NAMES[1:] for end in ends | became | {"old"}}
    assert not (whole | made) - set(FAULTS)


def test_words_differ_and_speak_both_languages() -> None:
    """Chinese words are Chinese, English ones are not, and no two codes say the same."""
    for number, pattern in enumerate((r"[\u4e00-\u9fff]", r"^[ -~]+$")):
        said = [words[number] for words in FAULTS.values()]
        assert all(re.search(pattern, each) for each in said)
        assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("codes", "lang", "said"),
    [
        ("", "zh", []),
        ("DISTRICT.missing;NUMBER.notFound", "zh", ["未写区县", "没有这个门牌，取邻近门牌"]),
        (
            "DISTRICT.merged:2011",
            "en",
            ["district merged into another since, current one used (from 2011 on)"],
        ),
        ("NEW.code:7", "en", ["NEW.code:7"]),
    ],
)
def test_codes_in_words(codes: str, lang: str, said: list[str]) -> None:
    """Years stay, and a code of a newer version stands for itself."""
    assert say_faults(codes, lang=lang) == said
