"""The judge's trees."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.matching.calibration import general_calibrator
from workbench.matching.forest import DEPTH, Forest, forest_from_json, stack_features
from workbench.matching.learning import fit_forest, plant

# One tree: is a above 0? If so, is b above 5? Everything else goes to the leftmost leaf below.
ASKED = np.zeros((1, 2**DEPTH - 1), np.int64)
ABOVE = np.full((1, 2**DEPTH - 1), np.inf, np.float32)
ABOVE[0, 0], ASKED[0, 2], ABOVE[0, 2] = 0, 1, 5
LEAVES = np.arange(2**DEPTH, dtype=np.float32)[None]
TREE = Forest(("a", "b"), ASKED, ABOVE, LEAVES, {})


def test_what_lies_above_a_threshold_goes_right():
    """Left half: leaf 0; right half: leaf 8, and 12 where b is above five; an unknown feature is never above."""
    columns = {
        "a": np.array([-1.0, 0.0, 1.0, 1.0, np.nan, 1.0]),
        "b": np.array([9.0, 9.0, 1.0, 9.0, 9.0, np.nan]),
    }
    leaves = np.array([0, 0, 8, 12, 0, 8])
    assert np.allclose(TREE.run(columns), 1 / (1 + np.exp(-leaves)))


def test_blocks_do_not_change_the_answers():
    """More rows than fit one block, each as alone."""
    rng = np.random.default_rng(1)
    columns = {name: rng.normal(0, 6, 5_000).astype(np.float32) for name in "ab"}
    alone = TREE.run({name: values[4_990:] for name, values in columns.items()})
    assert np.array_equal(TREE.run(columns)[4_990:], alone)


def test_the_written_trees_answer_alike():
    """Through JSON text and back."""
    again = forest_from_json(json.loads(json.dumps(general_calibrator().judge.as_json())))
    rng = np.random.default_rng(2)
    columns = {name: rng.normal(0, 1, 200).astype(np.float32) for name in again.features}
    assert np.array_equal(again.run(columns), general_calibrator().judge.run(columns))


@pytest.mark.parametrize(
    "change", [{"asked": [[0]]}, {"asked": (ASKED + 7).tolist()}, {"leaves": "x"}, {"above": None}]
)
def test_damaged_trees_are_refused(change):
    """Wrong shapes, features that do not exist, no numbers."""
    with pytest.raises(InputError, match="trees: are damaged"):
        forest_from_json(TREE.as_json() | change)


def test_a_missing_feature_is_named():
    """Trees of another version of the features say so."""
    with pytest.raises(InputError, match="features are missing: b"):
        TREE.run({"a": np.zeros(3)})


def test_our_trees_answer_as_the_library_does():
    """The same probabilities as LightGBM's own, with trees that end early and unknown features."""
    lightgbm = pytest.importorskip("lightgbm", reason="the extra boosting is not installed")
    rng = np.random.default_rng(3)
    columns = {name: rng.normal(0, 1, 4_000).astype(np.float32) for name in "xyz"}
    columns["z"][rng.random(4_000) < 0.3] = np.nan
    good = rng.random(4_000) < 1 / (1 + np.exp(-2 * columns["x"] - np.nan_to_num(columns["z"])))
    stacked = pd.DataFrame(stack_features("xyz", columns).T, columns=list("xyz"))
    model = lightgbm.LGBMClassifier(
        n_estimators=20, max_depth=DEPTH, num_leaves=7, use_missing=False, verbose=-1
    )
    model.fit(stacked, good)
    made = plant(tuple("xyz"), model.booster_.dump_model()["tree_info"], {})
    assert np.allclose(made.run(columns), model.predict_proba(stacked)[:, 1], atol=1e-6)


def test_the_judge_learns():
    """Trees of one's own tell good from bad."""
    pytest.importorskip("lightgbm", reason="the extra boosting is not installed")
    x = np.linspace(-1, 1, 2_000)
    told = fit_forest({"x": x}, x > 0.3, trees=10, provenance={"from": "a line"}).run(
        {"x": np.array([0.0, 0.9])}
    )
    assert told[0] < 0.4
    assert told[1] > 0.6
