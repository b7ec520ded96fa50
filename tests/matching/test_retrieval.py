"""Search over shelves of neighbouring cities."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_places import make_places

from workbench.gazetteer import Gazetteer, build, shelves
from workbench.matching import read_queries
from workbench.matching.retrieval import search_text

_CITIES = (
    (410105, "河南省", "郑州市", "金水区"),
    (410203, "河南省", "开封市", "顺河回族区"),
    (320106, "江苏省", "南京市", "鼓楼区"),
)


@pytest.fixture(scope="module")
def three_cities(tmp_path_factory):
    """Build the same made-up estates in three cities, a few less in each."""
    parts = []
    for at, (code, province, city, district) in enumerate(_CITIES):
        part = make_places().iloc[: 120 - 30 * at]
        parts.append(part.assign(province=province, city=city, district=district, adcode=str(code)))
    return build(
        tmp_path_factory.mktemp("cities") / "gazetteer", [pd.concat(parts, ignore_index=True)]
    ).folder


@pytest.mark.parametrize("text", ["锦瑟花园", "云岭路2号锦瑟花园", "听雨家园3栋"])
def test_a_shelf_of_cities_finds_what_each_city_alone_finds(text, three_cities, monkeypatch):
    """Neighbours on a shelf change neither the rows nor what they share with the query."""
    codes = np.asarray([code for code, *_ in _CITIES] * 2, np.int32)
    queries = read_queries([text] * len(codes), codes)
    together = search_text(Gazetteer.open(three_cities), queries)
    monkeypatch.setattr(shelves, "_ROWS", 1)
    apart = Gazetteer.open(three_cities)
    assert sum(1 for _ in apart.shelves(queries.block)) == len(_CITIES)
    assert len(together.query)
    pd.testing.assert_frame_equal(
        pd.DataFrame(together._asdict()), pd.DataFrame(search_text(apart, queries)._asdict())
    )
