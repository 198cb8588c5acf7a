"""All names in the order of their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.server.pages.clients import shipped_graph

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, fold, without_accents
from rolegraph.server.name_index import NameIndex

INDEX = NameIndex(shipped_graph())
NAMED = list(shipped_graph().lexicon.names())
NAMES = {name for _, name, _ in NAMED}
PLAIN: dict[str, list[str]] = {}
for _node, _name, _ in NAMED:
    PLAIN.setdefault(_node.iri, []).append(without_accents(_name))


def labels(text: str, graph: RoleGraph | None = None, **options: object) -> list[str]:
    """The labels of what is found."""
    graph = graph or shipped_graph()
    index = INDEX if graph is shipped_graph() else NameIndex(graph)
    found, _ = index.search(text, **options)  # type: ignore[arg-type]
    nodes = (graph.lexicon.with_iri(one.iri) for one in found)
    return [node.label for node in nodes if node is not None]


@given(st.sampled_from(sorted(NAMES)), st.integers(1, 12))
def test_whoever_has_a_name_is_found_by_its_beginning(name: str, letters: int) -> None:
    found, total = INDEX.search(name[:letters])
    assert total == len(found) == len({one.iri for one in found})
    begun = name[:letters].rstrip()
    having = {node.iri for node, other, _ in NAMED if other.startswith(begun)}
    assert having - shipped_graph().dataset.only_below <= {one.iri for one in found}


@given(st.text(max_size=12))
def test_any_text_is_searched_for_and_what_is_found_has_it(text: str) -> None:
    wanted = without_accents(fold(text))
    for one in INDEX.search(text)[0]:
        assert any(all(word in name for word in wanted.split()) for name in PLAIN[one.iri])


def test_the_label_itself_is_first_and_the_wide_before_the_narrow() -> None:
    assert labels("sql")[0] == "SQL"
    assert labels("data scientist")[0] == "Data Scientist"
    assert labels("SQL tuning")[0] == "query optimization"


def test_a_whole_word_is_before_the_beginning_of_another() -> None:
    assert labels("java")[:2] == ["Java", "JavaScript"]
    assert labels("c")[0] == "C"


def test_the_last_word_of_a_label_says_what_something_is() -> None:
    found = labels("engineer", kinds=(Kind.ROLE,))
    assert {label.split()[-1] for label in found[:5]} == {"Engineer"}


def test_words_are_found_in_any_order_and_within_others() -> None:
    assert "Data Engineer" in labels("engineer data")
    assert "PostgreSQL" in labels("gresq")


def test_accents_make_no_difference() -> None:
    assert labels("écónomics") == labels("economics")


@pytest.mark.parametrize("kinds", [(Kind.ROLE,), CAPABILITY_KINDS])
def test_only_what_is_asked_for_is_found(kinds: tuple[Kind, ...]) -> None:
    found, total = INDEX.search("data", kinds, 3)
    assert len(found) == 3 < total
    assert {one.kind for one in found} <= set(kinds)


def test_another_name_that_has_it_is_named() -> None:
    small = rolegraph.open(SMALL)
    ((iri, kind, name),), total = NameIndex(small).search("bread")
    assert (iri.rpartition("/")[2], kind, name, total) == ("baker", Kind.ROLE, "bread maker", 1)


def test_nothing_is_found_for_nothing() -> None:
    assert INDEX.search("  ") == ([], 0)
    assert INDEX.search("\0zz") == ([], 0)
