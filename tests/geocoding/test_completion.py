"""What an address leaves out is told by its place; what it says is kept."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from workbench.geocoding.completion import complete


@pytest.mark.parametrize(
    ("said", "code", "expected"),
    [
        (("北京市", "北京市", "", "110000"), 110105, ("北京市", "北京市", "朝阳区", "110105")),
        (("", "", "", ""), 320106, ("江苏省", "南京市", "鼓楼区", "320106")),
        (("北京市", "北京市", "海淀区", "110108"), 110105, ("北京市", "北京市", "海淀区", "110108")),
        (("江苏省", "徐州市", "", "320300"), 320106, ("江苏省", "徐州市", "", "320300")),
        (("广东省", "东莞市", "", "441900"), 0, ("广东省", "东莞市", "", "441900")),
    ],
)
def test_gaps_are_filled_and_words_are_kept(said, code, expected):
    """A county comes from the place only where none is named and nothing contradicts it."""
    names = ["province", "city", "district", "adcode"]
    frame, filled = complete(pd.DataFrame([said], columns=names), np.array([code], dtype=np.int32))
    assert tuple(frame.iloc[0]) == expected
    assert filled[0] == (said != expected)
