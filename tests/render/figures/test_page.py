"""The text of a page: what it holds, what it keeps out, and that it is the same each time."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import RolegraphError
from rolegraph.render.figures import page
from rolegraph.render.figures.page import Parts, as_html, as_json, document, inline_script
from rolegraph.render.text import without_controls

HOSTILE = "</script><img src=x onerror=alert(1)>"


class Parsed(HTMLParser):
    """A page's elements with their attributes, and the text inside each script, style and title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.open = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open = tag in ("script", "style", "title")
        if self.open:
            self.inside.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as inherited
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            tag, text = self.inside[-1]
            self.inside[-1] = (tag, text + data)

    def texts(self, tag: str) -> list[str]:
        return [text for name, text in self.inside if name == tag]


def page_of(title: str = "A title", data: object = None) -> str:
    """A page with all parts that there are."""
    body = '<main><ul id="found"></ul></main>'
    return document(Parts(title, ("in a sentence",), body, "en", data, ("explorer",), ("search",), network=True))


def test_a_page_refers_to_nothing_outside() -> None:
    parsed = Parsed(page_of())
    for tag, attributes in parsed.elements:
        assert "src" not in attributes, tag
        assert tag != "base"
        assert attributes.get("href") in (None, "data:,", "#all"), attributes
        assert not any(name.startswith("on") or name == "style" for name in attributes), attributes
    assert "sourceMappingURL" not in page_of()
    for style in parsed.texts("style"):
        assert not re.search(r"@import|url\(|@font-face", style)


def test_only_the_scripts_and_the_style_of_the_page_may_run() -> None:
    parsed = Parsed(page_of())
    policy = next(attributes["content"] or "" for _, attributes in parsed.elements if "http-equiv" in attributes)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    _, library, script = parsed.texts("script")
    (style,) = parsed.texts("style")
    prints = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in (library, script, style)]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == prints[:2]
    assert rules["style-src"] == prints[2]
    assert rules["img-src"] == "data: blob:"
    assert not re.search("unsafe|https?:|[*]", policy)


def test_the_same_parts_are_the_same_page() -> None:
    assert page_of() == page_of()


def test_a_hostile_name_ends_no_element() -> None:
    harmless, parsed = Parsed(page_of()), Parsed(page_of(HOSTILE, {"label": HOSTILE}))
    assert [tag for tag, _ in parsed.elements] == [tag for tag, _ in harmless.elements]
    assert parsed.texts("title") == [HOSTILE]
    assert json.loads(parsed.texts("script")[0]) == {"label": HOSTILE}


def test_a_page_can_be_written_whatever_is_in_it() -> None:
    text = page_of("\ud800 & \udfff", ["\ud800\u2028\0"])
    assert "\u2028" not in text
    assert text.encode("utf-8")


def test_without_its_library_a_page_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "find_spec", lambda name: None if name == "pyvis" else find_spec(name))
    page.drawing_library.cache_clear()
    with pytest.raises(RolegraphError, match="pip install pyvis"):
        page_of()
    page.drawing_library.cache_clear()


@given(st.text() | st.text("<>&/!-script\u2028\u2029\\\"'u0\x1b\b\u202e"))
def test_json_in_a_page_is_read_back_as_it_was_without_controls(text: str) -> None:
    written = as_json({"text": text})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"text": without_controls(text)}


@given(st.text("</scriptSCRIPT>!-a'\n", max_size=30))
def test_a_script_never_leaves_its_element(text: str) -> None:
    made = inline_script(f"'{text}'")
    assert "</script" not in made.lower()
    assert "<!--" not in made


@given(st.text())
def test_a_text_in_html_has_no_markup(text: str) -> None:
    assert not re.search("[<>\"']", as_html(text))
    assert as_html(text).isascii()


def test_a_page_has_no_character_that_steers_or_turns_text_around() -> None:
    page = page_of("t\x1b\u2066", {"label": "a\x1b[31m\x07\u202eb\\u202e\u200dc"})
    assert r'"label":"a[31mb\\u202e\u200dc"' in page
    assert not re.search("[\x1b\x07\u202e\u2066]", page)
    assert "<title>t</title>" in page


def test_texts_json_and_scripts_are_escaped_for_a_page() -> None:
    assert as_html("R&D <café>") == "R&amp;D &lt;caf&#233;&gt;"
    assert as_json({"label": "</script>\u2028"}) == r'{"label":"\u003c/script\u003e\u2028"}'
    assert inline_script("let end = '</script>';\n//# sourceMappingURL=a.map\n") == "let end = '<\\/script>';\n"
