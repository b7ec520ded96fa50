"""Odds of delivery: smoothed cell rates, the model of delivery, and the choice among a borrower's addresses."""

from workbench.delivery.choices import choice_probabilities, choose
from workbench.delivery.drift import check_drift
from workbench.delivery.encoding import Features
from workbench.delivery.evaluation import evaluate, evaluate_by, reliability
from workbench.delivery.features import address_features, letter_features
from workbench.delivery.labels import label_attempts
from workbench.delivery.models import DeliveryModel, draw_folds
from workbench.delivery.rates import hierarchical_rates, nested_rates
from workbench.delivery.reach import expected_reach, worth_of_tries
from workbench.delivery.stages import fit_stage
from workbench.delivery.storage import load_model, save_model

__all__ = [
    "DeliveryModel",
    "Features",
    "address_features",
    "check_drift",
    "choice_probabilities",
    "choose",
    "draw_folds",
    "evaluate",
    "evaluate_by",
    "expected_reach",
    "fit_stage",
    "hierarchical_rates",
    "label_attempts",
    "letter_features",
    "load_model",
    "nested_rates",
    "reliability",
    "save_model",
    "worth_of_tries",
]
