"""Which node an address is about, and what is said of it in statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import SourceError, UnknownNode
from rolegraph.facts.labels import evidence_of
from rolegraph.facts.labels import node as node_of
from rolegraph.facts.labels import nodes as nodes_of
from rolegraph.model.nodes import OURS, Kind, Node, node_iri, slug_of
from rolegraph.model.roles import Evidence
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, shorten
from rolegraph.render.figures.graph_explorer.contents import words_of, words_through

if TYPE_CHECKING:
    from starlette.requests import Request

    from rolegraph.graph import RoleGraph

# What pages show in other places, or what says nothing to who reads.
_SAID_ELSEWHERE: Final = frozenset(
    [
        *(RDF + "type", RG + "evidence", RG + "title"),
        *(SKOS + term for term in ("prefLabel", "altLabel", "hiddenLabel", "definition", "inScheme")),
    ]
)
_LONGEST, _CITED = 1_000, 60  # letters of a name or IRI, and of one that is too long, in a message
_WEB: Final = ("https://", "http://")


class RelatedNodes(NamedTuple):
    """Nodes that stand in one relation to another, by label."""

    words: str
    nodes: tuple[Node, ...]


class StatedTexts(NamedTuple):
    """Texts and numbers that one predicate states, each with the address that it is, if it is one."""

    words: str
    texts: tuple[tuple[str, str], ...]


def kind_and_slug(request: Request) -> tuple[Kind, str]:
    """What an address such as `/skill/statistics` is about."""
    return Kind(request.url.path.split("/")[1]), request.path_params["slug"]


def node_at(graph: RoleGraph, kind: Kind, slug: str) -> Node:
    """The node of `/KIND/SLUG`: that of this very name, or else what the slug means among nodes of the kind.

    UnknownNode and AmbiguousNode where there is none, or several.
    """
    _check_length(kind.value, slug)
    iri = node_iri(kind, slug)
    return node_of(graph.dataset, iri) if _is_stated(graph, iri) else graph.resolve(slug, (kind,))


def node_with_iri(graph: RoleGraph, iri: str) -> Node:
    """The node with an IRI, or that a name means; UnknownNode where there is none."""
    _check_length("node", iri)
    if not _is_stated(graph, iri):
        return graph.resolve(iri)
    try:
        return node_of(graph.dataset, graph.dataset.one(iri))
    except SourceError:
        raise UnknownNode("node", iri) from None


def _check_length(kind: str, name: str) -> None:
    """Refuse what is far longer than any name, before it is compared with all of them."""
    if len(name) > _LONGEST:
        raise UnknownNode(kind, name[:_CITED] + "…")


def _is_stated(graph: RoleGraph, iri: str) -> bool:
    return graph.lexicon.with_iri(iri) is not None or bool(graph.dataset.objects(iri, RDF + "type"))


def related(graph: RoleGraph, node: Node) -> list[RelatedNodes]:
    """The nodes that are stated to be related to a node, relation by relation."""
    found: dict[str, dict[str, None]] = {}
    for words, iri in _related(graph, node):
        found.setdefault(words, {})[iri] = None
    groups = ((words, nodes_of(graph.dataset, filter(_has_kind(graph), iris))) for words, iris in found.items())
    return [RelatedNodes(words, nodes) for words, nodes in groups if nodes]


def _related(graph: RoleGraph, node: Node) -> Iterator[tuple[str, str]]:
    dataset = graph.dataset
    for predicate, stated in dataset.about(node.iri):
        if predicate not in _SAID_ELSEWHERE and "://" in stated.value:
            yield words_of(predicate).forward, dataset.one(stated.value)
    for predicate, stated in dataset.pointing_at(node.iri):
        if (whole := words_through(predicate)) is None:
            yield words_of(predicate).backward, dataset.one(stated.value)
        else:  # what points here only describes how another node is related
            to, words = whole
            yield from ((words.backward, iri) for iri in dataset.subjects(to, stated.value))


def _has_kind(graph: RoleGraph) -> Callable[[str], bool]:
    """Whether an IRI is that of a node; a remark on a statement is none."""

    def known(iri: str) -> bool:
        try:
            found = node_of(graph.dataset, iri)
        except SourceError:
            return False
        return found.kind is not Kind.SOURCE or RDF + "Statement" not in graph.dataset.objects(iri, RDF + "type")

    return known


def texts_about(graph: RoleGraph, node: Node) -> list[StatedTexts]:
    """What is stated of a node in texts, numbers and addresses of others."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    has_kind = _has_kind(graph)
    for predicate, stated in graph.dataset.about(node.iri):
        if predicate not in _SAID_ELSEWHERE and not ("://" in stated.value and has_kind(stated.value)):
            is_web = stated.value.startswith(_WEB) and not stated.value.startswith(OURS)
            is_of_scale = stated.value.startswith(RG)
            pair = slug_of(stated.value) if is_of_scale else shorten(stated.value), stated.value if is_web else ""
            found.setdefault(words_of(predicate).forward, {})[pair] = None
    return [StatedTexts(words, tuple(texts)) for words, texts in found.items()]


def said_by(graph: RoleGraph, node: Node) -> tuple[Evidence, ...]:
    """The sources that state anything of a node, with where in them that is said of it where that is known."""
    evidence = evidence_of(graph.dataset, [node.iri])
    sources = nodes_of(graph.dataset, {stated.source for _, stated in graph.dataset.about(node.iri) if stated.source})
    known = {one.source for one in evidence}
    return (*evidence, *(Evidence(source) for source in sources if source not in known))


def titled(graph: RoleGraph, node: Node) -> str:
    """The title of what has no label, such as a posting; or else the label."""
    return (graph.dataset.value(node.iri, RG + "title") if node.label == node.slug else "") or node.label
