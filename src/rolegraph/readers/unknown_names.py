"""What is said where a name means nothing in a graph: what the graph holds, and where else the name may be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from shlex import quote
from typing import Final

from rolegraph.errors import Holds, UnknownNode, joined
from rolegraph.facts.lexicon import Lexicon
from rolegraph.facts.near_names import spellings
from rolegraph.model.nodes import Kind
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.vocabulary import SOURCE

_COUNTED: Final = (Kind.ROLE, Kind.SKILL, Kind.TOOL)


def explained(
    error: UnknownNode, kinds: Collection[Kind], dataset: Dataset, lexicon: Lexicon, *, widens: bool
) -> UnknownNode:
    """The error with what the graph holds, where that helps whoever asked; the same error otherwise.

    `kinds` are those that were asked for, none for all; `widens` says whether the facts of O*NET have been asked too.
    """
    from rolegraph.readers.onet import carried_facts

    asked_for = tuple(kind for kind in _COUNTED if not kinds or kind in kinds)
    if error.others or not asked_for:
        return error
    sources = dataset.sources() if not dataset.is_remote else ()
    asked = widens or f"{SOURCE}onet" in sources
    written = (error.name, *(spelling for spelling, _ in spellings(error.name, asked_for)))
    known = not asked and any(carried_facts.is_name(name, asked_for) for name in written)
    if error.suggestions and not known:
        return error
    holds = Holds(
        has=_has(dataset, lexicon, asked_for),
        examples=() if error.suggestions else _examples(lexicon, asked_for),
        cures=() if known else _cures(_in_facts(written, asked_for) if widens else "", sources, asked=asked),
        elsewhere="" if asked else f"{carried_facts.title()} (no download)",
        options="" if asked else _beside(dataset),
        found=known,
    )
    return UnknownNode(error.kind, error.name, error.suggestions, holds=holds)


def _in_facts(names: Iterable[str], kinds: Collection[Kind]) -> str:
    """That the facts of O*NET, which have been asked too, have nothing of a name, or only something of another kind."""
    from rolegraph.readers.onet import carried_facts

    kind, others = ("a skill or tool", _COUNTED[1:]) if Kind.ROLE in kinds else ("a role", _COUNTED[:1])
    asked = f"{carried_facts.title()}, which is asked as well,"
    if any(carried_facts.is_name(name, others) for name in names):
        return f"In {asked} it is the name of {kind}."
    return f"{asked} has nothing of this name."


def _cures(in_facts: str, sources: Collection[str], *, asked: bool) -> tuple[str, ...]:
    """What else somebody may do where no graph that comes with rolegraph has a name of what is asked for."""
    part = "To look for a part of a name: `rolegraph search WORD`."
    needs_esco = asked and not any("esco" in source for source in sources)
    esco = "" if not needs_esco else "For occupations and skills of ESCO see `rolegraph import esco --help`."
    return tuple(filter(None, (in_facts, part, esco)))


def _has(dataset: Dataset, lexicon: Lexicon, kinds: Sequence[Kind]) -> str:
    found = Counter(node.kind for node in lexicon if node.iri not in dataset.only_below)
    counts = [f"{found[kind]:,} {kind.value if found[kind] == 1 else kind.plural}" for kind in kinds if found[kind]]
    words = joined(counts, "and") if counts else f"no {kinds[0].plural}"
    about = " of data and AI" if _is_shipped(dataset) and len(kinds) == 1 else ""
    return f"{_named(dataset)} has {words}{about}"


def _named(dataset: Dataset) -> str:
    from rolegraph.readers.onet import carried_facts

    if _is_shipped(dataset):
        return "The graph that rolegraph ships"
    if dataset.places[:1] == (carried_facts.graph(),):
        return carried_facts.title()
    if len(dataset.places) == 1:
        return f"The graph {Path(dataset.places[0]).name or dataset.places[0]}"
    return "This graph"


def _is_shipped(dataset: Dataset) -> bool:
    from rolegraph.readers.onet import carried_facts

    places = dataset.places
    return bool(places) and places[0] == shipped("data") and carried_facts.graph() not in places


def _examples(lexicon: Lexicon, kinds: Collection[Kind]) -> tuple[str, ...]:
    """Three names, of the first kind that there is: from the beginning, the middle and the end of the list."""
    for kind in kinds:
        labels = [node.label for node in lexicon if node.kind is kind]
        if labels:
            return tuple(dict.fromkeys(labels[len(labels) * part // 6] for part in (1, 3, 5)))
    return ()


def _beside(dataset: Dataset) -> str:
    """The options that ask a graph together with the facts of O*NET."""
    names = ["shipped" if place == shipped("data") else quote(str(place)) for place in map(Path, dataset.places)]
    options = [] if dataset.is_remote else [f"--graph {name}" for name in names]
    return " ".join((*options, "--graph onet"))
