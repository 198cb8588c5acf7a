"""What one graph states that means something, read column by column into sets and dictionaries that can be compared.

Nodes that only hold a statement together (requirements, ratings, remarks) may be called anything: here they go by what
they are about.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

from rolegraph.errors import SourceError
from rolegraph.facts.labels import kind_of
from rolegraph.model.nodes import Kind, Level, Necessity, Node, fold, slug_of
from rolegraph.rdf.columns import labels, pairs, subjects, values
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

# What has no identity of its own, or is told of apart.
_UNNAMED: Final = (Kind.REQUIREMENT, Kind.RATING, Kind.SOURCE)
BLANK: Final = "_:"
_RATES: Final = RG + "rates"
_LEVELS: Final = {level.iri: level for level in Level}
_NECESSITIES: Final = {necessity.iri: necessity for necessity in (Necessity.PREFERRED, Necessity.ESSENTIAL)}
_OTHER_NAMES: Final = tuple(SKOS + term for term in ("altLabel", "hiddenLabel"))
Scale = TypeVar("Scale", Level, Necessity)


# A role, and the capabilities any one of which is enough, sorted.
Key = tuple[str, tuple[str, ...]]


class Terms(NamedTuple):
    """How a role asks for something; of several sources, the strictest."""

    necessity: Necessity
    level: Level | None
    examples: tuple[str, ...]
    open_to_related: bool

    def with_(self, other: Terms) -> Terms:
        """Both together."""
        return Terms(
            Necessity.ESSENTIAL if Necessity.ESSENTIAL in (self.necessity, other.necessity) else Necessity.PREFERRED,
            max((one for one in (self.level, other.level) if one is not None), default=None),
            tuple(sorted({*self.examples, *other.examples})),
            self.open_to_related or other.open_to_related,
        )


class DiffFacts:
    """One graph, of which each part is read when it is first asked for."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def node(self, iri: str) -> Node:
        """A node with its kind and label.

        Raises
        ------
        SourceError
            When nothing says what kind of thing it is.
        """
        kind = self.kinds.get(iri) or kind_of(self.dataset, iri)
        return Node(iri, kind, self.labels.get(iri) or self._titles.get(iri) or slug_of(iri))

    def nodes(self, iris: Iterable[str]) -> tuple[Node, ...]:
        """Several nodes by label."""
        return tuple(sorted(map(self.node, iris), key=lambda one: (fold(one.label), one.iri)))

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kind of every node that has a name of its own."""
        kinds: dict[str, Kind] = {}
        for kind in Kind:
            if kind not in _UNNAMED:
                for iri in subjects(self.dataset, RDF + "type", kind.class_iri):
                    if not iri.startswith(BLANK):
                        kinds.setdefault(iri, kind)
        return kinds

    @property
    def labels(self) -> dict[str, str]:
        """What each node is called."""
        return self._labels[0]

    @cached_property
    def _labels(self) -> tuple[dict[str, str], set[tuple[str, str]]]:
        return labels(self.dataset)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return dict(sorted(pairs(self.dataset, RG + "title"), reverse=True))

    @cached_property
    def names(self) -> set[tuple[str, str]]:
        """All names, in all languages."""
        return self._labels[1].union(*(pairs(self.dataset, predicate) for predicate in _OTHER_NAMES))

    @cached_property
    def asked(self) -> dict[Key, Terms]:
        """What every role asks for.

        Raises
        ------
        SourceError
            When a requirement names no capability, or a level or necessity that is not on its scale.
        """
        levels = self._on_scale("level", _LEVELS)
        needs = self._on_scale("necessity", _NECESSITIES)
        examples = _grouped(pairs(self.dataset, RG + "example"))
        open_ = {iri for iri, value in pairs(self.dataset, RG + "openToRelated") if value in ("true", "1")}
        asked: dict[Key, Terms] = {}
        for role, iri in self._required:
            any_of, necessity = self._alternatives.get(iri), needs.get(iri)
            if any_of is None or necessity is None:
                raise self._incomplete(iri)
            found = Terms(necessity, levels.get(iri), examples.get(iri, ()), iri in open_)
            if (key := (role, any_of)) in asked:
                found = found.with_(asked[key])
            asked[key] = found
        return asked

    @cached_property
    def _required(self) -> set[tuple[str, str]]:
        return pairs(self.dataset, RG + "hasRequirement")

    @cached_property
    def _alternatives(self) -> dict[str, tuple[str, ...]]:
        return _grouped(pairs(self.dataset, RG + "anyOf"))

    def _on_scale(self, term: str, scale: Mapping[str, Scale]) -> dict[str, Scale]:
        """Where each node stands on a scale that is given from least to most: as far up as it is said to be."""
        used = values(self.dataset, RG + term)
        if unknown := sorted(used - scale.keys()):
            words = ", ".join("rg:" + slug_of(member) for member in scale)
            subject = min(iri for iri, value in pairs(self.dataset, RG + term) if value == unknown[0])
            problem = f"unknown {term} {slug_of(unknown[0])!r}"
            raise self.dataset.fault(problem, f"use one of {words}", subject, RG + term)
        found: dict[str, Scale] = {}
        # A column for each of a few values: the engine then looks up half as many texts.
        for value in scale:
            if value in used:
                found.update(dict.fromkeys(subjects(self.dataset, RG + term, value), scale[value]))
        return found

    def _incomplete(self, requirement: str) -> SourceError:
        what = "no necessity" if requirement in self._alternatives else "no capability"
        cure = "add rg:anyOf, and rg:necessity rg:essential or rg:preferred"
        return self.dataset.fault(f"requirement {slug_of(requirement)} names {what}", cure, requirement)

    @cached_property
    def tools(self) -> set[tuple[str, str]]:
        """Roles and the tools that they use."""
        return pairs(self.dataset, RG + "usesTool")

    @cached_property
    def broader(self) -> set[tuple[str, str]]:
        """Nodes and what is broader."""
        return pairs(self.dataset, SKOS + "broader")

    @cached_property
    def prerequisites(self) -> set[tuple[str, str]]:
        """Capabilities and what should be held before."""
        return pairs(self.dataset, RG + "prerequisite")

    @cached_property
    def close(self) -> dict[tuple[str, str], float | None]:
        """What is close to what, each pair once and sorted, with the greatest strength that is stated."""
        close: dict[tuple[str, str], float | None] = {}
        stated: dict[tuple[str, str], float] = {}
        for remark, strength in pairs(self.dataset, RG + "strength"):
            pair = _sorted(self._remarked["subject"].get(remark, ""), self._remarked["object"].get(remark, ""))
            stated[pair] = max(self._number(remark, "strength", strength), stated.get(pair, 0.0))
        for one, other in pairs(self.dataset, RG + "closeTo"):
            close[_sorted(one, other)] = stated.get(_sorted(one, other))
        return close

    @cached_property
    def efforts(self) -> dict[str, float]:
        """Estimated hours; of several estimates the highest, as everywhere."""
        efforts: dict[str, float] = {}
        for iri, hours in pairs(self.dataset, RG + "effort"):
            efforts[iri] = max(self._number(iri, "effort", hours), efforts.get(iri, 0.0))
        return efforts

    def _number(self, iri: str, term: str, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.dataset.fault(f"rg:{term} {text!r} is no number", "write it in digits", iri, RG + term)
        return number

    def called(self, predicate: str) -> set[tuple[str, str]]:
        """The statements with any other predicate, with what has no name called after what it is about."""
        stand_in = self._stand_ins.get
        said = self._rates if predicate == _RATES else pairs(self.dataset, predicate)
        return {(stand_in(subject, subject), stand_in(value, value)) for subject, value in said}

    @cached_property
    def _rates(self) -> set[tuple[str, str]]:
        return pairs(self.dataset, _RATES)

    @cached_property
    def remarks(self) -> set[str]:
        """What stands for the remarks on statements."""
        return {self._stand_ins[remark] for remark in self._remarked["subject"]}

    @cached_property
    def _remarked(self) -> dict[str, dict[str, str]]:
        return {term: dict(pairs(self.dataset, RDF + term)) for term in ("subject", "predicate", "object")}

    @cached_property
    def _stand_ins(self) -> dict[str, str]:
        alternatives, rated = self._alternatives, dict(self._rates)
        about = [(one, f"{role} asks {' '.join(alternatives.get(one, ()))}") for role, one in self._required]
        about += [(one, f"{role} rates {rated.get(one)}") for role, one in pairs(self.dataset, RG + "hasRating")]
        # Of those that no role has, there is at least what they name.
        stand_ins = {one: f"nobody asks {' '.join(named)}" for one, named in alternatives.items()}
        stand_ins |= {one: f"nobody rates {named}" for one, named in rated.items()}
        for one, said in sorted(about, reverse=True):
            stand_ins[one] = said
        for remark in self._remarked["subject"]:
            parts = [self._remarked[term].get(remark, "") for term in ("subject", "predicate", "object")]
            stand_ins[remark] = " ".join(["remark", *(stand_ins.get(part, part) for part in parts)])
        return stand_ins


def read(dataset: Dataset) -> DiffFacts:
    """What a graph states, all but what `DiffFacts.called` reads."""
    facts = DiffFacts(dataset)
    _ = facts.kinds, facts.names, facts.asked, facts.tools, facts.broader, facts.prerequisites, facts.close
    _ = facts.efforts, facts.remarks
    return facts


def place_of(dataset: Dataset) -> str:
    """Where a graph is, as it was named when it was opened."""
    return ", ".join(map(str, dataset.places)) or ", ".join(dataset.origins())


def _grouped(said: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for one, other in said:
        groups.setdefault(one, []).append(other)
    return {one: tuple(sorted(others) if len(others) > 1 else others) for one, others in groups.items()}


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)
