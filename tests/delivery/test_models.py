"""The model of delivery against a world whose truth is known."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from delivery.worlds import small_world

from workbench.delivery import DeliveryModel, Features, evaluate, label_attempts, load_model, save_model
from workbench.delivery.reasons import NAMES
from workbench.errors import InputError, MissingError
from workbench.tables import COLUMNS


@pytest.fixture(scope="module")
def letters():
    """Letters of the world, a borrower being a case."""
    return small_world().letters.rename(columns={"case": "borrower"})


@pytest.fixture(scope="module")
def model(letters):
    """Fit on the first 8,000 letters."""
    return DeliveryModel.fit(letters.iloc[:8000])


def metric(table: pd.DataFrame, name: str) -> float:
    """Return one figure of an evaluation."""
    return float(table.set_index("metric")["value"][name])


def test_ranks_and_is_calibrated_on_letters_it_has_not_seen(model, letters):
    """On held-out letters the model ranks well, and its odds are right on average."""
    rest = letters.iloc[8000:]
    table = evaluate(model.score(rest)["p_delivered"], label_attempts(rest)["delivered"], rounds=20)
    assert metric(table, "auc") > 0.72
    assert metric(table, "calibration_error") < 0.035
    assert metric(table, "mean_odds") == pytest.approx(metric(table, "rate"), abs=0.025)


def test_the_cells_rate_helps(model, letters):
    """Without the cell the same model ranks worse."""
    rest = letters.iloc[8000:]
    hits = label_attempts(rest)["delivered"]
    blind = DeliveryModel.fit(letters.iloc[:8000].drop(columns="cell"))
    with_cell = metric(evaluate(model.score(rest)["p_delivered"], hits, rounds=2), "auc")
    assert with_cell > metric(evaluate(blind.score(rest)["p_delivered"], hits, rounds=2), "auc") + 0.01


def test_best_address_beats_a_random_one(model):
    """Sending to the address with the best odds reaches more than sending to any."""
    addresses = small_world().addresses.rename(columns={"case": "borrower"})
    best = model.score(addresses, reasons=False)["rank"].eq(1)
    by_chance = addresses.groupby("borrower")["p_delivered"].mean().mean()
    assert addresses.loc[best, "p_delivered"].mean() > by_chance + 0.12


def test_explanations_sum_to_the_score(model, letters):
    """Base and parts of each stage add up to its log odds exactly."""
    rows = letters.iloc[8000:8200]
    score = model.score(rows)
    sums = model.explain(rows).pivot_table(index="row", columns="stage", values="log_odds", aggfunc="sum")
    for stage in ("present", "accepts"):
        p = score[f"p_{stage}"].to_numpy()
        assert np.allclose(sums[stage].to_numpy(), np.log(p / (1 - p)), atol=1e-9)
    assert np.allclose(score["p_delivered"], score["p_present"] * score["p_accepts"])


def test_reasons_come_in_both_languages(model, letters):
    """The words say the strongest parts, raised or lowered."""
    rows = letters.iloc[8000:8050]
    chinese, english = model.score(rows)["reasons"], model.score(rows, lang="en")["reasons"]
    assert chinese.str.contains("[↑↓]").mean() > 0.9
    assert english.str.contains("located|area|kind|recorded|agree").mean() > 0.9
    with pytest.raises(InputError, match="Expected zh or en"):
        model.score(rows, lang="fr")


def test_every_feature_has_a_name_in_both_languages(model, letters):
    """No explanation shows a bare column name; the languages differ."""
    zh, en = (model.explain(letters.iloc[:3], lang=lang) for lang in ("zh", "en"))
    assert not zh["name"].str.isascii().any()
    assert en["name"].str.isascii().all()
    assert not en["name"].str.contains("_").any()
    assert set(Features().numbers) <= set(NAMES) | set(COLUMNS)


def test_saved_model_gives_the_same_scores(model, letters, tmp_path):
    """A model survives its file."""
    again = load_model(save_model(model, tmp_path / "model.json"))
    assert np.allclose(
        again.score(letters[:300])["p_delivered"], model.score(letters[:300])["p_delivered"], atol=1e-5
    )
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "other", "version": 1}', '{"format": 1, "version": "x"}']
)
def test_other_files_are_no_models(text, tmp_path):
    """A file that is no model is refused with words, whatever is in it."""
    path = tmp_path / "model.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="model"):
        load_model(path)


def test_later_versions_are_refused(model, tmp_path):
    """A model of a later program asks for an update."""
    path = save_model(model, tmp_path / "model.json")
    data = json.loads(path.read_text(encoding="utf-8")) | {"version": 99}
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="version 1 or earlier"):
        load_model(path)


def test_missing_model_says_what_to_do(tmp_path):
    """The message names the way out."""
    with pytest.raises(MissingError, match=r"DeliveryModel\.prior"):
        load_model(tmp_path / "none.json")


def test_same_letters_same_model(letters):
    """Fitting twice gives the same file."""
    first, second = (DeliveryModel.fit(letters.iloc[:3000], seed=4) for _ in range(2))
    assert first.as_json() == second.as_json()


def test_a_column_that_is_not_there_counts_as_average(model, letters):
    """Scoring without a column moves nothing by that column."""
    rows = letters.iloc[8000:8100]
    parts = model.explain(rows.drop(columns=["years", "cell"])).query("stage == 'present'")
    assert (parts.loc[parts["feature"].isin(["years", "cell_logit"]), "log_odds"] == 0).all()


def test_unseen_cells_take_their_neighbourhoods_rate(model, letters):
    """A cell far away from all letters gets the overall rate, not an error."""
    rows = letters.iloc[8000:8003].assign(cell=np.uint64(0x8841C64001FFFFF))
    assert model.score(rows)["p_delivered"].between(0.01, 0.99).all()


def test_prior_serves_before_any_result(letters):
    """The model of assumptions ranks better than chance and says that it is a prior."""
    prior = DeliveryModel.prior()
    rest = letters.iloc[8000:]
    table = evaluate(prior.score(rest)["p_delivered"], label_attempts(rest)["delivered"], rounds=2)
    assert prior.origin == "prior"
    assert metric(table, "auc") > 0.6


def test_too_few_letters_are_refused(letters):
    """With a handful of results the prior is named as the way."""
    with pytest.raises(InputError, match=r"too few.*prior"):
        DeliveryModel.fit(letters.iloc[:50])


def test_boosting_explains_itself_and_survives_its_file(letters, tmp_path):
    """The extra learner scores like the default, its parts add up, its file gives the same scores."""
    pytest.importorskip("lightgbm", reason="the extra 'boosting' is not installed")
    boosted = DeliveryModel.fit(letters.iloc[:6000], learner="boosting")
    rows = letters.iloc[8000:]
    score = boosted.score(rows)
    assert metric(evaluate(score["p_delivered"], label_attempts(rows)["delivered"], rounds=2), "auc") > 0.7
    p = score["p_present"].to_numpy()[:200]
    sums = boosted.explain(rows.iloc[:200]).query("stage == 'present'").groupby("row")["log_odds"].sum()
    assert np.allclose(sums, np.log(p / (1 - p)), atol=1e-6)
    again = load_model(save_model(boosted, tmp_path / "model.json")).score(rows)
    assert np.allclose(again["p_delivered"], score["p_delivered"], atol=1e-5)


def test_unknown_learners_are_refused(letters):
    """The message names those that exist."""
    with pytest.raises(InputError, match="logistic, boosting"):
        DeliveryModel.fit(letters, learner="magic")
