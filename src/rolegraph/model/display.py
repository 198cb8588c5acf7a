"""What shows an answer in a notebook: functions that the package registers, so that answers need not import them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvis.network import Network

_registered: dict[str, Callable[..., Any]] = {}


def register(**functions: Callable[..., Any]) -> None:
    """Show every answer with these from now on: `bundle` as tables, `network` as a picture."""
    _registered.update(functions)


def bundle(result: object) -> dict[str, str]:
    """An answer by media type, as `_repr_mimebundle_` returns it; empty if nothing is registered."""
    tables: dict[str, str] = _registered["bundle"](result) if "bundle" in _registered else {}
    return tables


def network(graph: object, shown: object, **options: Any) -> Network:
    """A view of a graph, or an answer, as a pyvis network."""
    return _registered["network"](graph, shown, **options)
