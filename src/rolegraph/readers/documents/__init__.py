"""Texts about jobs as typed records, by rules alone."""
