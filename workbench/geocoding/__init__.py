"""Geocoding."""
