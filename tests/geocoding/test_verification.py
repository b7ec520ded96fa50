"""The verification code."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.geocoding import CODE, obeys_rule, read_code
from workbench.geocoding.verification import LETTERS, write_codes

STATUS = st.sampled_from(sorted(LETTERS))
DIGIT = st.integers(0, 7)


@given(STATUS, DIGIT, DIGIT, st.booleans(), st.integers(0, 40), st.integers(0, 40), st.floats(0, 1))
def test_a_code_says_what_went_in(status, after, before, whole, corrections, agreement, confidence):
    """Writing and reading are inverse, up to the digits of the code."""
    columns = ([after], [before], [whole], [corrections], [agreement], [confidence])
    code = write_codes([status], *(np.asarray(column) for column in columns))[0]
    said = read_code(code)
    assert said[:6] == (status, after, before, whole, min(corrections, 9), min(agreement, 9))
    assert abs(said.confidence - confidence) <= 0.00501


def test_the_form_is_stable():
    """Callers store codes and rules for years."""
    code = write_codes(["verified"], *(np.asarray([one]) for one in (5, 7, True, 0, 3, 0.974)))[0]
    assert code == "V57-I0-3-097"
    assert re.fullmatch(CODE, code)


@pytest.mark.parametrize(
    "code", ["", "V58-I0-3-097", "X55-I0-3-097", "V55-I0-3-101", "V55-I0-3-97", "V55-I0-3-097 "]
)
def test_what_is_no_code_is_refused(code):
    """The message shows a good one."""
    with pytest.raises(InputError, match="V53-I0-3-097"):
        read_code(code)


@pytest.mark.parametrize(
    ("rule", "holds"), [(r"[VP]5\d-.*", True), (r".*-(09\d|100)", True), (r"A.*", False), (r"V5", False)]
)
def test_rules_are_regular_expressions(rule, holds):
    """A rule speaks of the whole code."""
    assert obeys_rule("V57-I0-3-097", rule) is holds


def test_a_broken_rule_is_told():
    """Not a traceback of the regular expression engine."""
    with pytest.raises(InputError, match="regular expression"):
        obeys_rule("V57-I0-3-097", "[")
