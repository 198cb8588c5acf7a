"""How Sphinx builds the documentation: `bin/docs` runs it. It reads nothing from the network.

The pages are plain Markdown, which is read as well where the repository is: an index page lists its pages as links, and
its table of contents is made of these.
"""

from __future__ import annotations

import re
import shutil
from importlib.metadata import version as version_of
from inspect import getdoc
from pathlib import Path
from pydoc import locate
from typing import Final

from docutils import nodes
from pygments.lexer import inherit
from pygments.lexers.rdf import SparqlLexer
from pygments.token import Operator
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from rolegraph.render.figures.looks import TONES
from rolegraph.render.text.json_schema import field_descriptions

project = "rolegraph"
author = "The rolegraph developers"
project_copyright = author
release = version = version_of("rolegraph")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns: list[str] = []
nitpicky = True
# What others define, where annotations have it by a name of ours.
nitpick_ignore = {("py:class", name) for name in ("Path", "Network", "nx.Graph")}

myst_heading_anchors = 4
suppress_warnings = ["myst.strikethrough"]

default_role = "code"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = f"rolegraph {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_copy_source = False
html_show_sphinx = False
_COLOURS: Final = {
    "background-primary": "paper",
    "background-secondary": "panel",
    "background-border": "rule",
    "background-hover": "hover",
    "foreground-primary": "ink",
    "foreground-secondary": "muted",
    "foreground-muted": "muted",
    "brand-primary": "accent",
    "brand-content": "accent",
    "brand-visited": "accent",
}
"""What the theme calls a colour, and what the pictures do."""
_FONTS: Final = {"font-stack": 'system-ui, -apple-system, "Segoe UI", sans-serif'}
html_theme_options = {
    "light_css_variables": _FONTS | {f"color-{name}": TONES[tone].light for name, tone in _COLOURS.items()},
    "dark_css_variables": {f"color-{name}": TONES[tone].dark for name, tone in _COLOURS.items()},
}

_LINK: Final = re.compile(r"\]\(((?:[\w-]{1,100}/index|[\w-]{1,100})\.md)\)")
"""A link to a page in the same folder, or to the index of a folder in it."""

_SPARQL: Final = type("_Sparql", (SparqlLexer,), {"tokens": {"root": [(r"\|", Operator), inherit]}})
"""Pygments does not know the alternatives of a property path."""


def setup(app: Sphinx) -> None:
    """Tell Sphinx what is done to each page as it is read."""
    app.connect("source-read", _add_contents)
    app.connect("autodoc-process-docstring", _describe, priority=600)
    app.connect("missing-reference", _refer)
    app.connect("build-finished", _add_ontology)
    app.add_lexer("sparql", _SPARQL)


def _add_contents(_app: Sphinx, page: str, source: list[str]) -> None:
    """Append to an index page a hidden table of contents: what lies below it, in the order in which it is linked."""
    if Path(page).name == "index" and (below := dict.fromkeys(_LINK.findall(source[0]))):
        source[0] += "\n\n```{toctree}\n:hidden:\n\n" + "\n".join(below) + "\n```\n"


def _describe(_app: Sphinx, what: str, name: str, value: object, _options: object, lines: list[str]) -> None:
    """What docstrings say of a field, in place of what Python says of all of named tuples; of a property as it is.

    Napoleon takes what stands before a colon for a type.
    """
    if what == "attribute" and lines and lines[0].startswith("Alias for field number"):
        kind, _, field = name.rpartition(".")
        lines[:] = [field_descriptions(locate(kind)).get(field, ""), ""]
    elif what == "property" and "---" not in (doc := getdoc(value) or ""):
        lines[:] = [*doc.splitlines(), ""]


def _refer(app: Sphinx, env: BuildEnvironment, node: pending_xref, shown: nodes.TextElement) -> nodes.Node | None:
    """A reference to what of ours is on a page, by its last name; to what is not ours there is no link."""
    if node.get("refdomain") != "py":
        return None
    name, domain = str(node["reftarget"]), env.get_domain("py")
    ours = [each for each, *_ in domain.get_objects() if each.endswith("." + name.rpartition(".")[2])]
    if ours:
        return domain.resolve_xref(env, str(node["refdoc"]), app.builder, "obj", min(ours, key=len), node, shown)
    return shown if not name.startswith("rolegraph") and locate(name) is not None else None


def _add_ontology(app: Sphinx, error: Exception | None) -> None:
    """Put the page of the ontology, which is HTML already, beside the one that links it."""
    if error is None and app.builder.format == "html":
        page = Path("reference", "ontology.html")
        shutil.copyfile(app.srcdir / page, app.outdir / page)
