"""Vocabularies in SKOS and other RDF, as statements: what `docs/reference/imports-skos.md` says.

Every concept, and every link between two of them, is a row of the report: kept, left out by a rule, or misfit.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from rolegraph.model.mappings import MatchPredicate, NodeMapping, graph_iri
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Necessity, fold, node_iri, slug_of, slugify
from rolegraph.rdf.foreign import Value
from rolegraph.rdf.vocabulary import DCTERMS, OWL, RDF, RG, SKOS
from rolegraph.readers.esco.concepts import (
    Concept,
    Links,
    RequirementLink,
    RoleRequirements,
    RowPlace,
    SkillRelations,
)
from rolegraph.readers.esco.taxonomy_forms import COLLECTIONS
from rolegraph.readers.import_output import is_web_iri, state_choice, state_evidence
from rolegraph.readers.skos.credential_texts import credentials_in, degree_level, state_credential
from rolegraph.readers.skos.kind_rules import PropertyPath
from rolegraph.readers.skos.vocabulary_concepts import TYPE, Vocabulary

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.import_output import ImportReport

_NO_RULE: Final = "a concept that no rule says what it is"
_BY_RULE: Final = "a concept that a rule leaves out"
_RETIRED: Final = "a concept that is no longer in use, or a link to one"
_LEFT: Final = "a link to a concept that is left out"
_NO_CONCEPT: Final = "leads to what is no concept here, or has no label"
_AGAIN: Final = "says again what another statement says"
_RETIRED_WORDS: Final = ("deprecated", "obsolete", "archived", "withdrawn", "retired", "superseded")
_NOTES: Final = tuple(SKOS + name for name in ("historyNote", "changeNote"))
_LONGEST_NAME: Final = 8  # words of a text that is taken for a name
_ASKING: Final = ("required", "preferred", "required credentials")
_RELATING: Final = ("needs", "close")
_UNUSED: Final = "a link between kinds of concept that nothing is made of"
_NO_MEMBER: Final = "a member of a collection that is no concept here"
_COLLECTIONS: Final = {f"esco-{slug}": label for slug, label in COLLECTIONS.values()}
_BETWEEN: Final = re.compile(r"[,;\n\r]|\s\|\s")


class VocabularyReader:
    """States what a vocabulary says; `files` are the names of its files, by the graph that each was read into."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        writer: LineWriter,
        report: ImportReport,
        files: Mapping[str, str],
        languages: Iterable[str] = (),
    ) -> None:
        self._vocabulary, self._writer, self._report, self._files = vocabulary, writer, report, files
        self._slug = slug_of(writer.source)
        self._languages = tuple(language.casefold() for language in languages)
        self._nodes: dict[str, Concept] = {}
        self._left: dict[str, str] = {}
        self._taken: set[str] = set()
        self._labels: Counter[tuple[Kind, str]] = Counter()
        self._said: Counter[str] = Counter()
        self._seen: set[tuple[str, str, str]] = set()
        self._by_name: dict[tuple[Kind, str], str] = {}
        self._evidences: dict[str, str] = {}
        self.mappings: list[NodeMapping] = []

    def read(self) -> None:
        """State all concepts, then all links between them."""
        self._concepts()
        self._collections()
        self._broader()
        self._requirements()
        self._mappings()
        self._note()

    # Concepts

    def _concepts(self) -> None:
        vocabulary = self._vocabulary
        kinds = vocabulary.kinds()
        for node in vocabulary.concepts:
            file = self._file(node)
            self._report.read(file)
            if self._is_retired(node):
                self._retired(node, file)
            elif (kind := kinds.get(node)) is None:
                self._leave_out(node, file, _BY_RULE if node in kinds else _NO_RULE)
            else:
                self._concept(node, kind, file)

    def _concept(self, node: str, kind: Kind, file: str) -> bool:
        """State a concept with its names and texts; False, and reported, where it has no name."""
        names = self._names(node)
        if names is None:
            self._report.misfit(file, 0, "label", "has no label", node)
            return False
        level = None
        first = min(names[0].values(), default="")
        if kind is Kind.DEGREE and (level := degree_level(first)) is None:
            kind = Kind.CERTIFICATION
            self._said["degrees of which no level is known, taken for certifications"] += 1
        iri = self._iri(node, kind, first)
        self._nodes[node] = Concept(iri, kind)
        for name in names[0].values():
            self._by_name.setdefault((kind, fold(name)), iri)
        if iri in self._taken:
            return True  # a node without an IRI that has the name of another one
        self._taken.add(iri)
        self._writer.link(iri, TYPE, kind.class_iri)
        self._state_names(iri, kind, *names)
        self._state_texts(node, iri)
        if level is not None:
            self._writer.link(iri, RG + "degreeLevel", level.iri)
        return True

    def _file(self, node: str) -> str:
        """The file in which a node is typed, or else whichever says anything of it."""
        values = self._vocabulary.store.values(node, TYPE) or self._vocabulary.all_values(node, "label")
        return self._files.get(values[0].graph, "") if values else next(iter(self._files.values()), "")

    def _iri(self, node: str, kind: Kind, label: str) -> str:
        """The concept's own IRI if it is one of the web, otherwise one of ours, made of its own or of its name."""
        if is_web_iri(node):
            return node
        name = label if node.startswith("_:") else slug_of(node) if node.startswith("file:") else node
        iri = node_iri(kind, f"{self._slug}-{slugify(name)}")
        return iri if node.startswith("_:") or iri not in self._taken else f"{iri}-{slugify(node)}"

    def _names(self, node: str) -> tuple[dict[str, str], list[Value], list[Value]] | None:
        """The label in each language, all other names, and the hidden ones; None for what has no name."""
        vocabulary = self._vocabulary
        labels = self._wanted(vocabulary.names(vocabulary.values(node, "label")))
        others = self._wanted(vocabulary.names(vocabulary.all_values(node, "other names")))
        if not labels and others:
            labels, others = others, []
            self._said["concepts without a preferred label, called by the first of their other names"] += 1
        chosen: dict[str, str] = {}
        surplus = [label for label in labels if chosen.setdefault(label.language, label.text) != label.text]
        if surplus:
            self._said["concepts with several labels in one language, of which the first is kept as the label"] += 1
        hidden = self._wanted(vocabulary.names(vocabulary.all_values(node, "hidden names")))
        return (chosen, [*surplus, *others], hidden) if chosen else None

    def _wanted(self, texts: list[Value]) -> list[Value]:
        """The texts in the languages that are asked for, or in none; all of them where there is none of these."""
        if not self._languages:
            return texts
        wanted = [
            text
            for text in texts
            if not text.language or {text.language, text.language.partition("-")[0]} & set(self._languages)
        ]
        return wanted or texts

    def _state_names(
        self, iri: str, kind: Kind, labels: dict[str, str], others: list[Value], hidden: list[Value]
    ) -> None:
        said = set(labels.items())
        for language, label in labels.items():
            self._writer.words(iri, SKOS + "prefLabel", label, language)
            self._labels[kind, label] += 1
        for predicate, texts in ((SKOS + "altLabel", others), (SKOS + "hiddenLabel", hidden)):
            for text in texts:
                if (text.language, text.text) not in said:
                    said.add((text.language, text.text))
                    self._writer.words(iri, predicate, text.text, text.language)

    def _state_texts(self, node: str, iri: str) -> None:
        vocabulary, writer = self._vocabulary, self._writer
        definitions = self._wanted(vocabulary.texts(vocabulary.values(node, "definition")))
        described = self._wanted(vocabulary.texts(vocabulary.values(node, "description")))
        languages = {text.language for text in definitions}
        for text in definitions:
            writer.words(iri, SKOS + "definition", text.text, text.language)
        for text in described:
            predicate = DCTERMS + "description" if text.language in languages else SKOS + "definition"
            writer.words(iri, predicate, text.text, text.language)
        for text in self._wanted(vocabulary.texts(vocabulary.values(node, "scope note"))):
            writer.words(iri, SKOS + "scopeNote", text.text, text.language)
        for code in dict.fromkeys(text.text for text in vocabulary.texts(vocabulary.all_values(node, "notation"))):
            writer.string(iri, SKOS + "notation", code)
        for meaning, term in (("skill type", "skillType"), ("reuse level", "reuseLevel")):
            for value in vocabulary.values(node, meaning)[:1]:
                word = slug_of(value.text) if value.is_node else value.text
                writer.string(iri, RG + term, vocabulary.rules.words.get(word, word))

    def _is_retired(self, node: str) -> bool:
        store = self._vocabulary.store
        if any(value.text in ("true", "1") for value in store.values(node, OWL + "deprecated")):
            return True
        words = (slug_of(value.text).casefold() for value in self._vocabulary.all_values(node, "status"))
        return any(word.startswith(_RETIRED_WORDS) for word in words)

    def _retired(self, node: str, file: str) -> None:
        """State the names of a concept that is no longer in use, and what replaces it, without saying what it was."""
        self._leave_out(node, file, _RETIRED)
        store, writer, names = self._vocabulary.store, self._writer, self._names(node)
        if not is_web_iri(node) or names is None:
            return
        writer.typed(node, OWL + "deprecated", "true", "boolean")
        self._state_names(node, Kind.GROUP, *names)
        self._labels.subtract((Kind.GROUP, label) for label in names[0].values())
        for code in self._vocabulary.texts(self._vocabulary.all_values(node, "notation")):
            writer.string(node, SKOS + "notation", code.text)
        new = {value.text for value in store.values(node, DCTERMS + "isReplacedBy") if value.is_node}
        for replacement in sorted(new | set(store.subjects(DCTERMS + "replaces", node))):
            if is_web_iri(replacement):
                writer.link(node, DCTERMS + "isReplacedBy", replacement)
        for predicate in _NOTES:
            for text in self._wanted(self._vocabulary.texts(store.values(node, predicate))):
                writer.words(node, predicate, text.text, text.language)

    def _leave_out(self, node: str, file: str, rule: str) -> None:
        self._left[node] = rule
        self._report.leave_out(file, rule)

    # Links

    def _place(self, value: Value, column: str) -> RowPlace:
        return RowPlace(self._files.get(value.graph) or next(iter(self._files.values()), ""), 0, column)

    def _is_new(self, place: RowPlace, start: str, end: str) -> bool:
        """Count a row; whether no other statement says the same."""
        self._report.read(place.file)
        key = (start, place.column, end)
        if key in self._seen:
            self._report.leave_out(place.file, _AGAIN)
            return False
        self._seen.add(key)
        return True

    def _ends(self, place: RowPlace, *nodes: str) -> list[Concept] | None:
        """The concepts that a link has; None, and it is reported or left out, where one of them is not kept."""
        if left := next((self._left[node] for node in nodes if node in self._left), None):
            self._report.leave_out(place.file, left if left == _RETIRED else _LEFT)
            return None
        if missing := next((node for node in nodes if node not in self._nodes), None):
            self._report.misfit(*place, _NO_CONCEPT, missing)
            return None
        return [self._nodes[node] for node in nodes]

    def _broader(self) -> None:
        links = Links(self._report)
        for start, end in self._vocabulary.links("broader"):
            place = self._place(end, "broader")
            if start not in self._nodes and start not in self._left:
                continue  # the hierarchy of something else, such as of levels or of classes
            if self._is_new(place, start, end.text) and (ends := self._ends(place, start, end.text)) is not None:
                links.add_broader(place, *ends)
        links.state_acyclic(self._writer, SKOS + "broader")

    def _requirements(self) -> None:
        """State what roles ask for, and how capabilities are related: by the kinds of the two that a property links."""
        requirements, relations = RoleRequirements(self._report), SkillRelations(self._report)
        meanings: dict[PropertyPath, list[str]] = {}
        for meaning in (*_ASKING, *_RELATING):
            for path in self._vocabulary.path(meaning):
                meanings.setdefault(path, []).append(meaning)
        for path, words in meanings.items():
            for start, end in sorted(self._vocabulary.links_of(path)):
                if start in self._nodes or start in self._left:
                    self._link(start, end, words, requirements, relations)
        relations.state(self._writer)
        if requirements:
            requirements.state(self._writer, self._slug, self._evidence(next(iter(self._files.values()))))

    def _link(
        self, start: str, end: Value, words: list[str], requirements: RoleRequirements, relations: SkillRelations
    ) -> None:
        """Collect what one link says, which follows from the kind of its start."""
        concept = self._nodes.get(start)
        asks = concept is None or concept.kind is Kind.ROLE
        word = next((word for word in words if word in (_ASKING if asks else _RELATING)), "")
        place = self._place(end, word or words[0])
        if not self._is_new(place, start, end.text):
            return
        if concept is None:
            self._ends(place, start)
        elif concept.kind not in (Kind.ROLE, *CAPABILITY_KINDS) or not word:
            self._report.leave_out(place.file, _UNUSED)
        elif asks and (not end.is_node or end.text not in self._nodes.keys() | self._left.keys()):
            self._require_named(place, concept.iri, end, word, requirements)
        elif (ends := self._ends(place, end.text)) is not None:
            if ends[0].kind not in CAPABILITY_KINDS:
                self._report.misfit(*place, f"leads to a {ends[0].kind}, not to a capability", end.text)
            elif asks:
                necessity = Necessity.PREFERRED if word == "preferred" else Necessity.ESSENTIAL
                requirements.add(place, concept.iri, ends[0].iri, RequirementLink(necessity))
            else:
                relations.add(place, concept.iri, ends[0].iri, "essential" if word == "needs" else "optional")

    def _require_named(self, place: RowPlace, role: str, end: Value, word: str, requirements: RoleRequirements) -> None:
        """Collect a requirement of what has only a name: a text, or a node that no rule says anything of."""
        text = self._vocabulary.label(end.text) if end.is_node else end.text
        if not text:
            self._report.misfit(*place, _NO_CONCEPT, end.text)
        elif word == "required credentials":
            self._require_credentials(place, role, text)
        elif (names := _names_in(text)) is None:
            self._report.misfit(*place, "is a sentence, not a name: read it as a text, with ingest", text)
        else:
            necessity = Necessity.PREFERRED if word == "preferred" else Necessity.ESSENTIAL
            for name in names:
                iri = self._named(Kind.SKILL, name, end.language)
                requirements.add(place, role, iri, RequirementLink(necessity))

    def _named(self, kind: Kind, name: str, language: str = "") -> str:
        """A capability that has nothing but a name: the one that has it already, or a new one."""
        if (iri := self._by_name.get((kind, fold(name)))) is None:
            iri = self._by_name[kind, fold(name)] = node_iri(kind, f"{self._slug}-{slugify(name)}")
            if iri not in self._taken:
                self._taken.add(iri)
                self._writer.link(iri, TYPE, kind.class_iri)
                self._writer.words(iri, SKOS + "prefLabel", name, language)
        return iri

    def _require_credentials(self, place: RowPlace, role: str, text: str) -> None:
        """State the degrees and certificates that a text names, alternatives as such."""
        found = credentials_in(text)
        if not found:
            self._report.misfit(*place, "names no degree or certificate that is known", text)
        for options, necessity in found:
            iris = [state_credential(self._writer, option) for option in options]
            digest = hashlib.sha256("\n".join([role, *iris]).encode()).hexdigest()[:16]
            iri = node_iri(Kind.REQUIREMENT, f"{self._slug}-{digest}")
            state_choice(self._writer, role, iris, iri, necessity, self._evidence(place.file))

    def _evidence(self, file: str) -> str:
        if file not in self._evidences:
            self._evidences[file] = state_evidence(self._writer, file)
        return self._evidences[file]

    def _mappings(self) -> None:
        """Collect what concepts are said to be in other vocabularies; the other end need not be here."""
        for predicate in MatchPredicate:
            for start, end in sorted(self._vocabulary.store.pairs(predicate.iri)):
                if start not in self._nodes and start not in self._left:
                    continue
                place = self._place(end, predicate)
                if not self._is_new(place, start, end.text):
                    continue
                if start in self._left:
                    self._ends(place, start)
                elif not end.is_node or not (end.text in self._nodes or is_web_iri(end.text)):
                    self._report.misfit(*place, "is not a web address", end.text)
                else:
                    other = self._nodes[end.text].iri if end.text in self._nodes else end.text
                    self.mappings.append(self._mapping(self._nodes[start].iri, predicate, other, start))

    def _mapping(self, subject: str, predicate: MatchPredicate, other: str, node: str) -> NodeMapping:
        label = self._vocabulary.label(node)
        justification = "UnspecifiedMatching"  # publishers seldom say how they found it
        return NodeMapping(subject, graph_iri(other), predicate, justification=justification, subject_label=label)

    def _collections(self) -> None:
        """State collections of concepts, and the schemes that the rules take for one."""
        store = self._vocabulary.store
        found = {node for name in ("Collection", "OrderedCollection") for node in store.subjects(TYPE, SKOS + name)}
        for node in sorted(found):
            file, names = self._file(node), self._names(node)
            self._report.read(file)
            if names is None or not is_web_iri(node):
                self._report.misfit(file, 0, "label", "a collection without a label or a web address", node)
                continue
            members = [value.text for value in store.values(node, SKOS + "member")]
            self._collection(node, file, [*members, *self._listed(node)])
            self._state_names(node, Kind.COLLECTION, *names)
        for slug, scheme in self._vocabulary.rules.collections.items():
            if members := sorted(self._nodes.keys() & self._vocabulary.schemes.get(scheme, set())):
                iri = node_iri(Kind.COLLECTION, slug)
                self._collection(iri, "", members)
                self._writer.words(iri, SKOS + "prefLabel", _COLLECTIONS.get(slug, slug), "en")

    def _collection(self, iri: str, file: str, members: list[str]) -> None:
        self._writer.link(iri, TYPE, Kind.COLLECTION.class_iri)
        for member in dict.fromkeys(members):
            if file:
                self._report.read(file)
            if member in self._nodes:
                self._writer.link(iri, SKOS + "member", self._nodes[member].iri)
            else:
                self._report.leave_out(file, _NO_MEMBER)

    def _listed(self, node: str) -> list[str]:
        """The members of an ordered collection."""
        store, found, seen = self._vocabulary.store, list[str](), set[str]()
        waiting = [value.text for value in store.values(node, SKOS + "memberList")]
        while waiting and (rest := waiting.pop()) not in seen and rest != RDF + "nil":
            seen.add(rest)
            found += [value.text for value in store.values(rest, RDF + "first")[:1]]
            waiting = [value.text for value in store.values(rest, RDF + "rest")[:1]]
        return found

    def _note(self) -> None:
        for what, number in sorted(self._said.items()):
            self._report.note(f"{what}: {number:,}")
        if shared := sum(count > 1 for count in self._labels.values()):
            self._report.note(f"labels that several concepts of the same kind have: {shared:,}")


def _names_in(text: str) -> list[str] | None:
    """The names in a text, with commas, semicolons or lines between them; None for what is a sentence."""
    names = [name for part in _BETWEEN.split(text) if (name := part.strip(" .\t•*-"))]
    return names if names and all(len(name.split()) <= _LONGEST_NAME for name in names) else None
