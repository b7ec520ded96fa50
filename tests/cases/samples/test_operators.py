"""Every operator of the registry keeps the truth and changes only what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cases.samples import KINDS, OPERATORS, Noise, draw_operators, spoil
from workbench.cases.samples.drafts import Draft, shorten
from workbench.cases.samples.hints import Hint
from workbench.errors import InputError

FULL = Draft(
    "S1",
    "虚构省",
    "示例市",
    "甲子区",
    "北渚镇",
    "长虹路",
    "18",
    "金穗花园",
    building="3",
    unit="2",
    room="501",
)
HINT = Hint(
    {"甲子区": ("甲子县",)},
    ("甲子区", "乙丑区"),
    "地铁东湖站",
    "虚构省示例市乙丑区西岭村",
    "王一",
    "16400000000",
)


def run(name: str, seed: int = 0, draft: Draft = FULL) -> str:
    """Apply one operator to a draft and return the text."""
    return spoil(draft, [name], HINT, np.random.default_rng(seed))[0]


def test_text_of_a_full_address():
    """Parts are written top down with their words."""
    assert FULL.text == "虚构省示例市甲子区北渚镇长虹路18号金穗花园3号楼2单元501室"


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_changes_something_within_a_few_seeds(name):
    """No operator of the registry is without effect on a full address."""
    assert any(run(name, seed) != FULL.text for seed in range(20))


@given(st.lists(st.sampled_from(sorted(OPERATORS)), max_size=5), st.integers(0, 2**32 - 1))
def test_operators_never_touch_the_truth(names, seed):
    """Whatever befalls the text, the place stays the same and the text stays text."""
    text, draft, done = spoil(FULL, names, HINT, np.random.default_rng(seed))
    assert draft.place_id == FULL.place_id
    assert isinstance(text, str)
    assert set(done) <= set(names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("drop_province", "示例市甲子区北渚镇长虹路18号金穗花园3号楼2单元501室"),
        ("drop_city", "虚构省甲子区北渚镇长虹路18号金穗花园3号楼2单元501室"),
        ("drop_district", "虚构省示例市长虹路18号金穗花园3号楼2单元501室"),
        ("short_names", "虚构示例甲子北渚镇长虹路18号金穗花园3号楼2单元501室"),
        ("old_district", "虚构省示例市甲子县北渚镇长虹路18号金穗花园3号楼2单元501室"),
        ("wrong_district", "虚构省示例市乙丑区长虹路18号金穗花园3号楼2单元501室"),
        ("alias", "虚构省示例市甲子区北渚镇长虹路18号金穗花苑3号楼2单元501室"),
        ("dashes", "虚构省示例市甲子区北渚镇长虹路18号金穗花园3-2-501"),
        ("chinese_numerals", "虚构省示例市甲子区北渚镇长虹路18号金穗花园三号楼二单元501室"),
        ("traditional", "虛構省示例市甲子區北渚鎮長虹路18號金穗花園3號樓2單元501室".replace("虛構", "虚构")),
    ],
)
def test_operators_with_one_possible_end(name, expected):
    """Operators without a choice do exactly what their docstring says."""
    assert run(name) == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("湖北省", "湖北"),
        ("内蒙古自治区", "内蒙古"),
        ("沙县", "沙县"),
        ("浦东新区", "浦东"),
        ("甲区", "甲区"),
    ],
)
def test_short_names_keep_two_characters(name, short):
    """A name is cut only if two characters are left."""
    assert shorten(name) == short


def test_rates_are_kept():
    """Operators are drawn as often as the settings say, per kind."""
    noise = Noise()
    drawn = draw_operators(["work"] * 40_000, noise, np.random.default_rng(1))
    share = np.mean(["drop_province" in names for names in drawn])
    assert share == pytest.approx(noise.rates_of("work")["drop_province"], abs=0.01)


def test_mean_number_of_operators_is_as_asked():
    """Over the four kinds the mean number of operators drawn is the setting's."""
    noise = Noise(mean_operators=1.0)
    means = [sum(noise.rates_of(kind).values()) for kind in KINDS[:4]]
    assert np.mean(means) == pytest.approx(1.0)


def test_unknown_operators_are_refused():
    """A rate for an operator that does not exist is an error."""
    with pytest.raises(InputError, match="no operator 'magic'"):
        draw_operators(["home"], Noise(rates={"magic": (1, 1, 1, 1)}), np.random.default_rng(0))
