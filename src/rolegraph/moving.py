"""What a graph answers about moves between roles; `RoleGraph` has these as its own methods."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rolegraph.columns import reach_of, similarity_of
from rolegraph.landscape import Landscape
from rolegraph.names import Names, Node
from rolegraph.scales import DegreeLevel, Level, Seniority
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import Kind

if TYPE_CHECKING:
    from rolegraph.moves import Nearest, Routes, WhatIf
    from rolegraph.plans import Profile
    from rolegraph.similarity import Similarity

Name = str | Node


class Moves(ABC):
    """Questions about all roles at once. Roles are given as slug, IRI, label, other name, or `Node`."""

    dataset: Dataset

    @property
    @abstractmethod
    def lexicon(self) -> Names: ...

    @abstractmethod
    def resolve(self, name: Name, kinds: Collection[Kind] = ()) -> Node: ...

    @abstractmethod
    def profile(self, role: Name | None = None, *, given: Sequence[Profile] = ()) -> Profile: ...

    @cached_property
    def similarity(self) -> Similarity:
        """How similar roles are, and why."""
        return similarity_of(self.dataset)

    @cached_property
    def landscape(self) -> Landscape:
        """What is computed for all roles at once: how similar they are, and how far it is from one to another."""
        found = Landscape(self.dataset, reach_of(self.dataset), self.similarity)
        self.dataset.kept.links.clear()
        return found

    def nearest(
        self,
        role: Name | None = None,
        *,
        besides: Profile | None = None,
        limit: int = 10,
        reverse: bool = False,
        industry: Name | None = None,
        seniority: Seniority | None = None,
        degree: DegreeLevel | None = None,
        pay: int | None = None,
    ) -> Nearest:
        """The roles nearest to a role or a person; see `nearest.nearest` for scores, `filters.Filters` for filters.

        Parameters
        ----------
        role
            What they do now; None for someone who only says what they have.
        besides
            What they say they have, as `profile` gives it.
        reverse
            Whether to ask instead from which roles this one is nearest.

        Raises
        ------
        ValueError
            When there is neither role nor profile, or `reverse` without a role alone.

        Examples
        --------
        >>> import rolegraph
        >>> nearest = rolegraph.open().nearest("data-science-engineer", limit=1)
        >>> one = nearest.neighbours[0]
        >>> abs(one.score - sum(part.points for part in one.contributions)) < 1e-9
        True
        """
        from rolegraph.filters import Filters
        from rolegraph.nearest import nearest, who_could_move

        iri = None if role is None else self.resolve(role, (Kind.ROLE,)).iri
        inside = None if industry is None else self.resolve(industry, (Kind.INDUSTRY,)).iri
        filters = Filters(inside, seniority, degree, pay, {} if pay is None else self._pays())
        if reverse:
            if iri is None or besides is not None:
                raise ValueError("who could move somewhere is asked of a role alone")
            return who_could_move(self.landscape, iri, limit=limit, filters=filters)
        _there_is(iri, besides)
        return nearest(self.landscape, iri, besides, limit=limit, filters=filters)

    def route(
        self,
        role: Name | None,
        goal: Name,
        *,
        besides: Profile | None = None,
        alternatives: int = 1,
        via: Sequence[Name] = (),
        avoid: Sequence[Name] = (),
        max_hours: float | None = None,
        max_jump: int | None = None,
        max_hops: int | None = None,
    ) -> Routes:
        """Stepping stones from a role or a person to a role; see `routes.find_routes`.

        Parameters
        ----------
        max_hours, max_jump
            What one hop may take, in hours and in rungs up; calibrated from the graph where None.
        max_hops
            How many hops a route may have; `routes.MOST_HOPS` where None.

        Examples
        --------
        >>> import rolegraph
        >>> found = rolegraph.open().route("data-science-engineer", "lead-ml-engineer")
        >>> all(route.hardest <= found.direct.hours for route in found.routes)
        True
        """
        from rolegraph.footing import route_limits
        from rolegraph.routes import MOST_HOPS, Wish, find_routes

        iri = None if role is None else self.resolve(role, (Kind.ROLE,)).iri
        wish = Wish(
            limits=route_limits(self.landscape.space, max_hours, max_jump),
            via=tuple(self.resolve(one, (Kind.ROLE,)).iri for one in via),
            avoid=tuple(self.resolve(one, (Kind.ROLE,)).iri for one in avoid),
            alternatives=alternatives,
            most_hops=MOST_HOPS if max_hops is None else max_hops,
        )
        goal_iri = self.resolve(goal, (Kind.ROLE,)).iri
        return find_routes(self.landscape, iri, self._all_of(iri, besides), goal_iri, wish)

    def what_if(
        self,
        role: Name | None = None,
        learn: Mapping[Node, Level] | None = None,
        *,
        besides: Profile | None = None,
        limit: int = 10,
    ) -> WhatIf:
        """The roles that come into reach by learning something; without `learn` what opens most, see `whatif`.

        Examples
        --------
        >>> import rolegraph
        >>> from rolegraph.scales import Level
        >>> graph = rolegraph.open()
        >>> graph.what_if("data-science-engineer", {graph.resolve("mlflow"): Level.WORKING}).learned[-1].node.label
        'MLflow'
        """
        from rolegraph.whatif import best_levers, what_if

        iri = None if role is None else self.resolve(role, (Kind.ROLE,)).iri
        if learn:
            return what_if(self.landscape, iri, self._all_of(iri, besides), learn, top=limit)
        _there_is(iri, besides)
        return best_levers(self.landscape, iri, besides, top=limit)

    def _all_of(self, role: str | None, besides: Profile | None) -> Profile:
        _there_is(role, besides)
        named = None if role is None else self.resolve(role, (Kind.ROLE,))
        return self.profile(named, given=[] if besides is None else [besides])

    def _pays(self) -> dict[str, int]:
        """The highest pay known of each role: of the postings whose title is one of its names."""
        from rolegraph import entities
        from rolegraph.vocabulary import RDF

        pays: dict[str, int] = {}
        for iri in self.dataset.subjects(RDF + "type", Kind.POSTING.class_iri):
            posting = entities.posting(self.dataset, iri)
            pay = posting.pay_high or posting.pay_low
            for role in self.lexicon.find(posting.title, (Kind.ROLE,)) if pay is not None else ():
                pays[role.iri] = max(pay or 0, pays.get(role.iri, 0))
        return pays


def _there_is(role: str | None, besides: Profile | None) -> None:
    if role is None and besides is None:
        raise ValueError("neither a role nor what is held besides")
