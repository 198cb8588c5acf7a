"""A scene as one HTML page that needs nothing else: no file beside it, no network.

The page is drawn with vis-network, in the copy that the package pyvis ships; what is ours lies in the folder `page`.
The scene is in the page as JSON, which the scripts turn into text and nothing but text.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Any, Final

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.scene import Scene, SceneEdge, SceneNode
from rolegraph.render.text import Block
from rolegraph.render.text.layout import to_html

_FOLDER: Final = Path(__file__).with_name("page")
# One script, in this order: page.js, which starts everything, comes last.
_PARTS: Final = tuple(f"{name}.js" for name in "looks data labels drawing card legend table search page".split())
_LIBRARY: Final = "lib/vis-*/vis-network.min.js"
_IN_JSON: Final = re.compile("[<>&]")
_SOURCE_MAP: Final = re.compile(r"^//[#@] sourceMappingURL=.*$\n?", re.MULTILINE)


def page_html(scene: Scene, plan: Iterable[Block] = ()) -> str:
    """The page of a scene, the same text each time; for a report with a plan in words below the graph.

    >>> page_html(Scene("path", "A path", (), (), (), 0)).startswith("<!doctype html>")
    True
    """
    library, script, style = drawing_library(), _own_script(), _part("page.css")
    template = Template(_part("page.html"))
    return template.substitute(
        title=as_html(scene.title),
        policy=policy((library, script), style),
        style=style,
        data=as_json(scene_data(scene)),
        plan=_plan_html(plan),
        library=library,
        script=script,
    )


def _plan_html(plan: Iterable[Block]) -> str:
    text = to_html(plan, top=2)
    return f'<section id="plan" aria-label="Plan">\n{text}\n</section>' if text else ""


def as_html(text: str) -> str:
    """A text that is safe in HTML, whatever characters it has.

    >>> as_html("R&D <café>")
    'R&amp;D &lt;caf&#233;&gt;'
    """
    return html.escape(text).encode("ascii", "xmlcharrefreplace").decode("ascii")


def as_json(value: object) -> str:
    """JSON that cannot end or leave the script element that it stands in.

    >>> print(as_json({"label": "</script>\u2028"}))
    {"label":"\\u003c/script\\u003e\\u2028"}
    """
    # ASCII alone takes care of U+2028 and U+2029, and of lone surrogates, which no file in UTF-8 can hold.
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def inline_script(source: str) -> str:
    r"""A script that can stand in a page: nothing in it ends the element or looks for a source map.

    >>> inline_script("let end = '</script>';\n//# sourceMappingURL=a.map\n")
    "let end = '<\\/script>';\n"
    """
    # After "<!--" and "<script" a browser reads on past the next "</script>".
    source = re.sub(r"</(?=script)", r"<\\/", _SOURCE_MAP.sub("", source), flags=re.IGNORECASE)
    return source.replace("<!--", r"<\!--")


def policy(scripts: Sequence[str], style: str) -> str:
    """The page's Content-Security-Policy: these scripts and this style, pictures made in the page, nothing else."""
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(map(_fingerprint, scripts)),
        "style-src": _fingerprint(style),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def scene_data(scene: Scene) -> dict[str, Any]:
    """A scene as the page's scripts read it: fields by name, without those that are empty."""
    present = {node.kind for node in scene.nodes}
    return {
        "name": scene.name,
        "title": scene.title,
        "summary": scene.summary,
        "cut": scene.cut,
        "kinds": [{"kind": kind.value, "plural": kind.plural} for kind in Kind if kind in present],
        "nodes": [_node_data(node) for node in scene.nodes],
        "edges": [_filled(edge) for edge in scene.edges],
    }


@cache
def drawing_library() -> str:
    """The text of vis-network, from the files of pyvis."""
    # Importing pyvis takes seconds, and its files are all that is wanted.
    spec = find_spec("pyvis")
    folders = spec.submodule_search_locations if spec else None
    found = [path for folder in folders or () for path in Path(folder).glob(_LIBRARY)]
    if not found:
        raise RolegraphError("a page needs the files of vis-network, and pyvis is not installed: pip install pyvis")
    newest = max(found, key=lambda path: [int(number) for number in re.findall(r"\d+", path.parent.name)])
    return inline_script(newest.read_text(encoding="utf-8"))


@cache
def _own_script() -> str:
    parts = "\n".join(_part(name) for name in _PARTS)
    return inline_script(f'(() => {{\n"use strict";\n{parts}}})();\n')


@cache
def _part(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _fingerprint(source: str) -> str:
    digest = b64encode(sha256(source.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _node_data(node: SceneNode) -> dict[str, Any]:
    return {
        **_filled(node),
        "x": round(node.x, 2),
        "y": round(node.y, 2),
        "facts": [fact._asdict() for fact in node.facts],
        "sources": [source._asdict() for source in node.sources],
    }


def _filled(record: SceneNode | SceneEdge) -> dict[str, Any]:
    # No step is 0, and every other field that is empty or false is read as such where it is missing.
    return {name: value for name, value in record._asdict().items() if value}
