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
from rolegraph.render.figures.scene import Scene, SceneEdge, SceneNode, kinds_of
from rolegraph.render.text import Block, without_controls
from rolegraph.render.text.layout import to_html

_FOLDER: Final = Path(__file__).with_name("page")
# One script, in this order: page.js, which starts everything, comes last.
_SCRIPTS: Final = "looks data labels drawing card legend table search page".split()
_LIBRARY: Final = "lib/vis-*/vis-network.min.js"
_IN_JSON: Final = re.compile("[<>&]")
# What `without_controls` leaves out, as JSON escapes it, or a backslash.
_CONTROL: Final = re.compile(r"(\\\\)|\\(?:[bf]|u(?:00(?:[01].|7f|[89].)|202[a-e]|206[6-9]|fff[ef]))")
_SOURCE_MAP: Final = re.compile(r"^//[#@] sourceMappingURL=.*$\n?", re.MULTILINE)


def page_html(scene: Scene, plan: Iterable[Block] = ()) -> str:
    """The page of a scene, the same text each time; for a report with a plan in words below the graph."""
    library, style = drawing_library(), part("page.css")
    scripts = "\n".join(part(f"{name}.js") for name in _SCRIPTS)
    script = inline_script(f'(() => {{\n"use strict";\n{scripts}}})();\n')
    words = to_html(plan, top=2)
    return Template(part("page.html")).substitute(
        language=as_html(scene.language or "en"),
        title=as_html(scene.title),
        policy=policy((library, script), style),
        style=style,
        data=as_json(scene_data(scene)),
        plan=f'<section id="plan" aria-label="Plan">\n{words}\n</section>' if words else "",
        library=library,
        script=script,
    )


def part(name: str) -> str:
    """A file of the folder `page`."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def as_html(text: str) -> str:
    """A text that is safe in HTML, whatever characters it has."""
    return html.escape(without_controls(text)).encode("ascii", "xmlcharrefreplace").decode("ascii")


def as_json(value: object) -> str:
    """JSON that cannot end or leave the script element that it stands in."""
    # ASCII alone takes care of U+2028 and U+2029, and of lone surrogates, which no file in UTF-8 can hold.
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    text = _CONTROL.sub(lambda found: found[1] or "", text)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def inline_script(source: str) -> str:
    """A script that can stand in a page: nothing in it ends the element or looks for a source map."""
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
    return {
        "name": scene.name,
        "title": scene.title,
        "summary": scene.summary,
        "cut": scene.cut,
        "kinds": [{"kind": kind.value, "plural": kind.plural} for kind in kinds_of(scene)],
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
