"""Where graphs are: what rolegraph ships, what is the user's own, and what is elsewhere."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder `data` or `ontology`: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parents[1] / name


def own_graph() -> Path:
    """The file of the user's own graph, in the platform's folder for data; it need not exist."""
    from platformdirs import user_data_path

    return user_data_path("rolegraph", appauthor=False) / "graph.trig"


def cache() -> Path:
    """The platform's folder for what can be computed again; it need not exist."""
    from platformdirs import user_cache_path

    return user_cache_path("rolegraph", appauthor=False)


def queries() -> Path:
    """The folder of the query library, inside the package."""
    return Path(__file__).parent / "queries"


def is_address(place: str) -> bool:
    """Whether a place is the address of an endpoint rather than a path.

    >>> is_address("https://example.org/sparql"), is_address("graph.ttl")
    (True, False)
    """
    return place.lower().startswith(("https://", "http://"))
