"""How a result comes to be shown in a notebook: by a room that lies above it, and is looked up when it is asked."""

from __future__ import annotations

from importlib import import_module


def bundle(result: object) -> dict[str, str]:
    """A result by media type, as `_repr_mimebundle_` gives it."""
    shown: dict[str, str] = import_module("rolegraph.render.notebook").bundle(result)
    return shown
