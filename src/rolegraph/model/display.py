"""How an answer shows itself in a notebook: by a renderer that the package registers, so that the model needs none."""

from __future__ import annotations

from collections.abc import Callable

Renderer = Callable[[object], dict[str, str]]


_renderers: list[Renderer] = []


def show_with(renderer: Renderer) -> None:
    """Let a renderer show every answer from now on."""
    _renderers[:] = [renderer]


def bundle(result: object) -> dict[str, str]:
    """An answer by media type, as `_repr_mimebundle_` gives it; empty where nothing has been registered."""
    return _renderers[0](result) if _renderers else {}
