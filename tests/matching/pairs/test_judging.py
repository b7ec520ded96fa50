"""Pairs of addresses: same place, partly, or not."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.matching import PairThresholds, score_pairs
from workbench.matching.pairs import classify_pairs, read_pair_judge
from workbench.tables import PAIR_CLASSES


def score(left, right, **settings):
    """Score one pair."""
    return score_pairs(pd.DataFrame({"a": [left], "b": [right]}), "a", "b", **settings).iloc[0]


def test_writings_of_one_place_beat_neighbours():
    """Another order, digits and sign of the building, against another number and another compound."""
    asked = "郑州市金水区云岭路12号锦瑟花园三号楼"
    rows = pd.DataFrame(
        {"a": asked, "b": ["云岭路12号锦瑟花园3栋", "金水区松涛街7号澄湖雅苑", "云岭路98号枫桥公馆"]}
    )
    found = score_pairs(rows, "a", "b")
    assert found["p_related"].idxmax() == found["p_exact"].idxmax() == 0
    assert found["pair_class"].tolist()[1:] == ["no", "no"]


def test_a_conflict_of_divisions_counts():
    """The same road in another city is less likely the same place."""
    same = score("南京市鼓楼区中山路12号华庭大厦", "南京市鼓楼区中山路12号华庭大厦", rivals=False)
    other = score("南京市鼓楼区中山路12号华庭大厦", "徐州市鼓楼区中山路12号华庭大厦", rivals=False)
    assert other["p_exact"] < same["p_exact"]


def test_alone_a_pair_does_not_depend_on_its_neighbours():
    """Without rivals each row is judged by itself."""
    rows = pd.DataFrame({"a": ["云岭路12号"] * 3, "b": ["云岭路12号", "云岭路13号", "松涛街"]})
    together = score_pairs(rows, "a", "b", rivals=False)
    for at in range(3):
        alone = score_pairs(rows.iloc[[at]], "a", "b", rivals=False)
        assert np.allclose(
            alone[["p_exact", "p_related"]], together.iloc[[at]][["p_exact", "p_related"]], atol=1e-5
        )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.one_of(st.none(), st.text(max_size=30))), max_size=4))
def test_any_pairs_give_rows(pairs):
    """Probabilities in order, a class of the list."""
    frame = pd.DataFrame(pairs, columns=["a", "b"], dtype=object)
    found = score_pairs(frame, "a", "b")
    assert len(found) == len(pairs)
    assert (found["p_related"] >= found["p_exact"]).all()
    assert found["p_related"].between(0, 1).all()
    assert set(found["pair_class"]) <= set(PAIR_CLASSES)


def test_classes_follow_the_thresholds():
    """Exact first, then related."""
    classes = classify_pairs(
        np.array([0.6, 0.2, 0.0]), np.array([0.9, 0.7, 0.1]), PairThresholds(exact=0.5, related=0.5)
    )
    assert classes.tolist() == ["exact", "partial", "no"]


def test_thresholds_are_shares():
    """Others are refused."""
    with pytest.raises(InputError, match="Expected 0 to 1"):
        PairThresholds(exact=1.5)


def test_a_missing_column_is_named():
    """With the nearest ones."""
    with pytest.raises(InputError, match="Nearest: a"):
        score_pairs(pd.DataFrame({"a": [], "b": []}), "aa", "b")


def test_the_judge_is_plain_text():
    """Numbers and names, no row of what it learned from."""
    said = json.dumps(read_pair_judge().as_json(), ensure_ascii=False)
    assert "路" not in said
