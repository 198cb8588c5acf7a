"""The page about the ontology: complete, safe, and the same as the one that is stored."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from tests.folders import ROOT

import rolegraph
from rolegraph.rdf.files import shipped
from rolegraph.render.figures.ontology_page import compact, ontology_html

PAGE = ontology_html()
TURTLE = (shipped("ontology") / "rolegraph.ttl").read_text()
SECTIONS = dict(re.findall(r'<section class="term" id="(\w+)">(.*?)</section>', PAGE, flags=re.DOTALL))


def row(term: str, title: str) -> str:
    """What the page says of a term under a title, without tags."""
    found = re.search(f"<dt>{title}</dt><dd>(.*?)</dd>", SECTIONS[term], flags=re.DOTALL)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


def test_the_stored_page_is_what_the_turtle_says() -> None:
    stored = ROOT / "docs/reference/ontology.html"
    assert stored.read_text() == PAGE, "run bin/docs"


def test_every_class_property_and_step_of_a_scale_is_there_with_its_definition() -> None:
    defined = re.findall(r"^(rg:\w+) a (?:owl|rg):\w+[^;]*;", TURTLE, flags=re.MULTILINE)
    assert len(defined) > 90
    for name in defined:
        assert f'id="{name.removeprefix("rg:")}"' in PAGE, name
    assert [term for term, text in SECTIONS.items() if "<p></p>" in text] == []


def test_every_class_has_an_example_and_the_examples_are_valid() -> None:
    classes = re.findall(r"^rg:(\w+) a owl:Class", TURTLE, flags=re.MULTILINE)
    for name in classes:
        below = re.findall(r"rg:\w+", row(name, "Subclasses"))
        assert re.search(rf"a\s[^;]*\b({'|'.join((f'rg:{name}', *below))})\b", row(name, "Example")), name
    assert rolegraph.open(shipped("ontology") / "examples.ttl").validate().violations == ()


def test_anchors_are_unique_and_every_link_leads_somewhere() -> None:
    anchors = Counter(re.findall(r'id="([^"]+)"', PAGE))
    assert [anchor for anchor, count in anchors.items() if count > 1] == []
    assert set(re.findall(r'href="([^"]+)"', PAGE)) <= {f"#{anchor}" for anchor in anchors}


def test_nothing_is_loaded_and_nothing_runs() -> None:
    assert "default-src 'none'" in PAGE
    assert not re.search(r"<script|<link|<img|src=|@import|url\(", PAGE)


def test_a_union_is_read_as_its_members() -> None:
    assert row("field", "From") == "rg:Degree, rg:Certification"
    assert {"rg:field", "rg:degreeLevel", "rg:effort"} <= set(row("Degree", "Properties").split(", "))
    assert "rg:anyOf" in row("Degree", "Value of").split(", ")


@pytest.mark.parametrize(
    ("term", "title", "text"),
    [
        ("Skill", "Subclass of", "rg:Capability"),
        ("Role", "Rules", "a role needs a name: add one skos:prefLabel"),
        ("closeTo", "Direction", "stated once, read in both directions"),
    ],
)
def test_what_a_term_s_section_says(term: str, title: str, text: str) -> None:
    assert text in row(term, title)


def test_what_the_turtle_says_is_text(tmp_path: Path) -> None:
    for name in ("shapes", "alignments", "examples"):
        (tmp_path / f"{name}.ttl").write_bytes((shipped("ontology") / f"{name}.ttl").read_bytes())
    hostile = TURTLE.replace('"role"@en', '"<script>alert(1)</script> & \\"role\\""@en', 1)
    (tmp_path / "rolegraph.ttl").write_text(hostile)
    page = ontology_html(tmp_path)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;role&quot;" in page


def test_an_iri_is_shortened_by_a_prefix_that_readers_know() -> None:
    assert compact("https://w3id.org/rolegraph/ns#Role") == "rg:Role"
    assert compact("https://example.org/x") == "https://example.org/x"
