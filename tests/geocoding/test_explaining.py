"""Explanations: what won and why, in two languages, safe in a notebook."""

from __future__ import annotations

import pandas as pd
import pytest
from made_places import made_gazetteer

from workbench import address
from workbench.errors import InputError
from workbench.geocoding import KINDS, STEPS, Geocoder, say_for
from workbench.geocoding.arguments import find_lead
from workbench.geocoding.reading import read_addresses
from workbench.matching import Source

ADDRESS = "郑州市金水区云岭路2号锦瑟花园"


@pytest.fixture(scope="module")
def geocoder():
    """Return a geocoder over made places."""
    return Geocoder(made_gazetteer())


def test_an_explanation_shows_what_won(geocoder):
    """The first candidate is the answer, and the text says so."""
    explanation = geocoder.explain(ADDRESS, city="郑州市")
    assert explanation.location["lng"] == pytest.approx(explanation.candidates.iloc[0]["lng"], abs=1e-6)
    assert ("云岭路", 2) in explanation.elements["roads"]
    assert explanation.location["code"] in str(explanation)


def test_an_explanation_is_escaped_in_a_notebook(geocoder):
    """Markup in an address stays text."""
    assert "<img" not in geocoder.explain("云岭路<img src=x>2号", city="郑州市")._repr_html_()


def test_an_explanation_speaks_the_language_asked_for(geocoder):
    """In a notebook as on a terminal; a third language is refused."""
    zh, en = (geocoder.explain(ADDRESS, city="郑州市", lang=lang) for lang in ("zh", "en"))
    assert "胜因" in zh._repr_html_()
    assert "ahead by" in en._repr_html_()
    assert str(en) == zh.describe("en")
    with pytest.raises(InputError, match="zh or en"):
        geocoder.explain(ADDRESS, lang="fr")


def test_every_step_and_kind_has_a_name_in_two_languages():
    """Nothing is shown by its name in the code."""
    assert {step.name for step in address.STEPS} == set(STEPS)
    assert {kind.name for kind in Source} == set(KINDS)
    assert all(zh != en for zh, en in (STEPS | KINDS).values())


@pytest.mark.parametrize(
    ("features", "said"),
    [
        (
            {"equal": 1, "same_county": 1, "roads": 1, "same_door": 1},
            "名称相同 · 道路一致 · 门牌一致 · 区县一致",
        ),
        ({"name_ratio": 0.7, "number_gap": 1.1, "same_county": 0}, "名称相似 0.70 · 门牌相差 2 · 区县不符"),
        ({"number_gap": 7.6, "door_gap": 0.0, "n_sources": 2}, "2 个来源"),
        ({}, ""),
    ],
)
def test_what_speaks_for_a_candidate_is_said_in_words(features, said):
    """What is not known or does not apply is left out."""
    assert say_for(features, "zh") == said


def _find_lead(geocoder, text):
    reading = read_addresses(pd.Series([text]), {"city": pd.Series(["郑州市"])})
    return dict(find_lead(geocoder.matcher.scorer, geocoder.matcher.score(reading.queries)))


def test_what_decided_is_what_the_first_would_lose_without(geocoder):
    """Of three places of one name the road decides, never the name; a single candidate has no contest."""
    lead = _find_lead(geocoder, "郑州市金水区云岭路锦瑟花园")
    assert lead["道路门牌", "road and door"]
    assert ("名称文字", "name and wording") not in lead
    assert _find_lead(geocoder, "郑州市金水区") == {}
