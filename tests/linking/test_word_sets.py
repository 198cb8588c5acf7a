"""Names whose words a phrase has in another order or form."""

from __future__ import annotations

import pytest

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking.word_sets import WordSets, word_sets_of
from rolegraph.model.nodes import Kind, Node, node_iri, slugify

LEXICON = MemoryLexicon(
    [
        (Node(node_iri(Kind.SKILL, slugify(label)), Kind.SKILL, label), others)
        for label, others in (("data warehousing", ()), ("people management", ("managing staff",)), ("data", ()))
    ]
)


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("operating data at scale in warehouses", "data warehousing"),
        ("manage a staff of ten", "people management"),
        ("data", None),
        ("warehouses", None),
        ("manage data", None),
        ("", None),
        ("data in warehouses of staff that is managed", None),
    ],
)
def test_a_phrase_speaks_of_a_skill(phrase: str, label: str | None) -> None:
    node = WordSets(LEXICON).named_by(phrase)
    assert (node.label if node else None) == label


def test_wholly_means_all_words() -> None:
    sets = WordSets(LEXICON)
    assert sets.named_by("warehousing of data", wholly=True) is not None
    assert sets.named_by("warehousing of clean data", wholly=True) is None


def test_names_of_a_changed_lexicon_are_those_of_a_new_one() -> None:
    # a bug: word sets were those of the lexicon as it was at first
    one, other = (Node(node_iri(Kind.SKILL, slug), Kind.SKILL, slug) for slug in ("one", "other"))
    lexicon = MemoryLexicon([(one, ("data warehousing",)), (other, ("managing staff",))])
    assert word_sets_of(lexicon).named_by("warehouses of data") == one
    lexicon.replace(one.iri, [])
    lexicon.replace(other.iri, [(other, ("pricing models",))])
    for phrase in ("warehouses of data", "staff that is managed", "models for prices"):
        assert word_sets_of(lexicon).named_by(phrase) == WordSets(lexicon).named_by(phrase)
    assert word_sets_of(lexicon).named_by("models for prices") == other
    assert word_sets_of(lexicon).named_by("warehouses of data") is None
