"""How answers show themselves in a notebook: small tables of HTML, and Markdown for those that show no HTML."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Final

from rolegraph.census import Stats
from rolegraph.comparison import Comparison
from rolegraph.differences.model import Differences, PathDifferences
from rolegraph.model import Capability, Info, Role
from rolegraph.moves import Nearest, Routes, WhatIf
from rolegraph.plans import LearningPath
from rolegraph.render.blocks import Block

# Which function shows a result; each is imported when there is something for it to show.
_VIEWS: Final[dict[type, str]] = {
    LearningPath: "path_view:path_blocks",
    Comparison: "comparison_view:comparison_blocks",
    Differences: "diff_view:diff_blocks",
    PathDifferences: "diff_view:path_diff_blocks",
    Nearest: "nearest_view:nearest_blocks",
    Routes: "route_view:route_blocks",
    WhatIf: "whatif_view:whatif_blocks",
    Stats: "census_view:stats_blocks",
    Role: "node_views:role_blocks",
    Capability: "node_views:capability_blocks",
    Info: "list_views:info_blocks",
}
_STYLE: Final = ".rolegraph td,.rolegraph th{text-align:left}.rolegraph .number{text-align:right}"


def bundle(result: object) -> dict[str, str]:
    """A result by media type, as IPython's `_repr_mimebundle_` gives it."""
    from rolegraph.render.html import to_html
    from rolegraph.render.markdown import to_markdown

    return {
        "text/html": f'<style>{_STYLE}</style><div class="rolegraph">{to_html(_blocks(result), top=3)}</div>',
        "text/markdown": to_markdown(_blocks(result)),
        "text/plain": repr(result) if len(repr(result)) < 500 else f"<{type(result).__name__}>",
    }


def _blocks(result: object) -> Iterable[Block]:
    for kind, view in _VIEWS.items():
        if isinstance(result, kind):
            module, name = view.split(":")
            blocks: Iterable[Block] = getattr(import_module(f"rolegraph.render.{module}"), name)(result)
            return blocks
    raise TypeError(f"nothing shows a {type(result).__name__}")
