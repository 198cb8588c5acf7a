"""From files to a reader: which rules apply, and what the vocabulary says of itself; and rules to fill in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.model.mappings import MappingSet, NodeMapping
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, node_iri, slugify
from rolegraph.rdf.foreign import ForeignStore
from rolegraph.rdf.vocabulary import DCTERMS, OWL, RG, SKOS
from rolegraph.readers.import_output import Origin, is_web_iri, state_origin
from rolegraph.readers.mapping_statements import mapping_statements
from rolegraph.readers.skos import VocabularyReader
from rolegraph.readers.skos.kind_rules import READY, SCHEMA, KindRule, PropertyPath, Rules, read_rules, ready_rules
from rolegraph.readers.skos.vocabulary_concepts import (
    TEXT_FORMS,
    Vocabulary,
    counted,
    guessed_rules,
    necessity_words,
    short,
)
from rolegraph.readers.skos.vocabulary_files import VocabularyFiles

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.import_output import ImportReport

    Lines = Callable[[str, str], AbstractContextManager[LineWriter]]

_KINDS: Final = (Kind.ROLE, *CAPABILITY_KINDS)
_SHOWN: Final = 12
_CURE: Final = "say what the concepts are with --as role or --as skill, or in rules: --template RULES.yaml begins them"
_LICENCES: Final = (DCTERMS + "license", "http://creativecommons.org/ns#license", SCHEMA + "license")
_VERSIONS: Final = (OWL + "versionInfo", DCTERMS + "hasVersion", SCHEMA + "version")
_LONGEST_VERSION: Final = 40
_RELATED: Final = SKOS + "related"
_GUESSED: Final = ("required", "preferred", "broader")
_NOTED: Final = 30  # properties that are not read


def vocabulary_reader(
    places: Sequence[Path],
    report: ImportReport,
    stack: ExitStack,
    progress: Callable[[int, int], object],
    *,
    mapping: str | Path | None = None,
    kind: str | None = None,
    languages: Iterable[str] = (),
    version: str = "",
    source: str = "",
) -> tuple[str, Sequence[str], Sequence[str], str, Callable[[LineWriter], None], Callable[[Lines], None]]:
    """Read files, which the stack closes; gives source, files, files needed, language, and what states everything."""
    known = _kind(kind)
    files, done = VocabularyFiles(places, stack), 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        progress(min(done, files.size), files.size)

    store, names = stack.enter_context(files.read(report, advance))
    first = Path(next(iter(names.values()))).name.partition(".")[0]
    rules = _rules(store, [source or first, *names.values()], mapping, known, places[0])
    vocabulary = Vocabulary(store, rules)
    slug = slugify(source or rules.source or first)
    origin = origin_of(store, rules, vocabulary, source or first, version or files.version)
    mappings: list[NodeMapping] = []

    def read(writer: LineWriter) -> None:
        reader = VocabularyReader(vocabulary, writer, report, names, languages)
        reader.read()
        mappings.extend(reader.mappings)
        state_origin(writer, origin, files.hash)
        _note(report, vocabulary)

    iri = node_iri(Kind.SOURCE, slug)
    return iri, tuple(names.values()), (), "", read, partial(_state_mappings, iri, mappings, origin)


def _kind(word: str | None) -> Kind | None:
    if word is not None and word not in _KINDS:
        raise RolegraphError(f"no kind of concept {word!r}: use one of {', '.join(_KINDS)}")
    return Kind(word) if word is not None else None


def _state_mappings(source: str, mappings: Sequence[NodeMapping], origin: Origin, writing: Lines) -> None:
    """State what is said to be what in other vocabularies, as a mapping set of its own."""
    if not mappings:
        return
    by = (origin.attribution,) if origin.attribution else ()
    title, identifier = f"Mappings of {origin.title}", f"{source}-mappings"
    found = MappingSet(identifier, tuple(mappings), title, licence=origin.licence, version=origin.version, creators=by)
    with writing(identifier, "") as writer:
        writer.copy(mapping_statements(found).quads)


def _rules(
    store: ForeignStore, names: Sequence[str], mapping: str | Path | None, kind: Kind | None, place: Path
) -> Rules:
    try:
        return rules_for(store, names, mapping, kind)
    except SourceError as error:
        raise SourceError(error.problem, error.cure, path=error.path or place, line=error.line) from None


def rules_for(
    store: ForeignStore, names: Sequence[str], mapping: str | Path | None = None, kind: Kind | None = None
) -> Rules:
    """The rules to read a vocabulary by: those that are named, those that know its classes, or guessed ones.

    Raises `SourceError` where nothing tells what its concepts are.
    """
    if any(iri.startswith(RG) for iri in store.classes):
        raise SourceError("is a graph of rolegraph", "read it with `rolegraph ingest` or `build`")
    if mapping is not None:
        if str(mapping) in (*READY, "skos"):
            return ready_rules(str(mapping))
        path = Path(mapping)
        if not path.suffix and not path.exists():
            raise RolegraphError(f"no rules {str(mapping)!r}: use {', '.join(READY)} or the name of a file")
        return read_rules(path)
    for rules in map(ready_rules, READY) if kind is None else ():
        if rules.recognised_by & store.classes.keys():
            return rules
    guessed = guessed_rules(store, names, kind)
    if not guessed.kinds:
        problem = "nothing says whether its concepts are roles or skills. " + inventory(store)
        raise SourceError(problem, _CURE)
    return with_requirements(store, guessed)


def with_requirements(store: ForeignStore, rules: Rules) -> Rules:
    """Guessed rules, and what other properties mean, by their names and by the kinds of concepts that they link."""
    kinds = {node: kind for node, kind in Vocabulary(store, rules).kinds().items() if kind is not None}
    used = {step for paths in rules.properties.values() for path in paths for step, _ in path.steps}
    found: dict[str, list[PropertyPath]] = {}
    for iri in sorted((store.properties.keys() - used) | {_RELATED}):
        if iri.startswith(SKOS) and iri != _RELATED:
            continue
        ends = {(start, end.text) for start, end in store.pairs(iri) if start in kinds and end.text in kinds}
        meanings = {_meaning(iri, kinds[start], kinds[end]) for start, end in ends}
        for meaning, backwards in sorted(filter(None, meanings)):
            found.setdefault(meaning, []).append(PropertyPath(((iri, backwards),)))
    properties = {word: (*rules.properties.get(word, ()), *found.get(word, ())) for word in _GUESSED}
    return rules._replace(properties={**rules.properties, **properties})


def _meaning(iri: str, start: Kind, end: Kind) -> tuple[str, bool] | None:
    """What a property means that links two kinds of concept, and whether it is to be followed backwards."""
    required = iri != _RELATED and necessity_words(iri) is not False
    if Kind.ROLE in (start, end) and {start, end} & set(CAPABILITY_KINDS):
        return ("required" if required else "preferred", end is Kind.ROLE)
    if end is Kind.GROUP and start is not Kind.GROUP and iri != _RELATED:
        return "broader", False
    return None


def inventory(store: ForeignStore) -> str:
    """What classes and properties there are, most frequent first."""
    parts = []
    for what, counts in (("classes", store.classes), ("properties", store.properties)):
        listed = ", ".join(f"{name} ({number:,})" for name, number in counted(counts, _SHOWN))
        parts.append(f"It has the {what} {listed}" if listed else f"It has no {what}")
    return ". ".join(parts)


def origin_of(store: ForeignStore, rules: Rules, vocabulary: Vocabulary, title: str, version: str) -> Origin:
    """What a vocabulary says of itself, in the scheme with the most concepts."""
    concepts = {node for node in vocabulary.concepts if vocabulary.rule_of(node)}
    sizes = {iri: len(nodes & concepts) for iri, nodes in vocabulary.schemes.items()}
    scheme = max(sorted(iri for iri, size in sizes.items() if size), key=sizes.__getitem__, default="")
    licences = [value.text for term in _LICENCES for value in store.values(scheme, term)] if scheme else []
    versions = [value.text for term in _VERSIONS for value in store.values(scheme, term)] if scheme else []
    version = version or next((word for word in versions if len(word) < _LONGEST_VERSION), "")
    name = rules.title or (vocabulary.label(scheme) if scheme else "") or title
    full = name if not version or version in name else f"{name} {version}"
    licence = rules.licence or next(filter(is_web_iri, licences), "")
    attribution = f"{full}, {rules.attribution or 'converted by rolegraph, which its publisher has not reviewed.'}"
    return Origin(full, "esco" if rules.name == "esco" else "skos", version, licence, attribution)


def template(store: ForeignStore, rules: Rules, name: str) -> str:
    """Rules to fill in: what would be taken for what, and all classes, schemes and properties with their numbers."""
    vocabulary = Vocabulary(store, rules)
    lines = [f"# Rules for reading {name}; docs/reference/imports-skos.md says what they mean."]
    lines += [f"source: {slugify(name.partition('.')[0])}", "kinds:"]
    lines += [f"  - {describe(rule)}" for rule in rules.kinds] or ["  []  # say what is a role, a skill, a tool …"]
    lines.append("# Of classes and schemes there are:")
    lines += [f"#   {{class: {iri}}}  # {number:,}" for iri, number in counted(store.classes, 40)]
    lines += [f"#   {{scheme: <{iri}>}}  # {len(nodes):,}" for iri, nodes in sorted(vocabulary.schemes.items())]
    lines.append("properties:")
    for meaning, paths in rules.properties.items():
        shown = ", ".join("/".join(f"{'^' * back}{short(iri)}" for iri, back in path.steps) for path in paths)
        lines.append(f"  {meaning}: [{shown}]")
    lines.append("# Of properties there are:")
    lines += [f"#   {iri}  # {number:,}" for iri, number in counted(store.properties, 60)]
    return "\n".join([*lines, ""])


def describe(rule: KindRule) -> str:
    """A rule as it is written."""
    conditions = {
        "class": short(rule.class_iri),
        "scheme": short(rule.scheme),
        "below": short(rule.below),
        "notation": f'"{rule.notation}"' if rule.notation else "",
        "position": rule.position,
    }
    written = ", ".join(f"{name}: {text}" for name, text in conditions.items() if text)
    return f"{rule.kind or 'leave out'}: {{{written}}}"


def rules_template(places: Sequence[Path], mapping: str | Path | None, kind: str | None) -> str:
    """Rules for the vocabulary in some places, to be filled in."""
    from rolegraph.readers.import_output import ImportReport

    with ExitStack() as stack:
        store, names = stack.enter_context(VocabularyFiles(places, stack).read(ImportReport()))
        known = _kind(kind)
        try:
            rules = rules_for(store, list(names.values()), mapping, known)
        except SourceError:
            rules = ready_rules("skos")
        return template(store, rules, next(iter(names.values())))


def _note(report: ImportReport, vocabulary: Vocabulary) -> None:
    """Say by which rules the vocabulary was read, what each of them took for what, and what no rule reads."""
    rules, taken = vocabulary.rules, Counter[str]()
    for node in vocabulary.concepts:
        taken[describe(rule) if (rule := vocabulary.rule_of(node)) else ""] += 1
    how = "guessed by the names of classes, schemes and files" if rules.name == "guessed" else f"those of {rules.name}"
    said = "; ".join(f"{number:,} by {rule}" for rule, number in taken.most_common() if rule)
    report.note(f"the rules are {how}: {said or 'no concept fits any'}")
    for meaning in _GUESSED:
        known = ready_rules("skos").properties.get(meaning, ())
        guessed = [short(path.steps[0][0]) for path in vocabulary.path(meaning) if path not in known]
        if rules.name == "guessed" and guessed:
            report.note(f"taken for {meaning}: {', '.join(guessed)}")
    read = {step for paths in rules.properties.values() for path in paths for step, _ in path.steps}
    unread = Counter({iri: number for iri, number in vocabulary.store.properties.items() if iri not in read | _READ})
    if unread:
        listed = ", ".join(f"{name} ({number:,})" for name, number in counted(unread, _NOTED))
        report.note(f"properties that no rule reads: {listed}")


_READ: Final = frozenset(
    {
        *(
            SKOS + name
            for name in "inScheme topConceptOf hasTopConcept member memberList historyNote changeNote".split()
        ),
        *(SKOS + name for name in "exactMatch closeMatch broadMatch narrowMatch relatedMatch".split()),
        *(DCTERMS + name for name in ("isReplacedBy", "replaces")),
        OWL + "deprecated",
        *TEXT_FORMS,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    }
)
