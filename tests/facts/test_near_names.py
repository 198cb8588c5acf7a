"""A name that no node has exactly means one that says the same and nothing more, or nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph import Kind, Node
from rolegraph.facts.lexicon import Lexicon, MemoryLexicon
from rolegraph.facts.near_names import like, spellings
from rolegraph.facts.stored_lexicon import StoredLexicon, write_names
from rolegraph.model.nodes import node_iri, slugify

TOOLS = (
    "Structured query language SQL",
    "Microsoft SQL Server",
    "Customer relationship management CRM software",
    "Hypertext markup language HTML",
    "Microsoft Excel",
    "Microsoft Word",
    "Word Perfect",
    "SAP software",
    "Node.js",
    "Python",
    "Claw hammers",
    "Oil-immersion microscope lenses",
    "Contract management software",
    "Rockwell Automation software",
    "Adobe eLearning Suite",
    "JavaScript Object Notation JSON",
    "Extensible markup language XML",
    "Epic Systems",
)
SKILLS = ("use microsoft office", "accounting", "logic", "visualization", "communication", "information technology")
ROLES = ("Nurse", "Head Chef", "Secretary")


def lexicon() -> MemoryLexicon:
    kinds = ((Kind.TOOL, TOOLS), (Kind.SKILL, SKILLS), (Kind.ROLE, ROLES))
    labels = [(kind, label) for kind, some in kinds for label in some]
    return MemoryLexicon([(Node(node_iri(kind, slugify(label, kind)), kind, label), []) for kind, label in labels])


def meant(names: Lexicon, name: str, *kinds: Kind) -> str | None:
    """As `RoleGraph.resolve` looks for it."""
    for spelling, among in spellings(name, kinds):
        if found := names.find(spelling, among):
            return found[0].label if len(found) == 1 else None
    found_alike = like(names, name, kinds)
    return found_alike.label if found_alike else None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("sql", "Structured query language SQL"),
        ("CRM", "Customer relationship management CRM software"),
        ("html", "Hypertext markup language HTML"),
        ("excel", "Microsoft Excel"),
        ("ms excel", "Microsoft Excel"),
        ("word", "Microsoft Word"),
        ("sap", "SAP software"),
        ("nodejs", "Node.js"),
        ("node js", "Node.js"),
        ("Microsoft Python", "Python"),
        ("python programming language", "Python"),
        ("python scripting", "Python"),
        ("microsoft office", "use microsoft office"),
        ("visualisation", "visualization"),
        ("communication skills", "communication"),
        ("knowledge of accounting", "accounting"),
        ("nurses", "Nurse"),
        ("head chefs", "Head Chef"),
        ("secretaries", "Secretary"),
        ("I am a nurse", "Nurse"),
        ("I'm a head chef", "Head Chef"),
        ("a secretary", "Secretary"),
        ("I am accounting", None),
        ("a python", None),
        # Never guessed: what says more, or something else.
        ("server", None),
        ("hammers", None),
        ("claw", None),
        ("systems", None),
        ("query language", None),
        ("office", None),
        ("accounting software", None),
        ("oil", None),
        ("contract management", None),
        ("automation systems", None),
        ("elearning", None),
        ("JSON", "JavaScript Object Notation JSON"),
        ("xml", "Extensible markup language XML"),
        ("logic programming", None),
        ("js", None),
        ("it", None),
        ("chef", None),
        ("http://example.org/sql", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_what_a_name_is_taken_for(name: str, label: str | None, tmp_path: Path) -> None:
    memory = lexicon()
    write_names(memory, tmp_path / "names")
    for names in (memory, StoredLexicon(tmp_path / "names")):
        assert meant(names, name) == label


def test_only_kinds_that_are_asked_for_are_found() -> None:
    assert meant(lexicon(), "nurses", Kind.SKILL, Kind.TOOL) is None
    assert meant(lexicon(), "sql", Kind.ROLE) is None
    assert meant(lexicon(), "sql", Kind.TOOL) == "Structured query language SQL"


def test_of_several_with_the_same_letters_it_is_the_one_whose_label_has_them() -> None:
    skill = Node(node_iri(Kind.SKILL, "machine-learning"), Kind.SKILL, "machine learning")
    course = Node(node_iri(Kind.CERTIFICATION, "ml"), Kind.CERTIFICATION, "Certification in machine learning")
    names = MemoryLexicon([(skill, []), (course, ["machine learning"])])
    assert meant(names, "machinelearning") == "machine learning"


def test_an_abbreviation_that_two_have_is_not_guessed() -> None:
    labels = ("Computer aided design CAD software", "Computer assisted dispatch CAD")
    names = MemoryLexicon([(Node(node_iri(Kind.TOOL, slugify(label)), Kind.TOOL, label), []) for label in labels])
    assert meant(names, "cad") is None


@given(st.text(max_size=90))
def test_any_text_has_other_spellings_or_none(name: str) -> None:
    found = [spelling for spelling, _ in spellings(name)]
    assert len(found) == len(set(found))
    like(lexicon(), name)
