"""How answers show themselves in a notebook: small tables of HTML, and Markdown for those that show no HTML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rolegraph.comparison import Comparison
from rolegraph.differences.model import Differences, PathDifferences
from rolegraph.model import Capability, Info, Role
from rolegraph.plans import LearningPath
from rolegraph.render.blocks import Block

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
    if isinstance(result, LearningPath):
        from rolegraph.render.path_view import path_blocks

        return path_blocks(result)
    if isinstance(result, Comparison):
        from rolegraph.render.comparison_view import comparison_blocks

        return comparison_blocks(result)
    if isinstance(result, Differences | PathDifferences):
        from rolegraph.render.diff_view import LIMIT, diff_blocks, path_diff_blocks

        return diff_blocks(result, LIMIT) if isinstance(result, Differences) else path_diff_blocks(result)
    from rolegraph.render.node_views import capability_blocks, role_blocks

    if isinstance(result, Role):
        return role_blocks(result)
    if isinstance(result, Capability):
        return capability_blocks(result)
    from rolegraph.render.list_views import info_blocks

    if isinstance(result, Info):
        return info_blocks(result)
    raise TypeError(f"nothing shows a {type(result).__name__}")
