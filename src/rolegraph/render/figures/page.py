"""Pages that need nothing else, no file beside them and no network: the shell of all of them.

A page's style, scripts and parts of HTML lie in the folder `page`. What scripts show is in the page as JSON, which they
turn into text and nothing but text. Networks are drawn with vis-network, in the copy that the package pyvis ships.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.render.figures.looks import css_variables, js_shapes
from rolegraph.render.text import without_controls

_FOLDER: Final = Path(__file__).with_name("page")
_LIBRARY: Final = "lib/vis-*/vis-network.min.js"
_IN_JSON: Final = re.compile("[<>&]")
# What `without_controls` leaves out, as JSON escapes it, or a backslash.
_CONTROL: Final = re.compile(r"(\\\\)|\\(?:[bf]|u(?:00(?:[01].|7f|[89].)|202[a-e]|206[6-9]|fff[ef]))")
_SOURCE_MAP: Final = re.compile(r"^//[#@] sourceMappingURL=.*$\n?", re.MULTILINE)


class Parts(NamedTuple):
    """What a page is made of.

    `title` and `summary` are texts, `body` is HTML in which all texts are escaped already. `data` is what the page's
    scripts read as JSON. `styles` and `scripts` name files of the folder `page`, without their endings, in their order
    after `common`; `network` is for pages that vis-network draws on. The policy of a page forbids attributes of style.
    """

    title: str
    summary: Sequence[str] = ()
    body: str = ""
    language: str = ""
    data: object = None
    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()
    network: bool = False


def document(parts: Parts) -> str:
    """A page that needs nothing else; the same parts give the same text."""
    style = css_variables() + "".join(part(f"{name}.css") for name in ("common", *parts.styles))
    script = "".join(part(f"{name}.js") for name in ("common", *parts.scripts))
    script = inline_script(f'(() => {{\n"use strict";\n{js_shapes()}{script}}})();\n')
    library = drawing_library() if parts.network else ""
    return Template(part("shell.html")).substitute(
        language=as_html(parts.language or "en"),
        title=as_html(parts.title),
        policy=policy([text for text in (library, script) if text], style),
        style=style,
        summary="".join(f"<p>{as_html(line)}</p>" for line in parts.summary if line),
        body=parts.body,
        data=as_json(parts.data),
        library=f"<script>{library}</script>\n" if library else "",
        script=script,
    )


def part(name: str) -> str:
    """A file of the folder `page`."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def search_box(placeholder: str) -> str:
    """The HTML of the box that `search.js` searches with; what stands in it while it is empty is HTML, too."""
    return Template(part("search.html")).substitute(placeholder=placeholder)


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
