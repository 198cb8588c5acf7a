"""What a dataset states of a node: label and names, evidence, values on scales, numbers.

A node may have labels in many languages, all of which are its names. The one shown is in the first language of those
that people list; otherwise it is the one without a language; otherwise in the language that labels most nodes of the
graph, English among equals, so that an answer is in one language where one covers it. Nodes that would be shown by the
same label are told apart by a word in brackets. Evidence belongs to a node, or to a single statement by way of a remark
on it (`rdf:Statement`). What is on no scale, or no number, is an error that names file, line and cure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from rolegraph.facts.history import replacements, retired_names
from rolegraph.facts.lexicon import LexiconEntry
from rolegraph.model.languages import ENGLISH, Rank, listed, primary, rank
from rolegraph.model.nodes import (
    CAPABILITY_KINDS,
    DegreeLevel,
    Kind,
    Level,
    Necessity,
    Node,
    Seniority,
    fold,
    slug_of,
    slugify,
    without_accents,
)
from rolegraph.model.roles import Definition, Evidence
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import ID, RDF, RG, SKOS, SOURCE

Scale = TypeVar("Scale", Level, Seniority, DegreeLevel, Necessity)
Ordered = TypeVar("Ordered", Level, Seniority, DegreeLevel)

_MEMBERS: Final = {member.iri: member for scale in (Level, Seniority, DegreeLevel, Necessity) for member in scale}
_KIND_OF_CLASS: Final = {kind.class_iri: kind for kind in Kind}
_ORDER: Final = list(Kind).index
_KIND_OF_WORD: Final = {kind.value: kind for kind in Kind}
_BLANK: Final = "_:"  # nodes that only their own file can name
_OTHER_TERMS: Final = ("altLabel", "hiddenLabel", "notation")
_OTHER_NAMES: Final = tuple(SKOS + term for term in _OTHER_TERMS)
# `names_of`, and `names` that are not told apart, depend on statements with these predicates only.
NAMING: Final = frozenset((RDF + "type", SKOS + "prefLabel", *_OTHER_NAMES))
# Texts of an article, and what is only reached through a role: not known by a name.
_NAMELESS: Final = (Kind.REQUIREMENT, Kind.RATING, Kind.RESPONSIBILITY, Kind.OUTLOOK, Kind.TIP, Kind.POSTING)
# Kinds that are shown side by side: nodes of these are told apart; those of any other kind only among themselves.
_SHOWN_TOGETHER: Final = (Kind.ROLE, *CAPABILITY_KINDS)


def node(dataset: Dataset, iri: str) -> Node:
    """The node with its kind and label; a node without a label goes by its slug."""
    known: Node | None = dataset.cache.memo.get(iri)
    if known is None:
        label = _own_label(dataset, iri, dataset.texts(iri, SKOS + "prefLabel"))
        kind = kind_of(dataset, iri)
        if kind not in _NAMELESS and kind is not Kind.SOURCE:
            label = _told_apart(label, qualifiers(dataset).get(iri, ""))
        known = dataset.cache.memo[iri] = Node(iri, kind, label)
    return known


def plain_label(dataset: Dataset, iri: str) -> str:
    """The label of a node as it is stated, without what tells it apart from others of its name."""
    return _own_label(dataset, iri, dataset.texts(iri, SKOS + "prefLabel"))


Qualifiers = dict[str, str]
"""What tells a node apart from others of its name, by IRI; for most nodes there is nothing."""


def qualifiers(dataset: Dataset) -> Qualifiers:
    """By what nodes of one name are told apart; reads the labels of all nodes, once, unless they are kept."""
    known: Qualifiers | None = _recalled(dataset, qualifiers)
    if known is None:
        shown: dict[Kind, dict[str, list[str]]] = {}
        stated = _stated(dataset)
        for kind in Kind:
            if kind not in _NAMELESS and kind is not Kind.SOURCE:
                of_label = shown.setdefault(Kind.ROLE if kind in _SHOWN_TOGETHER else kind, {})
                for iri in dataset.subjects(RDF + "type", kind.class_iri):
                    if iri in stated and iri not in dataset.only_below:
                        of_label.setdefault(fold(_own_label(dataset, iri, stated[iri])), []).append(iri)
        known = {}
        for of_label in shown.values():
            for label, iris in of_label.items():
                if len(several := sorted(set(iris))) > 1:
                    known |= _qualifiers_among(dataset, several, label, of_label)
        remember_qualifiers(dataset, known)
    return known


def remember_qualifiers(dataset: Dataset, known: Qualifiers) -> None:
    """Let `qualifiers` give what is known from elsewhere, without reading all labels."""
    dataset.cache.memo[qualifiers] = known


_RECALL: Final = "what recalls the names that are kept"


def recall_with(dataset: Dataset, recall: Callable[[], object]) -> None:
    """Say what may remember qualifiers that are kept, before all labels are read for them."""
    dataset.cache.memo[_RECALL] = recall


def _recalled(dataset: Dataset, what: object) -> Any:
    """What is known, after what is kept has been recalled; None where nothing is."""
    if what not in dataset.cache.memo and (recall := dataset.cache.memo.pop(_RECALL, None)) is not None:
        recall()
    return dataset.cache.memo.get(what)


def _qualifiers_among(dataset: Dataset, iris: Sequence[str], label: str, taken: Container[str]) -> Qualifiers:
    """What tells several nodes of one name apart: their types or kinds, or else what is broader, sources, codes, slugs.

    With it none is called as another is already.
    """
    for describe in (_sort_of, _broader_of, _source_of, _code_of, _source_and_sort_of, lambda _, iri: slug_of(iri)):
        found = {iri: describe(dataset, iri) for iri in iris}
        told_apart = {fold(_told_apart(label, text)) for text in found.values() if fold(text) not in ("", label)}
        if len(told_apart) == len(iris) and not any(name in taken for name in told_apart):
            return found
    return {iri: iri for iri in iris}


def _sort_of(dataset: Dataset, iri: str) -> str:
    return min(dataset.objects(iri, RG + "skillType"), default="") or kind_of(dataset, iri).value


def _broader_of(dataset: Dataset, iri: str) -> str:
    broader = dataset.objects(iri, SKOS + "broader")
    return min((_own_label(dataset, one, dataset.texts(one, SKOS + "prefLabel")) for one in broader), default="")


def _code_of(dataset: Dataset, iri: str) -> str:
    return min(dataset.objects(iri, SKOS + "notation"), default="")


def _source_of(dataset: Dataset, iri: str) -> str:
    slugs = {slug_of(label.source) for label in dataset.statements(iri, SKOS + "prefLabel")}
    return min(slugs, key=lambda slug: (len(slug), slug), default="")


def _source_and_sort_of(dataset: Dataset, iri: str) -> str:
    source = _source_of(dataset, iri)
    return f"{source}, {_sort_of(dataset, iri)}" if source else ""


def _told_apart(label: str, qualifier: str) -> str:
    return f"{label} ({qualifier})" if qualifier else label


Languages = dict[str, list[str]]
"""What is known of the languages of labels.

As `TAGS` all of them, the language of most nodes first; as `CHOICE` the languages of labels that are one of several of
their node; as `COVERING` the languages that every node with a label has one in. A label may be in none, which is empty.
"""
TAGS: Final = "tags"
CHOICE: Final = "choice"
COVERING: Final = "covering"
_MOST_ASKED_FOR: Final = 6  # tags that a query asks for whether or not the first of them are enough


def languages(dataset: Dataset) -> Languages:
    """The languages of labels; reads the labels of all nodes, once."""
    known: Languages | None = _recalled(dataset, languages)
    if known is None:
        tagged = {(iri, tag) for iri, tag, _ in dataset.tagged(SKOS + "prefLabel")}
        several = Counter(iri for iri, _ in tagged)
        others = {*dataset.subjects(RDF + "type", Kind.SOURCE.class_iri), *dataset.only_below}
        labelled = {(iri, primary(tag)) for iri, tag in tagged}
        all_nodes = Counter(language for _, language in labelled)
        nodes_in = Counter(language for iri, language in labelled if iri not in others)
        order = sorted(filter(None, all_nodes), key=lambda word: (-nodes_in[word], word != ENGLISH, word))
        known = {
            TAGS: sorted({tag for _, tag in tagged}, key=lambda tag: rank(tag, (), tuple(order))),
            CHOICE: sorted({primary(tag) for iri, tag in tagged if several[iri] > 1}),
            COVERING: sorted(word for word, count in all_nodes.items() if count == len(several)),
        }
        remember_languages(dataset, known)
    return known


def language_order(dataset: Dataset) -> tuple[str, ...]:
    """The languages of labels without their regions, the one that labels most nodes first."""
    return tuple(filter(None, dict.fromkeys(map(primary, languages(dataset).get(TAGS, ())))))


def chosen_languages(dataset: Dataset) -> tuple[str, ...]:
    """Those that people list which make a difference to any label."""
    choice = languages(dataset).get(CHOICE, ()) if dataset.language else ()
    return tuple(tag for tag in listed(dataset.language) if primary(tag) in choice)


def remember_languages(dataset: Dataset, known: Languages) -> None:
    """Let `languages` give what is known from elsewhere, without reading all labels."""
    dataset.cache.memo[languages] = known


def ranked(dataset: Dataset, tag: str) -> Rank:
    """How much a text with a tag is preferred to others of its node: the least is shown."""
    wanted = listed(dataset.language)
    found = rank(tag, wanted)
    return found if found[0] <= len(wanted) else rank(tag, wanted, language_order(dataset))


def _best(dataset: Dataset, texts: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The one of several texts, each after its language, that is shown."""
    if len({tag for tag, _ in texts}) < 2:
        return min(texts, default=("", ""))
    return min(texts, key=lambda text: (ranked(dataset, text[0]), text[1]))


def _own_label(dataset: Dataset, iri: str, texts: Sequence[tuple[str, str]]) -> str:
    """The one of a node's labels, each after its language, by which it is shown; its slug where it has none."""
    return _best(dataset, texts)[1] or slug_of(iri)


def tags_to_ask_for(dataset: Dataset) -> list[list[str]]:
    """The tags by which a query finds the label that is shown, best first; those of one group are never of one node.

    Of an endpoint, whose labels are many, nothing is read: they are those that people list, none, and English.
    """
    if dataset.is_remote:
        return [[tag] for tag in dict.fromkeys((*listed(dataset.language), "", ENGLISH))]
    known = languages(dataset)
    tags = sorted(known.get(TAGS, ()), key=lambda tag: ranked(dataset, tag))
    covering = [at for at, tag in enumerate(tags) if primary(tag) in known.get(COVERING, ())]
    if len(tags) > _MOST_ASKED_FOR and covering:  # what comes behind is never shown
        last = primary(tags[covering[0]])
        tags = tags[: 1 + max(at for at in covering if primary(tags[at]) == last)]
    if not known.get(CHOICE):
        return [tags] if {*tags} - {"", ENGLISH} else []
    return [[tag] for tag in tags]


def main_language(dataset: Dataset) -> str:
    """The language that most labels are shown in; empty where no label is in any."""
    tags = (listed(dataset.language) or (ENGLISH,)) if dataset.is_remote else languages(dataset).get(TAGS, ())
    return min(filter(primary, tags), key=lambda tag: ranked(dataset, tag), default="")


def languages_of_node(dataset: Dataset, node: Node, *, in_all: bool = False) -> dict[str, object]:
    """The language of a node's label, None where it is in none; or else also its labels `in_all` languages by tag."""
    known = languages(dataset)
    if not in_all and len(known.get(TAGS, ())) == 1 and node.label != node.slug:
        return {"language": known[TAGS][0] or None}
    texts = dataset.texts(node.iri, SKOS + "prefLabel")
    language = _best(dataset, texts)[0] or None
    # Of several labels in one language the first.
    return (
        {"language": language, "labels": dict(sorted(dict(reversed(texts)).items()))}
        if in_all
        else {"language": language}
    )


def shown_labels(dataset: Dataset) -> dict[str, str]:
    """The label of every node that has one, as `node` gives it."""
    known = qualifiers(dataset)
    return {
        iri: _told_apart(_own_label(dataset, iri, texts), known.get(iri, "")) for iri, texts in _stated(dataset).items()
    }


def own_labels(dataset: Dataset) -> dict[str, str]:
    """The label of every node that has one as it is stated, without what tells it apart from others of its name."""
    return {iri: _best(dataset, texts)[1] for iri, texts in _stated(dataset).items()}


def _stated(dataset: Dataset) -> dict[str, list[tuple[str, str]]]:
    stated: dict[str, list[tuple[str, str]]] = {}
    for iri, tag, text in dataset.tagged(SKOS + "prefLabel"):
        stated.setdefault(iri, []).append((tag, text))
    return stated


def other_names(dataset: Dataset, iri: str) -> tuple[str, ...]:
    """What else a node is called, also in other languages; of names that differ in case only, one."""
    texts = dataset.texts(iri, SKOS + "prefLabel")
    label = _own_label(dataset, iri, texts)
    found = {*dataset.objects(iri, SKOS + "altLabel"), *(text for _, text in texts)}
    named = {fold(name): name for name in sorted(found, reverse=True)}
    named.pop(fold(label), None)
    return tuple(sorted(named.values()))


def languages_of(dataset: Dataset, iri: str, name: str) -> tuple[str, ...]:
    """The languages in which a node has a name, however it is spelled."""
    found = (text for term in ("prefLabel", *_OTHER_TERMS) for text in dataset.texts(iri, SKOS + term))
    wanted = slugify(without_accents(name))
    return tuple(sorted({tag for tag, text in found if tag and slugify(without_accents(text)) == wanted}))


def remember(dataset: Dataset, known: Iterable[Node]) -> None:
    """Let `node` give nodes that are known from elsewhere, without reading each."""
    dataset.cache.memo.update((node.iri, node) for node in known)


def nodes(dataset: Dataset, iris: Iterable[str]) -> tuple[Node, ...]:
    """Several nodes by label."""
    return tuple(sorted((node(dataset, iri) for iri in iris), key=lambda node: (fold(node.label), node.iri)))


def kind_of(dataset: Dataset, iri: str) -> Kind:
    """The kind of a node, by its class; without one, by its IRI where that is one of ours; SourceError without either.

    Of several kinds, the first: such a graph is not valid.
    """
    if known := min(
        filter(None, map(_KIND_OF_CLASS.get, dataset.objects(iri, RDF + "type"))), key=_ORDER, default=None
    ):
        return known
    if iri.startswith(SOURCE):
        return Kind.SOURCE
    if iri.startswith(ID) and (kind := _KIND_OF_WORD.get(iri.removeprefix(ID).partition("/")[0])):
        return kind
    if iri in dataset.sources():  # a source that is not declared
        return Kind.SOURCE
    raise dataset.fault(f"<{iri}> has no kind", "give it a class of rolegraph, such as rg:Skill", iri)


def names(dataset: Dataset, *, told_apart: bool = True) -> Iterator[LexiconEntry]:
    """All nodes that are known by a name, each with its other names and labels: the entries of a `Lexicon`.

    They are labelled as `node` shows them; or else by their own labels, which other nodes have no part in. What has
    been replaced is known by the names of what replaced it.
    """
    known = qualifiers(dataset) if told_apart else {}
    others: dict[str, list[str]] = {}
    for predicate in _OTHER_NAMES:
        for iri, name in dataset.pairs(predicate):
            others.setdefault(iri, []).append(name)
    stated, replaced, retired = _stated(dataset), replacements(dataset), retired_names(dataset)
    for kind in Kind:
        if kind not in _NAMELESS:
            for iri in dataset.subjects(RDF + "type", kind.class_iri):
                if not iri.startswith(_BLANK) and iri not in replaced:
                    entry = _entry(dataset, iri, kind, stated.get(iri, ()), others.get(iri, []), known.get(iri, ""))
                    yield entry._replace(retired=retired.get(iri, ()))


def _entry(
    dataset: Dataset, iri: str, kind: Kind, texts: Sequence[tuple[str, str]], others: list[str], qualifier: str = ""
) -> LexiconEntry:
    label = _told_apart(_own_label(dataset, iri, texts), qualifier)
    return LexiconEntry(Node(iri, kind, label), others, sorted({text for _, text in texts} - {label}))


def names_of(dataset: Dataset, iri: str) -> list[LexiconEntry]:
    """The entries that are about one node, by its own labels: one for each kind that it is said to be of."""
    if iri.startswith(_BLANK):
        return []
    classes = dataset.objects(iri, RDF + "type")
    kinds = [kind for kind in Kind if kind not in _NAMELESS and kind.class_iri in classes]
    texts = dataset.texts(iri, SKOS + "prefLabel")
    others = [name for predicate in _OTHER_NAMES for name in dataset.objects(iri, predicate)]
    return [_entry(dataset, iri, kind, texts, others) for kind in kinds]


def nodes_of(dataset: Dataset, kind: Kind) -> tuple[Node, ...]:
    """All nodes of a kind, by label."""
    return nodes(dataset, set(dataset.subjects(RDF + "type", kind.class_iri)) - dataset.only_below)


def definitions(dataset: Dataset, iri: str) -> tuple[Definition, ...]:
    """Each source's definition of a node, in one language."""
    tags = {text: tag for tag, text in dataset.texts(iri, SKOS + "definition")}
    of_source: dict[str, list[tuple[str, str]]] = {}
    for text, source in dataset.statements(iri, SKOS + "definition"):
        of_source.setdefault(source, []).append((tags[text], text))
    best = ((source, _best(dataset, texts)[0], texts) for source, texts in of_source.items())
    found = sorted((text, source) for source, shown, texts in best for tag, text in texts if tag == shown)
    return tuple(Definition(text, node(dataset, source)) for text, source in found)


def remarks_on(dataset: Dataset, subject: str) -> dict[tuple[str, str], list[str]]:
    """The `rdf:Statement`s about a subject's triples, by predicate and object."""
    remarks: dict[tuple[str, str], list[str]] = {}
    for iri in dataset.subjects(RDF + "subject", subject):
        predicate, object_ = dataset.value(iri, RDF + "predicate"), dataset.value(iri, RDF + "object")
        if predicate and object_:
            remarks.setdefault((predicate, object_), []).append(iri)
    return remarks


def note_of(dataset: Dataset, remarks: Iterable[str]) -> str:
    """The notes of remarks, as one text."""
    return "; ".join(note for remark in remarks for note in dataset.objects(remark, SKOS + "note"))


def evidence_of(dataset: Dataset, iris: Iterable[str]) -> tuple[Evidence, ...]:
    """The passages that state some nodes, in the order of sources and lines."""
    found = {
        _passage(dataset, said.value, said.source) for iri in iris for said in dataset.statements(iri, RG + "evidence")
    }
    return tuple(sorted(found, key=lambda passage: (passage.source.iri, passage.line or 0, passage.section)))


def _passage(dataset: Dataset, iri: str, source: str) -> Evidence:
    key = f"{iri} in {source}"
    known: Evidence | None = dataset.cache.memo.get(key)
    if known is None:
        line = dataset.value(iri, RG + "line")
        known = dataset.cache.memo[key] = Evidence(
            source=node(dataset, source),
            section=dataset.value(iri, RG + "section") or "",
            line=int(line) if line and line.isdecimal() else None,
            quote=dataset.value(iri, RG + "quote") or "",
        )
    return known


def sources_of(dataset: Dataset, subject: str, term: str) -> dict[str, list[str]]:
    """For each object that a subject has for a term of the ontology, the sources that state it."""
    sources: dict[str, list[str]] = {}
    for statement in dataset.statements(subject, RG + term):
        sources.setdefault(statement.value, []).append(statement.source)
    return sources


def evidence_of_statement(dataset: Dataset, sources: Iterable[str], remarks: Iterable[str]) -> tuple[Evidence, ...]:
    """The evidence that remarks give for a statement, or else the sources that make it."""
    return evidence_of(dataset, remarks) or tuple(Evidence(node(dataset, source)) for source in sources)


def on_scale(dataset: Dataset, scale: type[Scale], subject: str, term: str, iri: str) -> Scale:
    """The member of a scale that an IRI means; SourceError where it means none.

    The node that has the value, and the term of the ontology that states it, are named in the message.
    """
    member = _MEMBERS.get(iri)
    if isinstance(member, scale):
        return member
    words = ", ".join("rg:" + slug_of(member.iri) for member in scale)
    raise dataset.fault(f"unknown {term} {slug_of(iri)!r}", f"use one of {words}", subject, RG + term)


def highest(values: Iterable[Ordered | None]) -> Ordered | None:
    """The highest of what several sources state; None where no source states anything."""
    return max((value for value in values if value is not None), default=None)


def number(dataset: Dataset, subject: str, term: str, text: str) -> float:
    """A stated number; SourceError where it is not finite, or none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise dataset.fault(f"rg:{term} {text!r} is not a number", "write it in digits", subject, RG + term)
    return value


def number_of(dataset: Dataset, subject: str, term: str) -> float | None:
    """The number that a node has for a term; None where it has none."""
    text = dataset.value(subject, RG + term)
    return None if text is None else number(dataset, subject, term, text)


def seniority_of(dataset: Dataset, iri: str) -> Seniority | None:
    """The seniority of a role or posting, of several the highest; None where it is not stated."""
    stated = dataset.objects(iri, RG + "seniority")
    return highest(on_scale(dataset, Seniority, iri, "seniority", value) for value in stated)


def seniority_ranks(dataset: Dataset) -> dict[str, int]:
    """The seniority of every role and posting that has one, as a rank from 1."""
    ranks: dict[str, int] = {}
    for iri, value in dataset.pairs(RG + "seniority"):
        ranks[iri] = max(int(on_scale(dataset, Seniority, iri, "seniority", value)), ranks.get(iri, 0))
    return ranks


def preparation_ranks(dataset: Dataset) -> dict[str, int]:
    """How much preparation each role takes, as a rank from 1: O*NET's job zones."""
    zones = {zone: int(number(dataset, zone, "rank", text)) for zone, text in dataset.pairs(RG + "rank")}
    return {role: zones[zone] for role, zone in dataset.pairs(RG + "preparation") if zone in zones}
