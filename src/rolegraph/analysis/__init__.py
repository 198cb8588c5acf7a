"""Roles and graphs beside each other: comparison, statistics, what changed."""
