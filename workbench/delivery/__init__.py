"""Odds of delivery: smoothed cell rates, the model of delivery, and the choice among a borrower's addresses."""

from workbench.delivery.rates import hierarchical_rates, nested_rates

__all__ = ["hierarchical_rates", "nested_rates"]
