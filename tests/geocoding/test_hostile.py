"""Whatever stands in the column, each row comes back as a row."""

from __future__ import annotations

import re

import pandas as pd
from hostile import make_texts
from made_places import made_gazetteer

from workbench.geocoding import CODE, COLUMNS, BatchGeocoder, Geocoder, geocode_with, open_engine
from workbench.matching import find_villages, score_pairs
from workbench.tables import DECISIONS, LEVELS

N = 1_500


def test_hostile_texts_give_rows():
    """Control characters, emoji, ten thousand characters, SQL, HTML, braces, half characters."""
    texts = make_texts(N)
    located = Geocoder(made_gazetteer()).geocode(pd.DataFrame({"address": pd.Series(texts, dtype=object)}))
    assert (len(located), tuple(located.columns)) == (N, COLUMNS)
    assert set(located["level"]) <= set(LEVELS)
    assert set(located["decision"]) <= set(DECISIONS)
    assert located["code"].map(lambda code: re.fullmatch(CODE, code) is not None).all()


def test_hostile_texts_travel_to_engines():
    """Arrow carries them, with the same rows."""
    frame = pd.DataFrame({"address": pd.Series(make_texts(200, seed=1), dtype=object)})
    geocoder = Geocoder(made_gazetteer())
    located = geocode_with(open_engine("single"), geocoder, frame)
    assert located["level"].tolist() == geocoder.geocode(frame)["level"].tolist()
    assert BatchGeocoder(geocoder, {"address": "address"}).columns == {"address": "address"}


def test_hostile_texts_are_explained_without_markup():
    """An explanation is text on the command line and escaped in a notebook."""
    geocoder = Geocoder(made_gazetteer())
    for text in make_texts(60, seed=2):
        explanation = geocoder.explain(text)
        assert str(explanation)
        assert not re.search(r"<(?:script|img)", explanation._repr_html_())


def test_hostile_pairs_and_villages_give_rows():
    """The other doors of matching hold as well."""
    texts = make_texts(120, seed=3)
    pairs = score_pairs(pd.DataFrame({"a": texts[:60], "b": texts[60:]}, dtype=object), "a", "b")
    assert pairs["p_exact"].between(0, 1).all()
    assert len(find_villages(pd.Series(texts, dtype=object))) == len(texts)
