"""Where rolegraph keeps what it ships, and where it keeps what is the user's own."""

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
