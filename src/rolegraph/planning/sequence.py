"""The order of a plan's steps: breadth before depth, foundations first, theme by theme, and what is general last."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts.requirements import demand
from rolegraph.model.nodes import Level, fold
from rolegraph.model.plans import Option
from rolegraph.model.roles import Requirement
from rolegraph.planning.problem import PREREQUISITE_LEVEL
from rolegraph.planning.themes import (
    GENERAL_THEME,
    OTHER_THEME,
    filed_under,
    importance,
    is_general,
    is_knowledge,
    is_usual,
    practised,
    themes_of,
)
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG

if TYPE_CHECKING:
    import networkx as nx


class Stage(NamedTuple):
    """A capability on its way to a level: one step of a plan."""

    iri: str
    level: Level


class Traits(NamedTuple):
    """What is said of the capabilities of a plan: themes, what is general, which field a skill practises, knowledge."""

    themes: Mapping[str, str]
    general: frozenset[str]
    practises: Mapping[str, str]
    knowledge: frozenset[str]


def traits_of(dataset: Dataset, order: nx.DiGraph[Stage]) -> Traits:
    """The traits of what is in an order of steps; nothing is general that something else waits for, or if all is."""
    import networkx as nx

    inside = {stage.iri for stage in order}
    general = {iri for iri in inside if is_general(dataset, iri)}
    needed = {stage.iri for stage in order if stage.iri not in general for stage in nx.ancestors(order, stage)}
    general = set() if general == inside else general - needed
    practises = practised(dataset, inside)
    themes = themes_of(dataset, sorted(inside - general - practises.keys()))
    for iri in general:
        themes[iri] = GENERAL_THEME
    for skill, field in practises.items():
        themes.setdefault(skill, themes[field] if field not in general else OTHER_THEME)
    _place_others(order, themes)
    return Traits(themes, frozenset(general), practises, frozenset(iri for iri in inside if is_knowledge(dataset, iri)))


def _place_others(order: nx.DiGraph[Stage], themes: dict[str, str]) -> None:
    """Put what is left over into the theme of what needs it, or else of what it needs."""
    import networkx as nx

    stages = list(nx.topological_sort(order))
    for some, near in ((reversed(stages), order.succ), (stages, order.pred)):
        for stage in some:
            found = sorted({themes[other.iri] for other in near[stage]} - {OTHER_THEME, GENERAL_THEME})
            if found and themes[stage.iri] == OTHER_THEME:
                themes[stage.iri] = found[0]


def in_sequence(
    dataset: Dataset,
    order: nx.DiGraph[Stage],
    traits: Traits,
    serving: Mapping[str, tuple[Requirement, ...]],
    weights: Mapping[str, float],
) -> list[Stage]:
    """Steps in an order that keeps to all edges, and brings everything to *working* level before anything goes deeper.

    On each level one theme comes after the other: those first that wait for no other, then what matters most to the
    role, as rated or by the level that is asked for, then what is largest with all that waits for it; on further
    levels in the same order again. In a theme come first foundations and what most
    else builds on, then again what matters most, what most roles ask for, and what takes least. What is `general` comes
    after all else. `serving` has the requirements that a capability is for, `weights` what it counts.
    """
    import networkx as nx

    order = order.copy()
    for skill, field in traits.practises.items():
        for one, other in ((one, other) for one in order for other in order if one.iri == field and other.iri == skill):
            if one.level == other.level and not nx.has_path(order, other, one):
                order.add_edge(one, other)
    matters = {
        iri: (-importance(dataset, some), -max((one.level or Level.WORKING for one in some), default=0))
        for iri, some in serving.items()
    }
    urgency = {
        stage: (
            -len({later.iri for later in nx.descendants(order, stage)} - {stage.iri, *traits.practises}),
            *matters[stage.iri],
            -demand(dataset, stage.iri),
            weights[stage.iri],
            stage.iri,
        )
        for stage in order
    }
    waiting = {stage: set(order.pred[stage]) for stage in order}
    found: list[Stage] = []
    while waiting:
        ready = [stage for stage, after in waiting.items() if not after]
        phase = min(_phase(stage, traits) for stage in ready)
        inside = [stage for stage in waiting if _phase(stage, traits) == phase]
        ready = [stage for stage in ready if stage in inside]
        theme = traits.themes[found[-1].iri] if found and _phase(found[-1], traits) == phase else ""
        if not any(traits.themes[stage.iri] == theme for stage in ready):
            begun = list(dict.fromkeys(traits.themes[stage.iri] for stage in found))
            theme = _next_theme(ready, inside, order, traits, matters, begun)
        practising = [one for one in ready if found and traits.practises.get(one.iri) == found[-1].iri]
        chosen = min(practising or (one for one in ready if traits.themes[one.iri] == theme), key=urgency.__getitem__)
        found.append(chosen)
        del waiting[chosen]
        for after in order.succ[chosen]:
            waiting[after].discard(chosen)
    return found


def _phase(stage: Stage, traits: Traits) -> tuple[bool, Level]:
    return stage.iri in traits.general, max(stage.level, PREREQUISITE_LEVEL)


def _next_theme(
    ready: Iterable[Stage],
    inside: Collection[Stage],
    order: nx.DiGraph[Stage],
    traits: Traits,
    matters: Mapping[str, tuple[float, int]],
    begun: Sequence[str],
) -> str:
    """Which theme of those that are `ready` to begin; `inside` is all that is left of the phase.

    Of themes that matter alike, fields of knowledge come before the skills that use them.
    """
    import networkx as nx

    left: nx.DiGraph[Stage] = order.subgraph(inside)
    members: dict[str, list[Stage]] = defaultdict(list)
    for stage in inside:
        members[traits.themes[stage.iri]].append(stage)

    def rank(theme: str) -> tuple[object, ...]:
        own = members[theme]
        blocked = any(traits.themes[other.iri] != theme for stage in own for other in left.pred[stage])
        size = len(set(own).union(*(nx.descendants(left, stage) for stage in own)))
        place = begun.index(theme) if theme in begun else len(begun)
        practical = 2 * sum(stage.iri in traits.knowledge for stage in own) < len(own)
        return blocked, theme == OTHER_THEME, place, min(matters[stage.iri] for stage in own), practical, -size, theme

    return min({traits.themes[stage.iri] for stage in ready}, key=rank)


def by_interest(dataset: Dataset, options: Iterable[Option], wanted: Iterable[Requirement]) -> list[Option]:
    """What is preferred, and then tools that are only used, what matters most first.

    That is what is rated or asked for at a high level, then what is filed where most of what the role has `wanted` is,
    then what most roles ask for. What is asked for or used in roles of any kind comes last.
    """
    near = Counter(place for asked in wanted for one in asked.any_of for place in filed_under(dataset, one.iri))

    def rank(option: Option) -> tuple[object, ...]:
        asked = option.requirement
        iris = [one.iri for one in asked.any_of]
        kin = max((near[place] for iri in iris for place in filed_under(dataset, iri)), default=0)
        if asked.used:
            roles = max(len(dataset.subjects(RG + "usesTool", iri)) for iri in iris)
            general = is_usual(dataset, roles)
        else:
            roles = max(demand(dataset, iri) for iri in iris)
            general = all(is_general(dataset, iri) for iri in iris)
        matters = -importance(dataset, [asked]), -(asked.level or 0)
        return asked.used, general, *matters, -kin, -roles, fold(asked.label)

    return sorted(options, key=rank)
