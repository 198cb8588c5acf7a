"""The text of a scene's page: what it holds, what it keeps out, and that it is the same each time."""

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
from rolegraph.model.nodes import Kind
from rolegraph.render.figures import page
from rolegraph.render.figures.page import as_html, as_json, inline_script, page_html, scene_data
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode, SourceLink
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


def scene_of(*nodes: SceneNode, edges: tuple[SceneEdge, ...] = (), title: str = "A scene") -> Scene:
    return Scene("scene", title, ("in a sentence",), nodes, edges, len(nodes))


def sixty_nodes() -> Scene:
    """As much as an answer in the README holds."""
    nodes = [
        SceneNode(
            f"https://w3id.org/rolegraph/id/skill/number-{number}", f"skill number {number}", Kind.SKILL,
            ("another name",), 100.0 * (number % 8), 90.0 * (number // 8),
            facts=(Fact("Definition", ("What it is, in a sentence of some length." * 3,)),),
            sources=(SourceLink("A source", "section 2", "https://example.org/source"),),
        )
        for number in range(60)
    ]  # fmt: skip
    edges = [SceneEdge(one.id, other.id, "related to", "a note") for one in nodes[:10] for other in nodes[10:20]]
    return scene_of(*nodes, edges=tuple(edges))


def test_a_page_refers_to_nothing_outside() -> None:
    parsed = Parsed(page_html(sixty_nodes()))
    for tag, attributes in parsed.elements:
        assert "src" not in attributes, tag
        assert tag != "base"
        assert attributes.get("href") in (None, "data:,", "#all"), attributes
        assert not any(name.startswith("on") or name == "style" for name in attributes), attributes
    assert "sourceMappingURL" not in page_html(sixty_nodes())
    for style in parsed.texts("style"):
        assert not re.search(r"@import|url\(|@font-face", style)


def test_only_the_scripts_and_the_style_of_the_page_may_run() -> None:
    parsed = Parsed(page_html(sixty_nodes()))
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


def test_the_same_scene_is_the_same_page() -> None:
    assert page_html(sixty_nodes()) == page_html(sixty_nodes())


def test_a_page_is_small_enough_to_send() -> None:
    assert len(page_html(sixty_nodes()).encode()) < 1_200_000


def test_a_hostile_name_ends_no_element() -> None:
    node = SceneNode(HOSTILE, HOSTILE, Kind.ROLE, (HOSTILE,), facts=(Fact(HOSTILE, (HOSTILE,)),))
    harmless = Parsed(page_html(scene_of(SceneNode("x:a", "a", Kind.ROLE))))
    parsed = Parsed(page_html(scene_of(node, title=HOSTILE)))
    assert [tag for tag, _ in parsed.elements] == [tag for tag, _ in harmless.elements]
    assert parsed.texts("title") == [HOSTILE]
    data = json.loads(parsed.texts("script")[0])
    assert data["nodes"][0]["label"] == data["title"] == HOSTILE


def test_a_page_can_be_written_whatever_is_in_it() -> None:
    text = page_html(scene_of(SceneNode("x:a", "\ud800\u2028\0", Kind.TIP), title="\ud800 & \udfff"))
    assert "\u2028" not in text
    assert text.encode("utf-8")


def test_what_is_empty_takes_no_room() -> None:
    data = scene_data(scene_of(SceneNode("x:a", "a", Kind.TIP), SceneNode("x:b", "b", Kind.ROLE, step=1, x=1 / 3)))
    assert data["nodes"] == [
        {"id": "x:a", "label": "a", "kind": "tip", "x": 0.0, "y": 0.0, "facts": [], "sources": []},
        {"id": "x:b", "label": "b", "kind": "role", "x": 0.33, "y": 0.0, "step": 1, "facts": [], "sources": []},
    ]
    assert data["kinds"] == [{"kind": "role", "plural": "roles"}, {"kind": "tip", "plural": "tips"}]


def test_without_its_library_a_page_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "find_spec", lambda name: None if name == "pyvis" else find_spec(name))
    page.drawing_library.cache_clear()
    with pytest.raises(RolegraphError, match="pip install pyvis"):
        page_html(scene_of())
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
    node = SceneNode("x:a", "a\x1b[31m\x07\u202eb\\u202e\u200dc", Kind.ROLE)
    page = page_html(Scene("x", "t\x1b\u2066", (), (node,), (), 1))
    assert r'"label":"a[31mb\\u202e\u200dc"' in page
    assert not re.search("[\x1b\x07\u202e\u2066]", page)
    assert "<title>t</title>" in page


def test_texts_json_and_scripts_are_escaped_for_a_page() -> None:
    assert as_html("R&D <café>") == "R&amp;D &lt;caf&#233;&gt;"
    assert as_json({"label": "</script>\u2028"}) == r'{"label":"\u003c/script\u003e\u2028"}'
    assert inline_script("let end = '</script>';\n//# sourceMappingURL=a.map\n") == "let end = '<\\/script>';\n"
