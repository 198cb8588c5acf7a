"""The concepts of a vocabulary, what each of them is, and rules, guessed from names, where none are given."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from rolegraph.model.nodes import Kind, slug_of
from rolegraph.rdf.foreign import ForeignStore, Value
from rolegraph.rdf.vocabulary import OURS, OWL, RDF, RDFS, SKOS
from rolegraph.readers.skos.kind_rules import ESCO, PREFIXES, SKOSXL, KindRule, PropertyPath, Rules, ready_rules

TYPE: Final = RDF + "type"
_LITERAL_FORMS: Final = (SKOSXL + "literalForm", RDF + "value", ESCO + "nodeLiteral")
_LANGUAGE: Final = ESCO + "language"
TEXT_FORMS: Final = (*_LITERAL_FORMS, _LANGUAGE)
_NO_CONCEPTS: Final = tuple(SKOS + name for name in ("ConceptScheme", "Collection", "OrderedCollection"))
# What the words in a name speak for, by their beginnings, in the languages in which such vocabularies are published.
_WORDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.ROLE: tuple("occupation profession job role career isco rome metier emploi beruf ocupacion profesion".split()),
    Kind.SKILL: tuple("skill competenc knowledge abilit kompeten fahigkeit savoir aptitud habilidad conocim".split()),
    Kind.TOOL: ("tool", "software", "technolog", "werkzeug", "outil", "herramienta"),
    Kind.CERTIFICATION: ("certificat", "certification", "licence", "license", "zertifikat"),
    Kind.DEGREE: ("degree", "diploma", "diplome"),
    Kind.GROUP: ("group", "categor", "domain", "famil", "sector", "cluster"),
}
_BROKEN: Final = re.compile(r"[\n\r\t]")
_LOCAL: Final = re.compile(r"[\w.-]{1,200}")
_PARTS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]{0,4}|[0-9]+")


class Vocabulary:
    """Statements of a vocabulary, looked at through rules."""

    def __init__(self, store: ForeignStore, rules: Rules) -> None:
        self.store, self.rules = store, rules

    def path(self, meaning: str) -> tuple[PropertyPath, ...]:
        """The properties that have a meaning."""
        return self.rules.properties.get(meaning, ())

    def values(self, node: str, meaning: str) -> list[Value]:
        """What the first property with a meaning says that says anything of a node."""
        return next((found for path in self.path(meaning) if (found := self._followed(node, path))), [])

    def all_values(self, node: str, meaning: str) -> list[Value]:
        """What all properties with a meaning say of a node."""
        return [value for path in self.path(meaning) for value in self._followed(node, path)]

    def texts(self, values: Iterable[Value]) -> list[Value]:
        """The texts among values, and those of nodes that stand for a text, such as labels in SKOS-XL."""
        found = dict[tuple[str, str], Value]()
        for value in values:
            for text in self._forms(value) if value.is_node else (value,):
                if cleaned := text.text.strip():
                    found.setdefault((text.language, cleaned), Value(cleaned, text.language, False, value.graph))
        return list(found.values())

    def names(self, values: Iterable[Value]) -> list[Value]:
        """The texts among values as names, which stand on one line, however a serializer broke it."""
        texts = self.texts(values)
        return [one._replace(text=" ".join(one.text.split())) if _BROKEN.search(one.text) else one for one in texts]

    def _forms(self, value: Value) -> Iterator[Value]:
        for form in _LITERAL_FORMS:
            for text in self.store.values(value.text, form):
                tongue = next((found.text for found in self.store.values(value.text, _LANGUAGE)), "")
                yield text if text.language or not tongue else text._replace(language=tongue.lower())

    def label(self, node: str) -> str:
        """One name of a node: the English one if there is one; empty without any."""
        texts = self.names(self.values(node, "label"))
        return min(((one.language.partition("-")[0] != "en", one.text) for one in texts), default=(True, ""))[1]

    def links(self, meaning: str) -> Iterator[tuple[str, Value]]:
        """All that the properties with a meaning link, the same link once for each file and property."""
        for path in self.path(meaning):
            yield from self.links_of(path)

    def links_of(self, path: PropertyPath) -> Iterator[tuple[str, Value]]:
        """All that a path links."""
        (first, backwards), rest = path.steps[0], PropertyPath(path.steps[1:])
        for subject, value in self.store.pairs(first):
            start, end = (value.text, value._replace(text=subject, is_node=True)) if backwards else (subject, value)
            if backwards and not value.is_node:
                continue
            if not rest.steps:
                yield start, end
            elif end.is_node:
                yield from ((start, found._replace(graph=end.graph)) for found in self._followed(end.text, rest))

    def _followed(self, node: str, path: PropertyPath) -> list[Value]:
        if len(path.steps) == 1 and not path.steps[0][1]:
            return self.store.values(node, path.steps[0][0])
        found = [Value(node, "", True, "")]
        for predicate, backwards in path.steps:
            nodes = [value.text for value in found if value.is_node]
            if backwards:
                found = [Value(one, "", True, "") for to in nodes for one in self.store.subjects(predicate, to)]
            else:
                found = [value for one in nodes for value in self.store.values(one, predicate)]
        return found

    @cached_property
    def schemes(self) -> dict[str, set[str]]:
        """The concepts of each scheme, as these and the schemes themselves say."""
        found: dict[str, set[str]] = {}
        for predicate in (SKOS + "inScheme", SKOS + "topConceptOf"):
            for concept, scheme in self.store.pairs(predicate):
                found.setdefault(scheme.text, set()).add(concept)
        for scheme_iri, concept_value in self.store.pairs(SKOS + "hasTopConcept"):
            found.setdefault(scheme_iri, set()).add(concept_value.text)
        return found

    @cached_property
    def parents(self) -> dict[str, set[str]]:
        """What each concept is narrower than."""
        found: dict[str, set[str]] = {}
        for start, end in self.links("broader"):
            if end.is_node and start != end.text:
                found.setdefault(start, set()).add(end.text)
        return found

    @cached_property
    def concepts(self) -> list[str]:
        """All concepts: what is typed as one, by SKOS or by a rule, or is used as one and has a name."""
        classes = {SKOS + "Concept", *(rule.class_iri for rule in self.rules.kinds if rule.class_iri)}
        typed = {node for class_iri in classes for node in self.store.subjects(TYPE, class_iri)}
        used = {node for members in self.schemes.values() for node in members}
        used |= self.parents.keys() | {node for above in self.parents.values() for node in above}
        others = {node for class_iri in _NO_CONCEPTS for node in self.store.subjects(TYPE, class_iri)}
        return sorted(typed | {node for node in used - typed - others if self.label(node)})

    @cached_property
    def asking(self) -> set[str]:
        """All that requires something, or is required."""
        links = (link for meaning in ("required", "preferred") for link in self.links(meaning))
        return {node for start, end in links for node in (start, end.text)}

    @cached_property
    def _with_narrower(self) -> set[str]:
        return {node for above in self.parents.values() for node in above}

    def position(self, node: str) -> tuple[str, ...]:
        """The words for where a concept is in the hierarchy; what requires something, or is required, is a leaf."""
        if node not in self._with_narrower or node in self.asking:
            return ("leaf",)
        return ("inner",) if self.parents.get(node) else ("inner", "top")

    @cached_property
    def _branches(self) -> dict[str, set[str]]:
        """The concepts below each one that a rule names, however deep."""
        children: dict[str, list[str]] = {}
        for node, above in self.parents.items():
            for one in above:
                children.setdefault(one, []).append(node)
        found = {}
        for top in {rule.below for rule in self.rules.kinds if rule.below}:
            seen, waiting = set[str](), [top]
            while waiting:
                new = [node for node in children.get(waiting.pop(), ()) if node not in seen]
                seen.update(new)
                waiting += new
            found[top] = seen
        return found

    def rule_of(self, node: str) -> KindRule | None:
        """The first rule that fits a concept."""
        return next((rule for rule in self.rules.kinds if self._fits(rule, node)), None)

    def _fits(self, rule: KindRule, node: str) -> bool:
        return (
            (not rule.class_iri or rule.class_iri in self._types(node))
            and (not rule.scheme or node in self.schemes.get(rule.scheme, ()))
            and (not rule.below or node in self._branches[rule.below])
            and (not rule.notation or rule.matches_notation([one.text for one in self.all_values(node, "notation")]))
            and (not rule.position or rule.position in self.position(node))
        )

    def _types(self, node: str) -> set[str]:
        return {value.text for value in self.store.values(node, TYPE)}

    def kinds(self) -> dict[str, Kind | None]:
        """What each concept is that a rule fits; None for what is left out. No group is below what is none."""
        found = {node: rule.kind for node in self.concepts if (rule := self.rule_of(node))}
        waiting = [node for node, kind in found.items() if kind is Kind.GROUP]
        while waiting:
            changed = []
            for node in waiting:
                above = {found.get(one) for one in self.parents.get(node, ())} - {None, Kind.GROUP}
                if above:
                    found[node] = min(kind for kind in above if kind)
                    changed.append(node)
            waiting = [node for node in waiting if node not in changed] if changed else []
        return found


def guessed_rules(store: ForeignStore, names: Iterable[str], kind: Kind | None = None) -> Rules:
    """Rules for a vocabulary of which only its own words tell what it is about; without kinds where these do not.

    The words are those in the names of its classes, its schemes, and its files; `kind` is for what nothing else tells.
    """
    basis = ready_rules("skos")
    vocabulary = Vocabulary(store, basis)
    rules = [KindRule(found, class_iri=iri) for iri in sorted(store.classes) if (found := _kind_of_class(iri))]
    for scheme in sorted(vocabulary.schemes):
        if found := kind or _kind_in(
            (slug_of(scheme), *(one.text for one in vocabulary.texts(_titles(vocabulary, scheme))))
        ):
            rules += _with_groups(found, scheme)
    if found := kind or (None if rules else _kind_in(names)):
        rules += _with_groups(found, "")
    return basis._replace(name="guessed", kinds=tuple(rules))


def _titles(vocabulary: Vocabulary, scheme: str) -> list[Value]:
    return vocabulary.all_values(scheme, "label")


def _with_groups(kind: Kind, scheme: str) -> list[KindRule]:
    """What a scheme is about, and its groups: of roles all that has others below it, of capabilities the top alone."""
    if kind is Kind.GROUP:
        return [KindRule(kind, scheme=scheme)]
    position = "inner" if kind is Kind.ROLE else "top"
    return [KindRule(Kind.GROUP, scheme=scheme, position=position), KindRule(kind, scheme=scheme)]


def _kind_of_class(iri: str) -> Kind | None:
    """What a class is about, by the last word of its name: a `SkillLevel` is no skill."""
    if iri.startswith((SKOS, SKOSXL, OWL, RDF, RDFS, OURS)):
        return None
    words = _words(slug_of(iri))
    return _kind_in(words[-1:])


def _kind_in(names: Iterable[str]) -> Kind | None:
    """The kind that names speak of; None where it is none, or several."""
    words = [word for name in names for word in _words(name)]
    found = {kind for kind, starts in _WORDS.items() for word in words if word.startswith(starts)}
    if len(found) > 1:
        found.discard(Kind.GROUP)
    return found.pop() if len(found) == 1 else None


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return [word.lower() for word in _PARTS.findall(plain)]


def necessity_words(iri: str) -> bool | None:
    """Whether a property's name says that something is required (True) or only preferred (False); None for neither."""
    words = _words(slug_of(iri))
    if any(word.startswith(("optional", "prefer", "desir", "recommend", "nice", "related")) for word in words):
        return False
    if any(word.startswith(("essential", "requir", "mandator", "must", "need", "core")) for word in words):
        return True
    return None


def counted(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    """The most frequent IRIs, as rules write them."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(short(iri), number) for iri, number in ordered[:most]]


def short(iri: str) -> str:
    """An IRI as rules write it; empty for none."""
    name = next((name for name, start in PREFIXES.items() if iri.startswith(start)), None)
    if name and _LOCAL.fullmatch(local := iri[len(PREFIXES[name]) :]):
        return f"{name}:{local}"
    return f"<{iri}>" if iri else ""
