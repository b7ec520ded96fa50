"""Choosing a path: the short way gives what scoring gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.geodata import read
from workbench.matching.divisions import bundled_index, walking

_DIVISIONS = read("divisions", ["name", "short_name", "level", "province", "city"])
_COUNTIES = _DIVISIONS[_DIVISIONS["level"] == "district"].to_dict("records")
_TAILS = (
    "人民路1号",
    "新城花园5栋",
    "城关镇",
    "新区听潮路",
    "临海大厦",
    "绍兴市",
    "中国浙江省",
    "东区3号",
    "西湖小区",
)


def _path(county, forms):
    names = (county["province"], county["city"], "市辖区", county["name"], county["short_name"])
    return "".join(name for name, wanted in zip(names, forms, strict=True) if wanted)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(_COUNTIES), st.tuples(*[st.booleans()] * 5), st.lists(st.sampled_from(_TAILS), max_size=3)
)
def test_the_short_way_agrees_with_scoring(county, forms, tails):
    """Where the walk answers at all, scoring every path gives the same node, evidence and score."""
    index = bundled_index()
    hits = index.finder.find(_path(county, forms) + "".join(tails))
    walked = index.walker.walk(hits)
    if walked is None:
        return
    scored = index.scorer.score_all(hits, {})
    assert (walked.node, scored.rivals) == (scored.node, ())
    assert sorted(walked.used) == sorted(scored.used)
    assert walked.score == pytest.approx(scored.score)


def test_the_way_is_the_same_after_it_was_thrown_away(monkeypatch):
    """What is kept of the steps changes no answer."""
    index = bundled_index()
    hits = index.finder.find("浙江省杭州市余杭区五常大道1号")
    first = index.walker.walk(hits)
    monkeypatch.setattr(walking, "_MOST_KEPT", 0)
    index.walker.walk(index.finder.find("山东省济南市历下区泉城路1号"))
    again = index.walker.walk(hits)
    assert (again.node, again.used, again.score) == (first.node, first.used, first.score)
