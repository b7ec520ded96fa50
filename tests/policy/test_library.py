"""Profiles load whole or not at all, and all their faults are named at once."""

from __future__ import annotations

import pickle
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from workbench.errors import InputError, MissingError
from workbench.policy import Words, load_policy, profile_names

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    resources.files("workbench.policy").joinpath("profiles", "cn-cba-2026.yaml").read_text(encoding="utf-8")
)


def _load(folder: Path, text: str):
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path)


def test_a_copy_of_a_profile_is_a_profile(tmp_path: Path) -> None:
    """A user's copy has the same values under its own name, and travels between processes."""
    own, base = _load(tmp_path, TEXT), load_policy()
    assert own.name == "own"
    assert own.retention == base.retention
    assert pickle.loads(pickle.dumps(own)) == own


def test_a_changed_value_changes_the_digest(tmp_path: Path) -> None:
    """The audit trail can tell two policies apart."""
    changed = _load(tmp_path, TEXT.replace("most: 2", "most: 3"))
    assert changed.digest != _load(tmp_path, TEXT).digest


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """Three mistakes, three messages: a wrong value, a typing error and what is missing because of it."""
    text = (
        TEXT.replace("visit_min_staff: 2", "visit_min_staf: 2")
        .replace('"22:00"', "22")
        .replace("most: 1", "most: x")
    )
    with pytest.raises(InputError) as caught:
        _load(tmp_path, text)
    for part in (
        "visit_min_staff: missing",
        "visit_min_staf: unknown; did you mean visit_min_staff?",
        'quiet_hours.from: expected a time of day in quotation marks such as "22:00"',
        "caps[1].most: expected a whole number",
    ):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[contract, reserved", "[bought, reserved", "not bought"),
        (
            "title: {zh: ",
            "title: {de: ",
            "title: expected a text, or one in each language as {zh: ..., en: ...}",
        ),
        ("title: {zh: ", "title: 7\nname: {zh: ", "title: expected a text, or one in each language"),
        ("title: {zh: ", "name: {zh: ", "title: missing"),
        ("  - {zh: ", "  - {en: 1, zh: ", "stand twice"),
        ("  - {zh: ", "  - [x]\n  - {zh: ", "outside[0]: expected a text, or one in each language"),
        ("stop_flags: [paid", "stop_flags: [rich", "not rich"),
        ("zone: Asia/Shanghai ", "zone: Mars/Base ", "quiet_hours.zone: expected the IANA name"),
        ('to: "08:00"', 'to: "22:00"', "are the same"),
        ("id: visits_30_days", "id: letters_30_days", "stands twice"),
        ("  home: [letter, courier, visit, court_post]\n", "", "address_kinds.home: missing"),
        ("visit_min_staff: 2", "visit_min_staff: true", "visit_min_staff: expected a whole number"),
        ("visit_min_staff: 2", "visit_min_staff: 2\nvisit_min_staff: 1", "stand twice"),
        ("title: ", "title: &a x\nother: *a\nname: ", "aliases"),
        ("title: ", "title: !!python/object/apply:os.getcwd []\nname: ", "not readable as YAML"),
    ],
)
def test_wrong_values_are_refused(old: str, new: str, told: str, tmp_path: Path) -> None:
    """Each wrong value is refused with what was expected."""
    assert old in TEXT
    with pytest.raises(InputError) as caught:
        _load(tmp_path, TEXT.replace(old, new, 1))
    assert told in str(caught.value)


def test_texts_for_people_may_be_in_one_language_or_two(tmp_path: Path) -> None:
    """Profiles with one text stay valid and say it in both languages; those with two say each in its own."""
    base = load_policy()
    assert base.title.zh.startswith("中国银行业协会")
    assert base.title.say("en").startswith("China Banking Association")
    title = next(line for line in TEXT.splitlines() if line.startswith("title:"))
    own = _load(tmp_path, TEXT.replace(title, "title: 本公司政策") + "  - 其他\n")
    assert (own.title.say("zh"), own.title.say("en")) == ("本公司政策", "本公司政策")
    assert own.outside == (*base.outside, Words("其他", "其他"))


@pytest.mark.parametrize("name", profile_names())
def test_profiles_of_the_program_speak_both_languages(name: str) -> None:
    """Title and rules that are not checked are told in Chinese and in English."""
    policy = load_policy(name)
    for words in (policy.title, *policy.outside):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in words.zh)
        assert words.en.isascii()


def test_there_is_no_policy_without_rules(tmp_path: Path) -> None:
    """The program cannot be run without a policy, nor with an empty or foreign file."""
    with pytest.raises(MissingError, match="does not run without a policy"):
        load_policy("none")
    for text in ("", "[]", "\x00", "{" * 400):
        with pytest.raises(InputError):
            _load(tmp_path, text)
    (tmp_path / "own.yaml").write_bytes(b"title: \xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        load_policy(tmp_path / "own.yaml")
    with pytest.raises(InputError, match="too large"):
        _load(tmp_path, "#" * 200_000)


def test_the_named_profiles_are_there() -> None:
    """The four profiles of the reference come with the program."""
    assert profile_names() == ["cn-cba-2026", "cn-cfc", "cn-gbt45251", "us-regf"]
    assert load_policy("cn-gbt45251").retention.case_years == 2
    assert load_policy("cn-cfc").retention.case_years == 5
