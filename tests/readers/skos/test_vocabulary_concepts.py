"""What concepts are: by position, and by the words in the names of classes and schemes."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pytest
from tests.readers.skos.vocabularies import CLASSIFICATION, PREFIXES

from rolegraph.model.nodes import Kind
from rolegraph.rdf.foreign import ForeignStore
from rolegraph.readers.skos.kind_rules import ready_rules
from rolegraph.readers.skos.vocabulary_concepts import Vocabulary, guessed_rules, necessity_words, short


def store_of(turtle: str) -> ForeignStore:
    store = ForeignStore()
    store.read(partial(io.BytesIO, (PREFIXES + turtle).encode()), Path("a.ttl"), "urn:file:0", lambda _: None)
    return store


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ex:WorkRole", Kind.ROLE),
        ("ex:Competency", Kind.SKILL),
        ("ex:Software", Kind.TOOL),
        ("ex:SkillLevel", None),
        ("ex:JobFamily", Kind.GROUP),
        ("ex:Cheese", None),
        ("skos:Concept", None),
    ],
)
def test_the_last_word_of_a_class_tells_what_it_is(words: str, kind: Kind | None) -> None:
    rules = guessed_rules(store_of(f"ex:a a {words} ; rdfs:label 'a' ."), ["a.ttl"])
    assert [rule.kind for rule in rules.kinds] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Nomenclature des métiers", Kind.ROLE),
        ("Kompetenzen", Kind.SKILL),
        ("ISCO-08", Kind.ROLE),
        ("Skills and occupations", None),
        ("Occupation groups", Kind.ROLE),
        ("Cheeses", None),
    ],
)
def test_the_title_of_a_scheme_tells_what_it_is_about(title: str, kind: Kind | None) -> None:
    turtle = f"ex:s skos:prefLabel '{title}' . ex:a a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel 'a' ."
    rules = guessed_rules(store_of(turtle), ["a.ttl"])
    assert [rule.kind for rule in rules.kinds][1:] == ([kind] if kind else [])


def test_the_place_in_a_hierarchy_that_is_written_in_both_directions() -> None:
    vocabulary = Vocabulary(store_of(CLASSIFICATION), ready_rules("skos"))
    places = {node.rpartition("/")[2]: vocabulary.position(node) for node in vocabulary.concepts}
    assert places == {
        "7": ("inner", "top"),
        "75": ("inner",),
        "7511": ("leaf",),
        "7512": ("leaf",),
        "old": ("leaf",),
    }


def test_a_circle_of_groups_ends() -> None:
    turtle = "".join(
        f"ex:{a} a skos:Concept ; skos:inScheme ex:jobs ; skos:prefLabel '{a}' ; skos:broader ex:{b} ."
        for a, b in ("ab", "ba")
    )
    store = store_of(turtle)
    assert set(Vocabulary(store, guessed_rules(store, [])).kinds().values()) == {Kind.GROUP}


def test_words_of_properties_tell_how_much_is_asked() -> None:
    assert necessity_words("http://x/relatedEssentialSkill") is not True
    assert necessity_words("http://x/requiresSkill") is True
    assert necessity_words("http://x/has_optional_skill") is False
    assert necessity_words("http://x/uses") is None


def test_iris_are_shown_as_rules_write_them() -> None:
    assert short("http://www.w3.org/2004/02/skos/core#broader") == "skos:broader"
    assert short("http://www.w3.org/2004/02/skos/core#a/b") == "<http://www.w3.org/2004/02/skos/core#a/b>"
    assert short("") == ""
