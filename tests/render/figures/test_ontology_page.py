"""The page about the ontology: made from the Turtle, whole, safe, and what is stored."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.folders import ROOT

import rolegraph
from rolegraph.rdf.files import shipped
from rolegraph.render.figures.ontology_page import ontology_html, read_ontology

ONTOLOGY = read_ontology()
PAGE = ontology_html(ONTOLOGY)
TURTLE = (shipped("ontology") / "rolegraph.ttl").read_text()


def test_the_stored_page_is_what_the_turtle_says() -> None:
    stored = ROOT / "docs/ontology.html"
    assert stored.read_text() == PAGE, "run bin/docs"


def test_every_class_property_and_step_of_a_scale_is_there_with_its_definition() -> None:
    defined = re.findall(r"^(rg:\w+) a (?:owl|rg):\w+[^;]*;", TURTLE, flags=re.MULTILINE)
    assert len(defined) > 90
    for name in defined:
        assert f'id="{name.removeprefix("rg:")}"' in PAGE, name
    terms = [*(one.term for one in ONTOLOGY.classes), *(one.term for one in ONTOLOGY.properties)]
    assert [term.name for term in terms if not term.definition] == []


def test_every_class_has_an_example_and_the_examples_are_valid() -> None:
    assert [one.term.name for one in ONTOLOGY.classes if not one.example] == []
    for one in ONTOLOGY.classes:
        assert re.search(rf"a\s[^;]*\b({'|'.join((one.term.name, *one.below))})\b", one.example), one.term.name
    assert rolegraph.open(shipped("ontology") / "examples.ttl").validate().violations == ()


def test_anchors_are_unique_and_every_link_leads_somewhere() -> None:
    anchors = Counter(re.findall(r'id="([^"]+)"', PAGE))
    assert [one for one, count in anchors.items() if count > 1] == []
    assert set(re.findall(r'href="([^"]+)"', PAGE)) <= {f"#{one}" for one in anchors}


def test_nothing_is_loaded_and_nothing_runs() -> None:
    assert "default-src 'none'" in PAGE
    assert not re.search(r"<script|<link|<img|src=|@import|url\(", PAGE)


def test_a_union_is_read_as_its_members() -> None:
    field = next(one for one in ONTOLOGY.properties if one.term.name == "rg:field")
    assert field.domain == ("rg:Degree", "rg:Certification")
    degree = next(one for one in ONTOLOGY.classes if one.term.name == "rg:Degree")
    assert {"rg:field", "rg:degreeLevel", "rg:effort"} <= set(degree.outgoing)
    assert "rg:anyOf" in degree.incoming


def test_what_the_turtle_says_is_text(tmp_path: Path) -> None:
    for name in ("shapes", "alignments", "examples"):
        (tmp_path / f"{name}.ttl").write_bytes((shipped("ontology") / f"{name}.ttl").read_bytes())
    hostile = TURTLE.replace('"role"@en', '"<script>alert(1)</script> & \\"role\\""@en', 1)
    (tmp_path / "rolegraph.ttl").write_text(hostile)
    page = ontology_html(read_ontology(tmp_path))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;role&quot;" in page
