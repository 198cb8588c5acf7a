"""Readers of what others wrote: one module a format, each giving typed records (`records`) and findings."""
