"""The order of a plan's steps: breadth before depth, foundations first, theme by theme, and what is general last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.requirements import demand
from rolegraph.model.nodes import Level, fold
from rolegraph.model.plans import Option
from rolegraph.model.roles import Requirement
from rolegraph.planning.problem import PREREQUISITE_LEVEL
from rolegraph.planning.themes import (
    GENERAL_THEME,
    OTHERS,
    close_to,
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


_MOST_IMPORTANT: Final = 4  # one part in so many of a plan is
_FOUNDATION: Final = 4  # a theme is one if at least one part in so many of a plan, of other themes, waits for it


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


def traits_of(dataset: Dataset, order: nx.DiGraph[Stage], serving: Mapping[str, tuple[Requirement, ...]]) -> Traits:
    """The traits of what is in an order of steps; `serving` has the requirements that each is for.

    Nothing is general that something else waits for, or if all is; nor what not most roles ask for and this one rates
    as the most important.
    """
    import networkx as nx

    inside = {stage.iri for stage in order}
    rated = {iri: importance(dataset, serving[iri]) for iri in inside}
    high = next(islice(sorted(rated.values(), reverse=True), len(rated) // _MOST_IMPORTANT, None), 0.0)
    own = {iri for iri in inside if 0 < high <= rated[iri] and not is_usual(dataset, demand(dataset, iri))}
    general = {iri for iri in inside - own if is_general(dataset, iri)}
    needed = {stage.iri for stage in order if stage.iri not in general for stage in nx.ancestors(order, stage)}
    general = set() if general == inside else general - needed
    pairs = practised(dataset, inside).items()
    practises = {skill: field for skill, field in pairs if (skill in general) == (field in general)}
    themes = themes_of(dataset, sorted(inside - general - practises.keys()))
    themes |= dict.fromkeys(general, GENERAL_THEME)
    themes |= {skill: themes[field] for skill, field in practises.items()}
    _place_others(dataset, order, themes)
    return Traits(themes, frozenset(general), practises, frozenset(iri for iri in inside if is_knowledge(dataset, iri)))


def _place_others(dataset: Dataset, order: nx.DiGraph[Stage], themes: dict[str, str]) -> None:
    """Put what is left over into the theme of what needs it, of what it needs, or of what is close to it."""
    import networkx as nx

    stages = list(nx.topological_sort(order))

    def place(iri: str, near: Iterable[str]) -> None:
        found = sorted({themes[other] for other in near if other in themes} - {*OTHERS, GENERAL_THEME})
        if found and themes[iri] in OTHERS:
            themes[iri] = found[0]

    for some, near in ((stages[::-1], order.succ), (stages, order.pred), (stages[::-1], order.succ)):
        for stage in some:
            place(stage.iri, (other.iri for other in near[stage]))
    for iri in sorted(iri for iri, theme in themes.items() if theme in OTHERS):
        place(iri, close_to(dataset, iri))


def in_sequence(
    dataset: Dataset,
    order: nx.DiGraph[Stage],
    traits: Traits,
    serving: Mapping[str, tuple[Requirement, ...]],
    weights: Mapping[str, float],
) -> list[Stage]:
    """Steps in an order that keeps to all edges, and brings everything to *working* level before anything goes deeper.

    On each level one theme comes after the other: those first that wait for no other, then what matters most to the
    role, as rated or by the level that is asked for, then those that much else waits for, then knowledge before skills,
    then large ones that few other roles ask for; on further levels in the same order again. In a theme come first
    foundations and what most else builds on, then again what matters most, knowledge, what most roles ask for, and what
    takes least. What is `general` comes after all else. `serving` has the requirements that a capability is for,
    `weights` what it counts.
    """
    order, themes = _with_practice(order, traits), traits.themes
    matters = {
        iri: (-importance(dataset, some), -max((one.level or Level.WORKING for one in some), default=0))
        for iri, some in serving.items()
    }
    roles = {stage.iri: demand(dataset, stage.iri) for stage in order}
    ranks = _Ranks(order, traits, matters, roles)

    def urgency(stage: Stage) -> tuple[object, ...]:
        iri = stage.iri
        practical = iri not in traits.knowledge
        return -ranks.opened(stage), *matters[iri], practical, -roles[iri], weights[iri], iri

    waiting = {stage: set(order.pred[stage]) for stage in order}
    found: list[Stage] = []
    while waiting:
        phase = min(_phase(stage, traits) for stage in waiting)
        inside = {stage for stage in waiting if _phase(stage, traits) == phase}
        ready = [stage for stage in inside if not waiting[stage]]
        theme = themes[found[-1].iri] if found and _phase(found[-1], traits) == phase else ""
        if not any(themes[stage.iri] == theme for stage in ready):
            begun = list(dict.fromkeys(themes[stage.iri] for stage in found))
            theme = min({themes[stage.iri] for stage in ready}, key=partial(ranks.of_theme, inside, begun))
        practising = [stage for stage in ready if found and traits.practises.get(stage.iri) == found[-1].iri]
        chosen = min(practising or (stage for stage in ready if themes[stage.iri] == theme), key=urgency)
        found.append(chosen)
        del waiting[chosen]
        for later in order.succ[chosen]:
            waiting[later].discard(chosen)
    return found


def _with_practice(order: nx.DiGraph[Stage], traits: Traits) -> nx.DiGraph[Stage]:
    """An order in which a field also comes before the skill that practises it, where that can be."""
    import networkx as nx

    found = order.copy()
    for skill, field in traits.practises.items():
        for level in Level:
            one, other = Stage(field, level), Stage(skill, level)
            if one in found and other in found and not nx.has_path(found, other, one):
                found.add_edge(one, other)
    return found


def _phase(stage: Stage, traits: Traits) -> tuple[bool, Level]:
    return stage.iri in traits.general, max(stage.level, PREREQUISITE_LEVEL)


class _Ranks:
    """What of an order comes first, as far as it can be chosen."""

    def __init__(
        self,
        order: nx.DiGraph[Stage],
        traits: Traits,
        matters: Mapping[str, tuple[float, int]],
        roles: Mapping[str, int],
    ) -> None:
        import networkx as nx

        self.order, self.traits, self.matters, self.roles = order, traits, matters, roles
        self.after = {stage: nx.descendants(order, stage) for stage in order}

    def opened(self, stage: Stage) -> int:
        """How many other capabilities wait for a stage; a field does not come earlier for being practised."""
        return len({later.iri for later in self.after[stage]} - {stage.iri, *self.traits.practises})

    def of_theme(self, inside: AbstractSet[Stage], begun: Sequence[str], theme: str) -> tuple[object, ...]:
        """The rank of a theme among what is left of a phase, after themes that have been `begun` in this order."""
        themes, before = self.traits.themes, self.order.pred
        own = {stage for stage in inside if themes[stage.iri] == theme}
        blocked = any(themes[other.iri] != theme for stage in own for other in inside & before[stage].keys())
        place = begun.index(theme) if theme in begun else len(begun)
        most = min(self.matters[stage.iri] for stage in own)
        practical = 2 * sum(stage.iri in self.traits.knowledge for stage in own) < len(own)
        opened = len(set().union(*(inside & self.after[stage] for stage in own)) - own)
        usual = sorted(self.roles[stage.iri] for stage in own)[len(own) // 2]
        first = place, most, _FOUNDATION * opened < len(inside), practical, theme in OTHERS
        return blocked, theme == OTHERS[-1], *first, usual / len(own), theme


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
