"""Disclosure control: what a lender may be shown, and an attacker who tries to see more."""
