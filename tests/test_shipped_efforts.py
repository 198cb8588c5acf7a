"""The efforts and prerequisites of what is shipped: in line with the rules of docs/explanation/shipped-graph.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rolegraph
from rolegraph.model.nodes import LEARNABLE_KINDS, slug_of
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from tests.folders import ROOT
from tests.shipped import FOLDER

GRAPH = rolegraph.open(FOLDER)
EFFORTS = {iri: float(text) for iri, text in GRAPH.dataset.pairs(RG + "effort")}
_GUIDE = (ROOT / "docs/explanation/shipped-graph.md").read_text()
GUIDE = {
    kind.partition(" (")[0]: (float(low), float(high))
    for kind, low, high in re.findall(r"^\| (.*?) \| (\d+) to (\d+) \|", _GUIDE, flags=re.MULTILINE)
}
"""The rows of the guide's table of efforts: kind of capability, least and most hours."""


def test_a_kind_takes_somewhat_more_than_its_cheapest_member() -> None:
    # Else a plan would have people learn "query languages" rather than one of them.
    ranges = {kind: (min(members), 2 * min(members)) for kind, members in _members().items()}
    odd = {kind: (EFFORTS[kind], low, high) for kind, (low, high) in ranges.items() if not low < EFFORTS[kind] <= high}
    assert odd == {}


def _members() -> dict[str, list[float]]:
    """For each kind the hours of what is learned as one of it; not of what builds on another of its members."""
    pairs = {(one, kind) for one, kind in GRAPH.dataset.pairs(SKOS + "broader") if {one, kind} <= EFFORTS.keys()}
    before = set(GRAPH.dataset.pairs(RG + "prerequisite"))
    members: dict[str, list[float]] = {}
    for one, kind in pairs:
        if not any((one, other) in before for other, same in pairs if same == kind):
            members.setdefault(kind, []).append(EFFORTS[one])
    return members


def test_efforts_are_in_the_ranges_of_the_guide_or_say_why_not() -> None:
    noted = {GRAPH.dataset.objects(iri, RDF + "subject")[0] for iri in _remarks_on_efforts()}
    odd = {
        iri: effort
        for iri, effort in EFFORTS.items()
        if iri not in noted | _members().keys() and not any(low <= effort <= high for low, high in _ranges(iri))
    }
    assert odd == {}


def _ranges(iri: str) -> Iterator[tuple[float, float]]:
    """The ranges of the guide\'s rows that a capability may be of."""
    groups = {slug_of(group) for group in GRAPH.dataset.objects(iri, SKOS + "broader")}
    if "tool" in iri.split("/"):
        languages = {slug_of(one) for one in GRAPH.dataset.objects(iri, RG + "category")} == {"programming-languages"}
        tools = ("A tool that one picks up at work", "A tool with one purpose", "A tool that is a field of its own")
        yield from (GUIDE[kind] for kind in (("A programming language",) if languages else tools))
    elif groups & {"working-with-others", "leading", "product-and-business", "ways-of-thinking"}:
        yield GUIDE["What is learned with people"]
    elif "mathematics-and-statistics" in groups and not GRAPH.dataset.objects(iri, RG + "prerequisite"):
        yield GUIDE["A discipline with theory"]  # nothing comes before it
    else:
        yield from (GUIDE["A method"], GUIDE["A subject within a discipline"], GUIDE["A discipline with theory"])


def test_what_the_guide_gives_as_examples_of_efforts_is_in_range() -> None:
    named = re.findall(r"^\| .*?\((.*?)\) \| (\d+) to (\d+) \|", _GUIDE, flags=re.MULTILINE)
    assert len(named) > 6
    for names, low, high in named:
        for name in names.split(", "):
            assert float(low) <= EFFORTS[GRAPH.resolve(name, LEARNABLE_KINDS).iri] <= float(high), name


def test_a_remark_on_an_effort_is_on_the_one_that_is_stated() -> None:
    assert _remarks_on_efforts()
    for iri in _remarks_on_efforts():
        (subject,), (effort,) = (GRAPH.dataset.objects(iri, RDF + term) for term in ("subject", "object"))
        assert EFFORTS[subject] == float(effort), subject


def _remarks_on_efforts() -> list[str]:
    return GRAPH.dataset.subjects(RDF + "predicate", RG + "effort")


def test_foundations_come_before_what_is_built_on_them() -> None:
    import networkx as nx

    before: nx.DiGraph[str] = nx.DiGraph()
    before.add_edges_from((slug_of(one), slug_of(other)) for one, other in GRAPH.dataset.pairs(RG + "prerequisite"))
    for capability, foundations in {
        "machine-learning": {"calculus", "linear-algebra", "probability", "statistics", "programming"},
        "deep-learning": {"machine-learning", "calculus"},
        "large-language-models": {"programming"},
        "llm-fine-tuning": {"large-language-models", "machine-learning"},
        "apache-kafka": {"programming"},
        "kubernetes": {"containerization"},
    }.items():
        assert foundations <= nx.descendants(before, capability), capability
    # somebody who cleans tables need not be able to program
    assert "programming" not in nx.descendants(before, "data-cleaning")
