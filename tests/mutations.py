"""Graphs in our vocabulary with some things wrong: a small sound graph in which statements and terms are changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from rolegraph.model.nodes import Kind
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.vocabulary import DCTERMS, ID, PROV, RDF, RDFS, RG, SKOS, SOURCE, XSD
from tests.folders import FIXTURES

Value = NamedNode | BlankNode | Literal
Subject = NamedNode | BlankNode

# What the small graph has not: one of everything else that there are shapes for.
_MORE: Final = """
@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix : <https://w3id.org/rolegraph/id/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix ex: <https://example.org/n/> .
<https://w3id.org/rolegraph/source/more> a rg:Source ; skos:prefLabel "More"@en , "Mehr"@de ; rg:version "1" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; rg:attribution "More and more" ;
    rg:contentHash "0000000000000000000000000000000000000000000000000000000000000000" .
:said a rg:Evidence ; prov:wasDerivedFrom <https://w3id.org/rolegraph/source/more> ; rg:section "Part" ; rg:line 3 ;
    rg:quote "words" .
:baker rg:hasOutlook :outlook ; rg:hasTip :tip , ex:tip ; rg:hasResponsibility :duty , ex:duty ; skos:broader ex:group ;
    rg:preparation ex:zone ; rg:hasRating ex:rating ; rg:inDemand ex:mixer ; rg:usesTool ex:mixer .
:outlook a rg:Outlook ; rg:growth 2.5 ; rg:periodStart "2020"^^xsd:gYear ; rg:periodEnd "2030"^^xsd:gYear ;
    rg:authority "a bureau" ; rg:evidence :said .
:tip a rg:Tip ; skos:prefLabel "Taste"@en ; dcterms:description "Taste the dough."@en ; rg:evidence :said .
ex:tip a rg:Tip ; skos:prefLabel "Smell"@en ; dcterms:description "Smell the dough."@en ; rg:evidence :said .
:duty a rg:Responsibility ; skos:prefLabel "Bake"@en ; rg:evidence :said ; rg:taskType "core" .
ex:duty a rg:Responsibility ; skos:prefLabel "Sell"@en ; rg:evidence :said .
:posting a rg:Posting ; rg:title "Baker" ; rg:employer "A bakery" ; rg:place "Anywhere" ; rg:seniority rg:mid ;
    rg:payLow 10 ; rg:payHigh 20 ; rg:currency "EUR" ; rg:employmentType "Full Time" ; rg:evidence :said .
ex:paper a rg:Certification ; skos:prefLabel "A paper"@en ; rg:field <https://w3id.org/rolegraph/id/field/biology> .
:remark a rdf:Statement ; rdf:subject skill:sugar-work ; rdf:predicate rg:closeTo ; rdf:object skill:dough ;
    rg:strength 0.5 ; rg:evidence :said .
skill:heat skos:broader skill:french .
ex:group a rg:Group ; skos:prefLabel "Food trades"@en ; skos:notation "51" ; skos:broader ex:all .
ex:all a rg:Group ; skos:prefLabel "All trades"@en .
ex:zone a rg:Group ; skos:prefLabel "Some preparation"@en ; rg:rank 2 .
ex:chosen a rg:Collection ; skos:prefLabel "Chosen"@en ; skos:member skill:dough , :baker .
ex:rating a rg:Rating ; rg:rates skill:dough ; rg:importance 3.5 ; rg:level rg:proficient ;
    rg:sourceLevel 4.0 ; rg:standardError 0.2 ; rg:share 50.0 .
ex:mixer a rg:Tool ; skos:prefLabel "Mixer"@en , "Mixer"@de ; skos:hiddenLabel "mixr" ; rg:hotTechnology true ;
    skos:definition "Mixes."@en ; rg:effort 3.5 ; rg:category ex:machines .
ex:machines a rg:Category ; skos:prefLabel "Machines"@en .
ex:seller a rg:Role ; skos:prefLabel "Seller"@en ; rg:hasRequirement ex:selling ; rg:requires ex:talk .
ex:selling a rg:Requirement ; rg:anyOf ex:talk ; rg:necessity rg:essential ; rg:level rg:working ; rg:importance 4.0 ;
    rg:sourceLevel 3.0 ; rg:standardError 0.1 ; rg:signallingValue 0.5 ; rg:evidence :said ; skos:note "much" .
ex:talk a rg:Skill ; skos:prefLabel "Talk"@en ; rg:skillType "knowledge" ; rg:reuseLevel "cross-sector" .
"""
_HERE: Final = NamedNode(SOURCE + "more")
SOUND: Final = (
    *read_quads(FIXTURES / "small.ttl"),
    *(Quad(one.subject, one.predicate, one.object, _HERE) for one in parse(_MORE, format=RdfFormat.TURTLE)),
)
"""The graph that is changed; nothing is wrong with it."""

_NODES: Final[tuple[NamedNode, ...]] = tuple(
    sorted({quad.subject for quad in SOUND if isinstance(quad.subject, NamedNode)}, key=str)
)
_PREDICATES: Final = (
    *sorted({quad.predicate for quad in SOUND}, key=str),
    NamedNode(RDFS + "subClassOf"),
    NamedNode(RDFS + "label"),
    NamedNode(SKOS + "related"),
    NamedNode(SKOS + "exactMatch"),
    NamedNode(DCTERMS + "modified"),
    NamedNode("https://example.org/own"),
)
_CLASSES: Final = (*(kind.class_iri for kind in Kind), RG + "Evidence", RG + "Capability", RG + "Level")
_CLASS_NODES: Final = tuple(map(NamedNode, (*_CLASSES, RDF + "Statement", SKOS + "Concept", PROV + "Entity")))
# Names of many forms: of other kinds, without a last part, of signs.
_NAMES: Final[tuple[Subject, ...]] = (
    BlankNode("b"),
    BlankNode("c"),
    *(NamedNode(f"{ID}{kind.value}/other") for kind in Kind),
    NamedNode(ID + "unheard/of"),
    NamedNode(SOURCE + "other"),
    NamedNode(SOURCE),
    NamedNode(ID + "skill/"),
    NamedNode("urn:x"),
    NamedNode("https://example.org/"),
    NamedNode("https://example.org"),
    NamedNode("https://example.org/n/x#"),
    NamedNode("https://example.org/%20é'"),
    NamedNode(RG + "essential"),
    NamedNode(RG + "working"),
)
_DATATYPES: Final = tuple(
    XSD + name
    for name in (
        "integer decimal double float boolean string date dateTime gYear anyURI byte nonNegativeInteger duration"
    ).split()
)
_TEXTS: Final = (
    *(
        "",
        " ",
        "0",
        "1",
        "-1",
        "2",
        "0.5",
        "1.5",
        "3.0",
        "999999999999999",
        "99999999999999999999999",
        "1e400",
        "1E0",
        "INF",
        "-INF",
    ),
    *("NaN", "1e-320", "1e308", "12345678901234567.5", "true", "false", "yes", "2020", "-2020", "12020", "2020-02-29"),
    *("2020Z", "0000", "EUR", "x", "a/b", "é", "\u200d", "\x01", "\n", '"^^<x>', "<b>", "+1", "1.", "00001", " 1 "),
)
_LANGUAGES: Final = ("en", "de", "en-GB", "x-klingon", "ar")
_GRAPHS: Final = (
    _HERE,
    NamedNode(SOURCE + "small"),
    NamedNode(SOURCE + "undeclared"),
    NamedNode("https://example.org/files/roles.ttl"),
    BlankNode("g"),
)
Pick = Callable[[int], int]
"""A number below another."""


def _literal(pick: Pick) -> Literal:
    text = _TEXTS[pick(len(_TEXTS))]
    form = pick(4)
    if form == 0:
        return Literal(text)
    if form == 1:
        return Literal(text, language=_LANGUAGES[pick(len(_LANGUAGES))])
    return Literal(text, datatype=NamedNode(_DATATYPES[pick(len(_DATATYPES))]))


def _value(pick: Pick, quads: Sequence[Quad]) -> Value:
    form = pick(6)
    if form == 0:
        return _literal(pick)
    if form == 1:
        return _NAMES[pick(len(_NAMES))]
    if form == 2:
        return _NODES[pick(len(_NODES))]
    if form == 3:
        return _CLASS_NODES[pick(len(_CLASS_NODES))]
    return quads[pick(len(quads))].object  # type: ignore[return-value]


def _like(pick: Pick, quads: Sequence[Quad], predicate: NamedNode) -> Value:
    """A value that something else has with a predicate."""
    alike = [quad.object for quad in quads if quad.predicate == predicate]
    return alike[pick(len(alike))] if alike else _value(pick, quads)  # type: ignore[return-value]


def _renamed(quads: Sequence[Quad], old: object, new: Subject) -> list[Quad]:
    def name(term: Value) -> Value:
        return new if term == old else term

    return [Quad(name(quad.subject), quad.predicate, name(quad.object), quad.graph_name) for quad in quads]  # type: ignore[arg-type]


def _without(quads: Sequence[Quad], dropped: Quad) -> list[Quad]:
    return [quad for quad in quads if quad is not dropped]


def _stated(quad: Quad, **parts: Any) -> Quad:
    """A statement with other parts."""
    names = ("subject", "predicate", "object", "graph_name")
    known = {name: getattr(quad, name) for name in names} | parts
    return Quad(known["subject"], known["predicate"], known["object"], known["graph_name"])


def _drop(_: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return _without(quads, quad)


def _drop_predicate(_: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return [one for one in quads if one.predicate != quad.predicate]


def _drop_node(_: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return [one for one in quads if quad.subject not in (one.subject, one.object)]


def _change_value(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    value = _value(pick, quads) if pick(2) else _like(pick, quads, quad.predicate)
    return [*_without(quads, quad), _stated(quad, object=value)]


def _add_value(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    value = _value(pick, quads) if pick(2) else _like(pick, quads, quad.predicate)
    return [*quads, _stated(quad, object=value)]


def _change_text(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    value = _literal(pick) if isinstance(quad.object, Literal) else quad.subject
    return [*_without(quads, quad), _stated(quad, object=value)]


def _change_subject(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return [*_without(quads, quad), _stated(quad, subject=_NODES[pick(len(_NODES))])]


def _change_predicate(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return [*_without(quads, quad), _stated(quad, predicate=_PREDICATES[pick(len(_PREDICATES))])]


def _add_statement(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    subject, predicate = _NODES[pick(len(_NODES))], _PREDICATES[pick(len(_PREDICATES))]
    return [*quads, _stated(quad, subject=subject, predicate=predicate, object=_like(pick, quads, predicate))]


def _add_class(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return [*quads, _stated(quad, predicate=NamedNode(RDF + "type"), object=_CLASS_NODES[pick(len(_CLASS_NODES))])]


def _repeat(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return [*quads, _stated(quad, graph_name=_GRAPHS[pick(len(_GRAPHS))])]


def _move_source(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    new = _GRAPHS[pick(len(_GRAPHS))]
    return [_stated(one, graph_name=new) if one.graph_name == quad.graph_name else one for one in quads]


def _rename(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return _renamed(quads, quad.subject, _NAMES[pick(len(_NAMES))])


def _merge(pick: Pick, quads: Sequence[Quad], quad: Quad) -> list[Quad]:
    return _renamed(quads, quad.subject, _NODES[pick(len(_NODES))])


_CHANGES: Final = (
    *(_drop, _drop_predicate, _drop_node, _change_value, _add_value, _change_text, _change_subject),
    *(_change_predicate, _add_statement, _add_class, _repeat, _move_source, _rename, _merge),
)


def mutate(pick: Pick, quads: Sequence[Quad]) -> list[Quad]:
    """A graph with one more thing changed."""
    change = _CHANGES[pick(len(_CHANGES))]
    return change(pick, quads, quads[pick(len(quads))]) or list(quads)
