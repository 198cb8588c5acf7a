"""The words as plain values: nodes, scales, roles, requirements, profiles, results. No RDF, no NumPy.

What shows a result in a notebook is registered by the package, so that the model imports nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pyvis.network import Network

# The build reads it here.
__version__ = "0.1.0"

Result = TypeVar("Result")
_registered: dict[str, Callable[..., Any]] = {}


def register(**functions: Callable[..., Any]) -> None:
    """Show every answer with these from now on: `bundle` as tables, `picture` and `network` as drawings."""
    _registered.update(functions)


def bundle(result: object, **_: object) -> dict[str, str]:
    """An answer by media type, as `_repr_mimebundle_` returns it; empty if nothing is registered."""
    tables: dict[str, str] = _registered["bundle"](result) if "bundle" in _registered else {}
    return tables


def displayed(cls: type[Result]) -> type[Result]:
    """Let a notebook show what is of a class: a decorator, since type checkers refuse attributes of named tuples."""
    setattr(cls, "_repr_mimebundle_", bundle)  # noqa: B010
    setattr(cls, "_repr_html_", lambda result: bundle(result)["text/html"])  # noqa: B010
    return cls


def picture(graph: object, shown: object, **options: Any) -> Any:
    """A view of a graph, or an answer, as a picture."""
    return _registered["picture"](graph, shown, **options)


def network(graph: object, shown: object, **options: Any) -> Network:
    """A view of a graph, or an answer, as a pyvis network."""
    return _registered["network"](graph, shown, **options)
