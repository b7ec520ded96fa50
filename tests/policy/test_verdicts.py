"""Each rule forbids what it should and nothing else; nothing passes because it could not be checked."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from workbench.errors import ColumnError, InputError, PolicyError
from workbench.policy import RULES, check, load_policy, profile_names, require_allowed

POLICY = load_policy()
GOOD = {
    "borrower": "B1",
    "channel": "visit",
    "kind": "home",
    "lawful_source": "contract",
    "stop_flag": None,
    "no_automation": False,
    "arrive_at": pd.Timestamp("2026-03-02 10:00"),
    "staff": 2,
}
NO_ATTEMPTS = pd.DataFrame({"borrower": [], "channel": [], "attempted_at": pd.to_datetime([])})


def plan(*rows: dict[str, object], **changes: object) -> pd.DataFrame:
    """Return a plan of one good contact with changes, or of several."""
    return pd.DataFrame([{**GOOD, **row} for row in rows or (changes,)])


def _rules(policy=POLICY, **changes: object) -> str:
    return check(plan(**changes), policy, attempts=NO_ATTEMPTS)["rules"].iloc[0]


def test_a_good_contact_is_allowed() -> None:
    """A contact against which no rule speaks is allowed, without reasons."""
    verdict = check(plan(), POLICY, attempts=NO_ATTEMPTS).iloc[0]
    assert verdict.tolist() == [True, "", "", ""]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"lawful_source": None}, "lawful_source"),
        ({"lawful_source": "found on the net"}, "lawful_source"),
        ({"stop_flag": "complaint_open"}, "stop_flag"),
        ({"stop_flag": "怪怪的"}, "stop_flag"),
        ({"kind": "work"}, "address_kind"),
        ({"kind": None}, "address_kind"),
        ({"kind": "contact"}, "address_kind"),
        ({"channel": "courier", "document": "court_document"}, "document_channel"),
        ({"channel": "letter", "document": "court_document"}, "document_channel"),
        ({"channel": "courier", "document": "lawyer_letter"}, "document_channel"),
        ({"no_automation": True}, "automation"),
        ({"no_automation": None}, "automation"),
        ({"arrive_at": pd.Timestamp("2026-03-02 22:00")}, "quiet_hours"),
        ({"staff": 1}, "staff"),
        ({"staff": None}, "staff"),
    ],
)
def test_each_rule_forbids_its_case(changes: dict[str, object], rule: str) -> None:
    """One thing wrong, one rule named, in both languages."""
    verdict = check(plan(**changes), POLICY, attempts=NO_ATTEMPTS).iloc[0]
    assert verdict["rules"] == rule
    assert not verdict["allowed"]
    assert verdict["reason_zh"] == RULES[rule].zh
    assert verdict["reason_en"] == RULES[rule].en


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "court_post", "document": "court_document", "staff": 0},
        {"channel": "letter", "document": "lawyer_letter", "kind": "work", "staff": 0},
        {"channel": "letter", "arrive_at": pd.Timestamp("2026-03-02 23:00")},
        {"no_automation": True, "human_decision": "同意寄送"},
        {"stop_flag": ""},
    ],
)
def test_what_is_lawful_is_not_forbidden(changes: dict[str, object]) -> None:
    """The neighbours of the forbidden cases are allowed."""
    assert _rules(**changes) == ""


def test_all_reasons_are_named_at_once() -> None:
    """A contact that breaks three rules says all three."""
    assert _rules(lawful_source=None, kind="work", staff=1) == "lawful_source;address_kind;staff"


def test_caps_count_attempts_of_all_agencies() -> None:
    """One visit by another agency ten days ago forbids a second one within 30 days."""
    past = pd.DataFrame(
        {
            "borrower": ["B1"],
            "channel": ["visit"],
            "attempted_at": [pd.Timestamp("2026-02-20 10:00")],
            "agency": ["other"],
        }
    )
    verdict = check(plan(), POLICY, attempts=past).iloc[0]
    assert verdict["rules"] == "visits_30_days"
    assert verdict["reason_zh"] == "30天内超过1次"


def test_a_contact_that_is_forbidden_anyway_uses_up_no_cap() -> None:
    """The first visit has too few people, so the second may take place."""
    later = GOOD["arrive_at"] + pd.Timedelta(days=1)
    verdicts = check(plan({"staff": 1}, {"arrive_at": later}), POLICY, attempts=NO_ATTEMPTS)
    assert verdicts["allowed"].tolist() == [False, True]


def test_verdicts_stay_in_row_order() -> None:
    """The verdicts have the plan's index, and the plan is untouched."""
    frame = plan({"staff": 1}, {}, {"borrower": "B2", "kind": "work"}).set_axis([7, 3, 7])
    before = frame.copy()
    verdicts = check(frame, POLICY, attempts=NO_ATTEMPTS)
    assert verdicts.index.tolist() == [7, 3, 7]
    assert verdicts["allowed"].tolist() == [False, True, False]
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("column", [name for name in GOOD if name != "borrower"])
def test_a_missing_column_is_an_error(column: str) -> None:
    """A rule that cannot be checked never passes."""
    with pytest.raises(ColumnError, match=column):
        check(plan().drop(columns=column), POLICY, attempts=NO_ATTEMPTS)


def test_missing_attempts_and_wrong_names_are_errors() -> None:
    """Caps without earlier contacts, unknown stages and unknown rules are refused."""
    with pytest.raises(InputError, match="Pass attempts="):
        check(plan(), POLICY)
    with pytest.raises(InputError, match="choice, export"):
        check(plan(), POLICY, stage="later")
    with pytest.raises(InputError, match="unknown rules moon"):
        check(plan(), POLICY, rules=["moon"])


def test_before_the_choice_no_time_is_needed() -> None:
    """Source, stop marks, kinds and documents are checked before any time is planned."""
    frame = plan(lawful_source=None).drop(columns=["arrive_at", "staff"])
    assert check(frame, POLICY, stage="choice")["rules"].tolist() == ["lawful_source"]


def test_single_rules_can_be_asked() -> None:
    """A caller may ask for some rules alone."""
    assert check(plan(staff=1, kind="work"), POLICY, rules=["staff"])["rules"].tolist() == ["staff"]


@pytest.mark.parametrize(("decider", "rule"), [("none", ""), ("opted_out", ""), ("all", "automation")])
def test_the_profile_says_who_decides(decider: str, rule: str) -> None:
    """By the profile nobody, those who objected, or everybody needs a person's decision."""
    assert _rules(dataclasses.replace(POLICY, human_decision=decider)) == rule


def test_an_empty_plan_has_no_verdicts() -> None:
    """Nothing planned, nothing judged, same columns."""
    verdicts = check(plan().iloc[:0], POLICY, attempts=NO_ATTEMPTS)
    assert verdicts.empty
    assert list(verdicts.columns) == ["allowed", "rules", "reason_zh", "reason_en"]


def test_the_gate_stops_an_export_and_counts() -> None:
    """The export gate names the rules and how many rows break them, and no values."""
    verdicts = check(
        plan({"staff": 1}, {"staff": 1, "kind": "work"}, {"borrower": "B9"}), POLICY, attempts=NO_ATTEMPTS
    )
    with pytest.raises(PolicyError, match=r"2 of 3 contacts .*staff \(2\), address_kind \(1\)"):
        require_allowed(verdicts, POLICY, where="route sheet")
    require_allowed(verdicts[verdicts["allowed"]], POLICY, where="route sheet")


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_judges_every_rule(name: str) -> None:
    """Each profile loads and gives a basis for each rule."""
    policy = load_policy(name)
    assert set(RULES) <= policy.basis.keys()
    assert policy.outside
