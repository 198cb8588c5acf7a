"""How Sphinx builds the documentation: `bin/docs` runs it. It reads nothing from the network.

The pages are plain Markdown, which is read as well where the repository is: an index page lists its pages as links, and
its table of contents is made of these.
"""

from __future__ import annotations

import os
import re
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Final

from pygments.lexer import inherit
from pygments.lexers.rdf import SparqlLexer
from pygments.token import Operator
from sphinx.application import Sphinx

project = "rolegraph"
author = "The rolegraph developers"
project_copyright = author
release = version = version_of("rolegraph")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns: list[str] = []
nitpicky = True

myst_heading_anchors = 4
suppress_warnings = ["myst.strikethrough"]

html_theme = "furo"
html_title = f"rolegraph {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#a3195b", "color-brand-content": "#a3195b"},
    "dark_css_variables": {"color-brand-primary": "#ff8ac2", "color-brand-content": "#ff8ac2"},
}

_LINK: Final = re.compile(r"\]\(([\w/.-]{1,200}\.md)\)")
"""A link to another page, without a heading of it."""

_SPARQL: Final = type("_Sparql", (SparqlLexer,), {"tokens": {"root": [(r"\|", Operator), inherit]}})
"""Pygments does not know the alternatives of a property path."""


def setup(app: Sphinx) -> None:
    """Tell Sphinx what is done to each page as it is read."""
    app.connect("source-read", _add_contents)
    app.add_lexer("sparql", _SPARQL)


def _add_contents(_app: Sphinx, page: str, source: list[str]) -> None:
    """Append to an index page a hidden table of contents: what lies below it, in the order in which it is linked."""
    if Path(page).name != "index":
        return
    folder = Path(page).parent
    names = dict.fromkeys(name for name in _LINK.findall(source[0]) if not name.startswith(".."))
    below = [name for name in names if Path(os.path.normpath(folder / name)).with_suffix("").as_posix() != page]
    if below:
        source[0] += "\n\n```{toctree}\n:hidden:\n\n" + "\n".join(below) + "\n```\n"
