"""`RoleGraph`: a dataset that answers. Each command is one call of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property, partial, wraps
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Final, Literal, ParamSpec, TypeVar

from rolegraph.errors import AmbiguousNode, RolegraphError, SourceError, UnknownNode, all_of, refuse_single
from rolegraph.facts import labels
from rolegraph.facts.cache import matrix_of, names_of, open_indexed, recall_names
from rolegraph.facts.joining import first_of, joined
from rolegraph.facts.lexicon import Lexicon
from rolegraph.model import bundle, network, picture
from rolegraph.model.languages import listed
from rolegraph.model.nodes import CAPABILITY_KINDS, DegreeLevel, Kind, Level, Name, Node, Seniority, slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_address, is_built, own_graph, shipped
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import RDF, shorten
from rolegraph.readers.widening import Widening

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx
    import rdflib
    from pyvis.network import Network

    from rolegraph.analysis.comparison import Comparison
    from rolegraph.analysis.statistics import Stats
    from rolegraph.facts.arrays import RoleMatrix
    from rolegraph.facts.networks import View
    from rolegraph.mobility.index import MobilityIndex
    from rolegraph.mobility.similarity import Similarity
    from rolegraph.model.demand_tables import DemandTable
    from rolegraph.model.demands import Demand
    from rolegraph.model.differences import Differences, PathDifferences, Succession
    from rolegraph.model.extractions import Extraction
    from rolegraph.model.mappings import GraphMapping
    from rolegraph.model.moves import Nearest, RankedBy, Routes, WhatIf
    from rolegraph.model.person_matches import Matches
    from rolegraph.model.plans import Gap, LearningPath, Profile
    from rolegraph.model.proposals import ProfileProposal
    from rolegraph.model.roles import Capability, Info, Posting, Role
    from rolegraph.profiles.migration import Migration
    from rolegraph.rdf.answers import Answer, Rows
    from rolegraph.readers.mentions import MentionTable
    from rolegraph.shacl.lint import Lint
    from rolegraph.shacl.validation import Report

_WIDENING: Final = Widening()
Levels = Mapping[Node, Level] | Mapping[str, Level]
"""Capabilities with the level of each, by their names or as nodes."""
Scale = TypeVar("Scale", Seniority, DegreeLevel)
Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def open_graph(
    *places: str | Path,
    language: str = "",
    estimates: bool = True,
    assume_hours: bool = False,
    alone: bool = False,
    widening: Widening | None = _WIDENING,
    timeout: float = 30.0,
) -> RoleGraph:
    """Open a graph.

    Parameters
    ----------
    places
        RDF files, folders of them, and built stores; a source in a later place replaces the one of the same name in an
        earlier place, and nodes that a mapping says are exactly the same are one. Or the address of one SPARQL 1.1
        endpoint, beginning with `https://` or `http://`. Where there is no such file, `shipped` is the graph that
        rolegraph ships, `own` the user's own, and `onet` the facts of O*NET that rolegraph carries. Without any, the
        first two of these.
    language
        The languages of labels, best first, such as `de,en` or `pt-BR`. Where a node has no label in any of them, that
        without a language is shown, or else the one in the language that labels most nodes, English among equals. Names
        are found in all languages.
    estimates
        Whether roles of which nothing essential is recorded have the requirements that are estimated from those nearest
        to them; answers mark these. Without, nothing is known of such a role.
    alone
        Whether only what the places state counts. Otherwise what the shipped graph knows of capabilities that they
        name, or that a mapping says are the same, serves them too: prerequisites, hours, what is close.
    widening
        How the facts of O*NET are laid beside the graph that is open without any places, once a name is asked for that
        only they know. The first time a graph is made of them in the user's cache, which takes some seconds and 100 MB.
        None to never do so; it is never done to a graph that is `alone`.
    timeout
        The most seconds that a request to an endpoint takes, where the question has no limit of its own.
    assume_hours
        Count 80 hours for a skill and 40 for a tool where nobody has estimated any, marked as assumed. Otherwise
        answers count capabilities and levels there.

    Raises
    ------
    SourceError
        When a place is missing or cannot be read.
    EndpointError, QueryTimeout
        When an endpoint cannot be asked.

    Examples
    --------
    >>> graph = open_graph()
    >>> graph.resolve("Lead ML Engineer").slug
    'lead-ml-engineer'
    """
    opened = _opened(places, timeout, alone=alone)
    languages = ",".join(listed(language))
    opened = replace(opened, language=languages, estimates=estimates, assumes_hours=assume_hours)
    return RoleGraph(opened, None if places or alone else widening)


def _opened(places: Sequence[str | Path], timeout: float, *, alone: bool) -> Dataset:
    if addresses := [place for place in map(str, places) if is_address(place)]:
        if len(places) > 1:
            raise RolegraphError(f"{addresses[0]} can only be opened alone")
        from rolegraph.rdf.remote import connect

        return connect(addresses[0], timeout)
    found = [named_place(str(place)) for place in places] or default_places()
    parts = [
        dataset
        for is_store, group in groupby(found, key=is_built)
        for dataset in _datasets(list(group), is_store=is_store)
    ]
    return joined(parts, alone=alone, ships=shipped("data") in found)


def named_place(name: str) -> Path:
    """The place that is called so; a word for one only where there is no such file."""
    if not _is_word(name):
        return Path(name)
    if name == "onet":
        from rolegraph.readers.onet.carried_facts import make_graph

        return make_graph()
    return shipped("data") if name == "shipped" else own_graph()


def named_target(name: str) -> str | Path:
    """What is called so, to add something to; raises RolegraphError for a word for what comes with rolegraph."""
    if not _is_word(name):
        return name
    if name == "own":
        return own_graph()
    problem = f"{name} means a graph that comes with rolegraph, and that nobody adds to: name another, "
    raise RolegraphError(f"{problem}or write ./{name} for a file or folder of that name")


def _is_word(name: str) -> bool:
    return name in ("shipped", "own", "onet") and not Path(name).exists()


def default_places() -> list[Path]:
    """The places of the graph that is open without any: what rolegraph ships, and the user's own where there is one."""
    places = [shipped("data")]
    with suppress(SourceError):  # there is no home folder, and so no graph of one's own
        places += [own_graph()] if own_graph().exists() else []
    return places


def _datasets(places: Sequence[Path], *, is_store: bool) -> list[Dataset]:
    """Built stores each as a dataset, files and folders together as one."""
    if is_store:
        return [open_dataset([place]) for place in places]
    return [open_indexed(places) if shipped("data") in places else open_dataset(places)]


def _whole(question: Callable[Concatenate[RoleGraph, Asked], Found]) -> Callable[Concatenate[RoleGraph, Asked], Found]:
    """Ask a question anew where one of its names has widened the graph meanwhile: one graph answers all of it."""

    @wraps(question)
    def asked(self: RoleGraph, /, *words: Asked.args, **options: Asked.kwargs) -> Found:
        before = self.dataset
        try:
            answer = question(self, *words, **options)
        except Exception:
            if self.dataset is before:
                raise
        else:
            if self.dataset is before:
                return answer
        return question(self, *words, **options)

    return asked


class RoleGraph:
    """Roles, capabilities and what connects them.

    Names are resolved everywhere: a role is given as slug, IRI, label or other name, or as a `Node`.
    """

    def __init__(self, dataset: Dataset, widening: Widening | None = None) -> None:
        self.dataset, self.widening = dataset, widening
        self._narrower: Lexicon | None = None  # the names of a graph that was widened, which mean there what they meant
        self.on_replaced: Callable[[str, Node], object] = lambda _name, _node: None  # told when such a name is used
        self.on_near: Callable[[str, Node], object] = lambda _name, _node: None  # told what a name was taken for
        # Told of a name that several roles have which one is meant, and what the others are.
        self.on_shared: Callable[[str, Node, Sequence[Node]], object] = lambda _name, _node, _others: None
        labels.recall_with(dataset, partial(recall_names, dataset))

    def __repr__(self) -> str:
        """How many statements and sources are in memory; for what is not, only where it is, since counting takes time.

        Examples
        --------
        >>> open_graph().from_sources("article")
        <RoleGraph: 976 statements from 1 source>
        """
        return f"<RoleGraph: {self.dataset.summary()}>"

    @cached_property
    def lexicon(self) -> Lexicon:
        """All names of all nodes."""
        return names_of(self.dataset)

    @cached_property
    def matrix(self) -> RoleMatrix:
        """Which roles require, accept, prefer or use which capabilities, as a sparse matrix."""
        return matrix_of(self.dataset)

    def resolve(self, name: Name, kinds: Collection[Kind] = ()) -> Node:
        """The node that a name means, among those of some kinds.

        Parameters
        ----------
        name
            A label, another name, a slug or an IRI; a node is given back as it is.
        kinds
            The kinds that it may be of; any where there are none.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no node has the name, or several have it.
        TypeError
            When the name is neither text nor a node.

        Examples
        --------
        >>> open_graph().resolve("skill/machine-learning").iri
        'https://w3id.org/rolegraph/id/skill/machine-learning'
        """
        refuse_single(kinds, "kinds")
        if isinstance(name, Node):
            if kinds and name.kind not in kinds:
                raise UnknownNode(next(iter(kinds)).value if len(kinds) == 1 else "node", name.path)
            return name
        if not isinstance(name, str):
            raise TypeError(f"a name is a text or a Node, not {type(name).__name__}: {name!r}")
        try:
            found = self._named(name, kinds)
        except AmbiguousNode as error:
            nodes = [self.lexicon.resolve(candidate) for candidate in error.candidates]
            if (first := first_of(self.dataset, nodes)) is not None:
                self.on_shared(name, first, [node for node in nodes if node != first])
                return first
            languages = tuple(labels.languages_of(self.dataset, node.iri, error.name) for node in nodes)
            raise AmbiguousNode(error.kind, error.name, error.candidates, languages, is_split=error.is_split) from None

        if self.lexicon.is_retired(name, kinds):
            self.on_replaced(name, found)
        return found

    def _named(self, name: str, kinds: Collection[Kind]) -> Node:
        """The node of a name; where it is not known here, that of the widened graph."""
        narrow = self.lexicon if self._narrower is None else self._narrower
        if narrow.matches(name, kinds):
            node = narrow.resolve(name, kinds)
            return node if self._narrower is None else labels.node(self.dataset, self.dataset.one(node.iri))
        if self._is_known_beside(name, kinds):
            return self._told_of(name, self.lexicon.resolve(name, kinds))
        if (near := self._near(name, kinds)) is not None:
            return near
        try:
            return self.lexicon.resolve(name, kinds)
        except UnknownNode as error:
            raise self._explained(error, kinds) from None

    def _is_known_beside(self, name: str, kinds: Collection[Kind]) -> bool:
        """Whether the facts of O*NET, which are then laid beside this graph, know a name."""
        return (self._narrower is not None or self._widened(name, kinds)) and bool(self.lexicon.matches(name, kinds))

    def _told_of(self, name: str, node: Node) -> Node:
        if self.widening is not None:
            self.widening.tell(name, node)
        return node

    def _near(self, name: str, kinds: Collection[Kind]) -> Node | None:
        """The node that a name means which no node has exactly; AmbiguousNode where several have another spelling."""
        from rolegraph.facts.near_names import like, spellings

        if kinds and self.lexicon.matches(name):
            return None
        found = None
        for spelling, among in spellings(name, kinds):
            if self._narrower is None and self.lexicon.find(spelling, among):
                found = self.lexicon.resolve(spelling, among)
                break
            if self._is_known_beside(spelling, among):
                return self._told_of(name, self.lexicon.resolve(spelling, among))
        if (found := found or like(self.lexicon, name, kinds)) is not None:
            self.on_near(name, found)
        return found

    def _explained(self, error: UnknownNode, kinds: Collection[Kind]) -> UnknownNode:
        """An error with similar names in the facts of O*NET, and with what this graph holds."""
        from rolegraph.readers.unknown_names import explained

        if self.widening is not None and self._narrower is None and not (error.suggestions or error.others):
            error = UnknownNode(error.kind, error.name, self.widening.similar(error.name, kinds))
        return explained(error, kinds, self.dataset, self.lexicon, widens=self.widening is not None)

    def _widened(self, name: str, kinds: Collection[Kind], *, part: bool = False) -> bool:
        """Whether the facts of O*NET are laid beside this graph from now on, since they may know a name."""
        if self.widening is None or self._narrower is not None:
            return False
        if (place := self.widening.place_for(name, kinds, part=part)) is None:
            return False
        before, narrower = self.dataset, self.lexicon
        wide = _opened([*default_places(), place], 0.0, alone=False)
        wide = replace(wide, language=before.language, estimates=before.estimates, assumes_hours=before.assumes_hours)
        for made in ("lexicon", "matrix", "similarity", "mobility"):
            self.__dict__.pop(made, None)
        self.dataset, self._narrower = wide, narrower
        labels.recall_with(wide, partial(recall_names, wide))
        return True

    def _role(self, name: Name) -> str:
        return self.resolve(name, (Kind.ROLE,)).iri

    @_whole
    def role(self, name: Name) -> Role:
        """A role with all that the graph says about it.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no role has the name, or several have it.

        Examples
        --------
        >>> role = open_graph().role("Data Engineer")
        >>> all(requirement.evidence for requirement in role.requirements)
        True
        """
        from rolegraph.facts import entities

        return entities.role(self.dataset, self._role(name))

    @_whole
    def capability(self, name: Name) -> Capability:
        """A skill, tool, degree or certification with all that the graph says about it.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no capability has the name, or several have it.

        Examples
        --------
        >>> [node.label for node in open_graph().capability("deep learning").prerequisites]
        ['machine learning']
        """
        from rolegraph.facts import entities

        return entities.capability(self.dataset, self.resolve(name, CAPABILITY_KINDS).iri)

    def nodes(self, kind: Kind) -> tuple[Node, ...]:
        """All nodes of a kind, by label.

        Parameters
        ----------
        kind
            A kind, or its word.

        Examples
        --------
        >>> len(open_graph().nodes(Kind.ROLE))
        58
        """
        return labels.nodes_of(self.dataset, Kind(kind))

    def postings(self) -> tuple[Posting, ...]:
        """All job postings, by IRI."""
        from rolegraph.facts import entities

        iris = self.dataset.subjects(RDF + "type", Kind.POSTING.class_iri)
        return tuple(entities.posting(self.dataset, iri) for iri in iris)

    @_whole
    def statements(self, name: Name) -> list[tuple[str, str, str]]:
        """All statements about a node, and all that point at it: predicate, other end, and source.

        Returns
        -------
        list of tuple
            Of each statement: the predicate, the other end, and the slug of the source.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no node has the name, or several have it.

        Examples
        --------
        >>> sorted({end for said, end, _ in open_graph().statements("Docker") if "prefLabel" in said})
        ['Docker']
        """
        iri = self.resolve(name).iri
        rows = [(shorten(predicate), statement) for predicate, statement in self.dataset.about(iri)]
        rows += [(f"is {shorten(predicate)} of", end) for predicate, end in self.dataset.pointing_at(iri)]
        return [(relation, shorten(end.value), slug_of(end.source)) for relation, end in rows]

    def info(self) -> Info:
        """What the graph holds: its sources, and how many nodes of each kind.

        Examples
        --------
        >>> open_graph().info().counts["role"]
        58
        """
        from rolegraph.facts import entities

        return entities.info(self.dataset)

    def stats(self, top: int = 10) -> Stats:
        """The graph in numbers: counts, density, what is most required, what bridges; see `analysis.statistics`.

        Parameters
        ----------
        top
            How many capabilities each list has at most.

        Examples
        --------
        >>> [each.capability.label for each in open_graph().stats(top=1).most_required]
        ['Python']
        """
        from rolegraph.analysis.statistics import stats

        return stats(self.dataset, self.matrix, top)

    def search(self, text: str, kinds: Collection[Kind] = ()) -> list[tuple[Node, str]]:
        """Nodes with a name that contains the text, each with that name: whole names first, then beginnings.

        Parameters
        ----------
        text
            A part of a name; case makes no difference.
        kinds
            The kinds that nodes may be of; any where there are none.

        Examples
        --------
        >>> [node.label for node, _ in open_graph().search("senior data", (Kind.ROLE,))]
        ['Senior Data Engineer', 'Senior Data Scientist']
        """
        refuse_single(kinds, "kinds")
        found = self._containing(text, kinds)
        if not found and self.widening is not None and self._widened(text, kinds, part=True):
            found = self._containing(text, kinds)
            self.widening.tell(text)
        return found

    def _containing(self, text: str, kinds: Collection[Kind]) -> list[tuple[Node, str]]:
        below = self.dataset.only_below
        return [(node, name) for node, name in self.lexicon.search(text, kinds) if node.iri not in below]

    @_whole
    def profile(
        self, role: Name | None = None, have: Levels | None = None, *, given: Iterable[Profile] = ()
    ) -> Profile:
        """What a person has: what their role requires, what they name themselves, or both.

        Parameters
        ----------
        role
            Their present role; None for a person who only names what they have.
        have
            Capabilities, nodes or names, each with its level.
        given
            More profiles, as `read_profile` reads them.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no role or capability has the name, or several have it.

        Examples
        --------
        >>> graph = open_graph()
        >>> [holding.label for holding in graph.profile(None, {"python": Level.EXPERT}).holdings]
        ['Python']
        """
        from rolegraph.model.plans import combined
        from rolegraph.planning.gap import given_profile, role_profile

        parts = [role_profile(self.dataset, self._role(role))] if role is not None else []
        parts += given
        return combined([*parts, given_profile(self._levels(have))] if have else parts)

    def _levels(self, given: Levels) -> dict[Node, Level]:
        if not isinstance(given, Mapping):
            raise TypeError(f"capabilities come with levels, such as {{'python': Level.WORKING}}, not as {given!r}")
        return {self.resolve(name, CAPABILITY_KINDS): Level(level) for name, level in given.items()}

    @_whole
    def read_profile(self, path: str | Path, *, skip_unknown: bool = False) -> Profile:
        """A profile from its YAML file, with the names of this graph; as `rolegraph.read_profile` otherwise.

        Parameters
        ----------
        path
            The file.
        skip_unknown
            Leave out names that mean nothing here, instead of raising for all of them.

        Raises
        ------
        SourceError
            When it cannot be read, is no profile, or has names that mean nothing or several things.
        """
        from rolegraph.profiles.tracking import read

        return read(self, Path(path), skip_unknown=skip_unknown).profile

    def migrate_profile(
        self,
        path: str | Path,
        older: RoleGraph | None = None,
        *,
        out: str | Path | None = None,
        force: bool = False,
        dry_run: bool = False,
    ) -> Migration:
        """Bring a profile file to this graph: names that mean something else now are replaced, in place or in `out`.

        Parameters
        ----------
        path
            The profile file, with names of the older graph.
        older
            The release that the names are of; None to go by what this graph says of names that have been replaced.
        out
            Another file to write. One that is there is only replaced where `force` is true.
        dry_run
            Write nothing.

        Returns
        -------
        Migration
            What became of every name. Its `open` ones need a decision: they are comments in the file now, or, where
            something that is held was split, alternatives.

        Raises
        ------
        SourceError
            When it is no profile file, or cannot be written.

        Notes
        -----
        What became of a node is stated by the graphs, or inferred from labels, codes, names and links: see
        `analysis.succession`, which can be wrong where a label means something else than it did.

        Examples
        --------
        >>> import tempfile
        >>> graph = open_graph()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     me = Path(folder, "me.yaml")
        ...     _ = me.write_text("have: {python: working, flower arranging: expert}")
        ...     found = graph.migrate_profile(me, dry_run=True)
        >>> [(name.name, name.change) for name in found.names]
        [('python', 'same'), ('flower arranging', 'unknown')]
        """
        from rolegraph.analysis.succession import ReleaseFacts, successions
        from rolegraph.profiles.migration import migrate

        if older is not None:
            _check_graph(older)

        @cache
        def became() -> dict[str, Succession]:  # looked for when the first name is of something that is gone
            if older is None:
                return {}
            rows = successions(ReleaseFacts(older.dataset.stated), ReleaseFacts(self.dataset.stated))
            return {older.dataset.one(row.before.iri): row for row in rows}

        target = None if out is None else Path(out)
        return migrate(
            self,
            Path(path),
            older,
            lambda node: became().get(node.iri),
            out=target,
            force=force,
            dry_run=dry_run,
        )

    def profile_from(
        self,
        source: str | Path | bytes,
        out: str | Path | None = None,
        *,
        name: str = "",
        force: bool = False,
        as_cv: bool = False,
    ) -> ProfileProposal:
        """What a CV shows, with the line that shows it; written as a profile to be corrected, where `out` names a file.

        Parameters
        ----------
        source
            The CV: a text, a web page, a PDF or DOCX file; or its bytes.
        out
            A new profile file. Nothing is written without.
        name
            The name of the profile, for headings; the proposal itself never has that of the person.
        force
            Replace an existing file.
        as_cv
            Read the text as a CV even if it seems to be something else.

        Raises
        ------
        SourceError
            When it cannot be read, is no CV, or the file to be written is there already.

        Notes
        -----
        English only. Nothing leaves the machine, and nothing of it goes into a graph. See `readers.documents.cvs` for
        what can be misread.

        Examples
        --------
        >>> found = open_graph().profile_from(b"CV\\n\\nSkills\\n\\nPython (expert), Docker, basic SQL")
        >>> [(shown.one_of[0].label, str(shown.level)) for shown in found.proposed]
        [('Python', 'expert'), ('Docker', 'None'), ('SQL', 'familiar')]
        """
        from rolegraph.profiles.proposal import write_proposal
        from rolegraph.readers.documents.cvs import proposal_from

        found = proposal_from(source, self.lexicon, as_cv=as_cv)
        if out is not None:
            write_proposal(self, found, Path(out), name=name, force=force)
        return found

    @_whole
    def gap(self, profile: Profile | Name, role: Name) -> Gap:
        """What of a role's requirements a profile, or the holder of another role, meets and misses.

        Parameters
        ----------
        profile
            A profile, or the role of somebody who does it.
        role
            The role that they are compared with.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no role has the name, or several have it.

        Examples
        --------
        >>> gap = open_graph().gap("data-analyst", "data-scientist")
        >>> sorted({str(assessment.standing) for assessment in gap.assessments})
        ['met', 'missing', 'too low']
        """
        from rolegraph.planning.gap import find_gap

        return find_gap(self.dataset, self._profile(profile), self._role(role))

    @_whole
    def path(self, start: Profile | Name, role: Name, *, demand_share: float | None = None) -> LearningPath:
        """The cheapest ordered learning steps from a profile, or a role, to a role; see `planning.path`.

        Parameters
        ----------
        start, role
            Where the plan begins, and what it is for.
        demand_share
            Plan for what at least such a share of postings for the role ask for (0.5), instead of its requirements.

        Returns
        -------
        LearningPath
            Its `steps` in the order in which they are learned, each with its reasons; `credentials` stand apart.

        Raises
        ------
        RolegraphError
            When no posting is for the role, or no such share of them asks for anything.

        Examples
        --------
        >>> path = open_graph().path("data-science-engineer", "lead-ml-engineer")
        >>> path.hours == sum(step.hours for step in path.steps)
        True
        """
        from rolegraph.facts.ratings import preparation
        from rolegraph.planning.path import find_learning_path

        iri, demanded, basis = self._role(role), None, None
        if demand_share is not None:
            from rolegraph.market.demand import demanded_requirements

            demanded, basis = demanded_requirements(self.dataset, iri, demand_share)
        found = find_learning_path(self.dataset, self._profile(start), iri, demanded)
        return found._replace(preparation=preparation(self.dataset, iri), demand=basis)

    @_whole
    def demand(self, role: Name, *, since: str = "", place: str = "", confidence: float | None = None) -> Demand:
        """What postings for a role ask for, beside what curated sources say it requires; see `market.demand`.

        Parameters
        ----------
        role
            The role that postings are for.
        since
            Count only postings of this day (ISO 8601) or later; those without a date are then left out.
        place
            Count only postings whose place, or way of working (remote, hybrid, on site), has this text in it.
        confidence
            How sure it has to be that a posting is for the role; `market.demand.LEAST_CONFIDENCE` where None.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no role has the name, or several have it.

        Examples
        --------
        >>> open_graph().demand("data-analyst").postings
        0
        """
        from rolegraph.market.demand import LEAST_CONFIDENCE, find_demand

        least = LEAST_CONFIDENCE if confidence is None else confidence
        return find_demand(self.dataset, self._role(role), since=since, place=place, confidence=least)

    @_whole
    def demand_table(
        self,
        mentions: str | Path,
        *,
        by: str = "role,capability",
        role: Name | None = None,
        since: str = "",
        until: str = "",
        place: str = "",
        seniority: str = "",
        sort: Literal["asked", "distinctive", "growing"] = "asked",
        least: int | None = None,
        out: Path | None = None,
        trends: int = 0,
        into: str | Path | None = None,
        title: str = "",
        engine: str = "",
        spark_master: str = "",
        skip_unknown: bool = False,
        progress: Callable[[int, int], object] = lambda _done, _parts: None,
    ) -> DemandTable:
        """What a table of mentions asks for, of any number of postings; see `market.demand_counting`.

        Parameters
        ----------
        mentions
            A Parquet file as `extract -o mentions.parquet` writes it, or a folder of them.
        by
            What to count by: `role`, `capability`, `month`, `place`, `seniority`, with commas between.
        role
            Count only postings for this role.
        since, until
            Count only postings of these days (ISO 8601) or between; those without a date are then left out.
        place, seniority
            Count only postings whose place, or way of working, has this text in it, and those of this seniority.
        sort
            What comes first: the most `asked` for, the most `distinctive` (share times idf), or the surely `growing`.
        least
            The postings that a row of the answer rests on, or more; `model.demands.FEW_POSTINGS` where None.
        out
            A Parquet file for all rows, however few postings they rest on.
        trends
            Of so many of what comes first, the share by month.
        into, title
            A graph that is to state, as a source of this title, what is asked for in each role; where it is empty that
            is the name of the table with its first and last day. Another run with the same title takes its place.
        engine, spark_master
            `polars`, `duckdb` or `spark`, the first that is installed where empty; and the master of Spark.
        skip_unknown
            Leave out names in the table that mean nothing in the graph.
        progress
            Called with how many parts of the work are done, and of how many.

        Raises
        ------
        SourceError
            When the table cannot be read, lacks a column, or names what the graph does not know.
        RolegraphError
            When no posting counts, or the engine is not installed.
        """
        from rolegraph.market.cube import posting_filter
        from rolegraph.market.cube_columns import dimensions
        from rolegraph.market.demand_counting import DemandCounting
        from rolegraph.readers.counts.demand_writer import write_stated_demand

        wanted = dimensions(by, is_of_role=role is not None)
        iri = "" if role is None else self._role(role)
        only = posting_filter(since, until, place, seniority)
        with DemandCounting(
            self.dataset,
            mentions,
            only,
            engine=engine,
            spark_master=spark_master,
            skip_unknown=skip_unknown,
            progress=progress,
        ) as counting:
            found = counting.table(wanted, role=iri, least=least, sort=sort, out=out, trends=trends)
            if into is not None:
                counts = counting.role_counts(found.least)
                write_stated_demand(into, counts, counting.run(title, found.least, out), self.dataset)
            return found

    def _profile(self, start: Profile | Name) -> Profile:
        from rolegraph.model.plans import Profile

        if isinstance(start, str | Node):
            return self.profile(start)
        if not isinstance(start, Profile):
            raise TypeError(f"the start is a role or a Profile, not {type(start).__name__}: {start!r}")
        return start

    @_whole
    def compare(self, roles: Sequence[Name]) -> Comparison:
        """Two or more roles side by side; `TypeError` for one role that is not in a list.

        Parameters
        ----------
        roles
            Two or more of them.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no role has the name, or several have it.

        Examples
        --------
        >>> found = open_graph().compare(["data-analyst", "data-scientist"])
        >>> [row.node.label for row in found.shared() if row.node.label == "SQL"]
        ['SQL']
        """
        from rolegraph.analysis.comparison import compare

        refuse_single(roles, "roles")
        return compare(self.dataset, all_of(roles, self._role))

    def from_sources(self, *sources: str) -> RoleGraph:
        """This graph with the statements of some sources only: named by slug, by kind, or by how a slug begins.

        Examples
        --------
        >>> graph = open_graph()
        >>> len(graph.from_sources("article").nodes(Kind.ROLE))
        2
        """
        return RoleGraph(self.dataset.from_sources(sources))

    def diff(self, newer: RoleGraph) -> Differences:
        """What changed from this graph to a newer one; see `analysis.diff`.

        Examples
        --------
        >>> graph = open_graph()
        >>> graph.diff(graph).same
        True
        """
        from rolegraph.analysis.diff import differences

        _check_graph(newer)
        return differences(self.dataset.stated, newer.dataset.stated)

    def write_history(self, newer: RoleGraph, path: str | Path, found: Differences | None = None) -> None:
        """Write what became of the nodes of this graph in a newer one, as `diff` found it or finds it now.

        Parameters
        ----------
        newer
            The later release.
        path
            A file by its ending: RDF (`.ttl`, `.nq`, …) for `build` and `ingest`, which then understand the names of
            this graph, with what is sure; or `.sssom.tsv` with all of it, each row with its confidence.
        found
            What `diff` has found.

        Raises
        ------
        SourceError
            When the name has another ending, or the file cannot be written.
        """
        from rolegraph.analysis.history_file import write_history

        _check_graph(newer)
        write_history(self.dataset.stated, newer.dataset.stated, found or self.diff(newer), Path(path))

    def path_diff(self, newer: RoleGraph, start: Name, role: Name) -> PathDifferences:
        """What the change to a newer graph does to the learning path from a role to a role.

        Parameters
        ----------
        newer
            The later graph.
        start, role
            Where the path begins and where it leads, by names that either graph knows.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no role has the name, or several have it.
        """
        from rolegraph.analysis.path_diff import Side, path_differences

        old, new = Side(self.dataset, self.lexicon, "old"), Side(newer.dataset, newer.lexicon, "new")
        return path_differences(old, new, start, role)

    def validate(self) -> Report:
        """Check the graph against the SHACL shapes of the ontology.

        Returns
        -------
        Report
            Its `violations`, each with what is wrong, where, and how to correct it; `conforms` where there is none.
        """
        from rolegraph.shacl.validation import validate

        return validate(self.dataset.stated)

    def lint(self, only: Collection[str] = (), ignored: Collection[str] = (), limit: int | None = 20) -> Lint:
        """Find what makes a valid graph hard to use; see `shacl.lint`.

        Parameters
        ----------
        only, ignored
            The rules to check, all where there are none, and rules to leave out.
        limit
            The most findings of each rule; None for all.

        Examples
        --------
        >>> open_graph().lint(["cycle", "label-case"]).count
        0
        """
        from rolegraph.shacl.lint import lint

        refuse_single(only, "only")
        refuse_single(ignored, "ignored")
        return lint(self.dataset.stated, only, ignored, limit)

    def to_networkx(self, view: View = "requirements") -> nx.Graph[str]:
        """An ordinary NetworkX graph with typed nodes; see `facts.networks` for the views.

        Parameters
        ----------
        view
            What roles require, what builds on what, or roles joined by what they share.

        Examples
        --------
        >>> open_graph().to_networkx("learning").is_directed()
        True
        """
        from rolegraph.facts.networks import to_networkx

        return to_networkx(self.dataset, view)

    @_whole
    def picture(
        self,
        shown: LearningPath | Comparison | Role | Node | Capability | Literal["roles", "graph"],
        *,
        start: Name | None = None,
        depth: int = 1,
        most: int | None = None,
        hours_per_week: float | None = None,
    ) -> Any:
        """A picture of an answer or of this graph: a notebook displays it, `save()` writes a page or an image.

        Parameters
        ----------
        shown
            A learning path, a comparison or a role; "roles" for a map of all roles, or "graph" for everything; or a
            node or capability, for what is around it.
        start
            The role that a path starts from, to be drawn as well; or that a map of roles begins at.
        depth
            How many steps around a role or node are drawn.
        most
            How many nodes are drawn at most, the most important first: 500, 5,000 roles of a map, or 60,000 of a whole
            graph, where None.
        hours_per_week
            How many hours a week there are for a path, in hours, from which its weeks are counted.

        Returns
        -------
        Picture
            `page()`, `image("png")` and `scene()` give its forms, `save("plan.png")` writes one.

        Raises
        ------
        TypeError
            When something else is to be shown.

        Examples
        --------
        >>> graph = open_graph()
        >>> graph.picture(graph.path("data-science-engineer", "lead-ml-engineer")).title
        'From Data Science Engineer to Lead Machine Learning Engineer'
        """
        return picture(self, shown, start=start, depth=depth, most=most, hours_per_week=hours_per_week)

    @_whole
    def to_pyvis(
        self,
        shown: LearningPath | Comparison | Role | Node | Capability | Literal["roles", "graph"] = "roles",
        *,
        start: Name | None = None,
        depth: int = 1,
        most: int | None = None,
    ) -> Network:
        """A view of this graph, or an answer, as a pyvis network: a notebook displays it, `show()` writes its page.

        Parameters
        ----------
        shown
            A learning path, a comparison or a role; "roles" for a map of all roles, or "graph" for the kinds of node
            with what joins them; or a node or capability, for what is around it.
        start
            The role that a path starts from, to be drawn as well.
        depth
            How many steps around a role or node are drawn.
        most
            How many nodes are drawn at most, the most important first: 500, 5,000 roles of a map, or 60,000 of a whole
            graph, where None.

        Notes
        -----
        The page needs no network. Positions are fixed; `network.toggle_physics(True)` lets nodes move.

        Examples
        --------
        >>> graph = open_graph()
        >>> network = graph.to_pyvis(graph.path("data-science-engineer", "lead-ml-engineer"))
        >>> [node["label"] for node in network.nodes if node["label"].startswith("2\u2002")]
        ['2\u2002statistics']
        """
        return network(self, shown, start=start, depth=depth, most=most)

    def query(
        self, query: str, *, timeout: float | None = None, base: str | None = None, **bindings: object
    ) -> Rows | rdflib.Graph | bool:
        """Ask a question of the library by its name, or any SPARQL query that only reads.

        Parameters
        ----------
        query
            A name, such as `"requirements"`, or the text of a query. Prefixes of rolegraph need no declaration. All
            sources together are the default graph; `GRAPH ?source { … }` gives the source of a statement.
        timeout
            Seconds after which the query is stopped. None for no limit, or for an endpoint 30 seconds. With a limit on
            time there is one on memory too, a gigabyte besides the graph, since the query runs in another process.
        base
            What relative IRIs in the text of a query are relative to, an absolute IRI.
        bindings
            Values of the question's parameters, or of any variable of a text: names, which are resolved as everywhere,
            numbers, nodes, terms of rdflib, or lists of these.

        Returns
        -------
        Rows, rdflib.Graph or bool
            The rows of a SELECT, the graph of a CONSTRUCT or DESCRIBE, the truth of an ASK.

        Raises
        ------
        QueryError
            When it is not a query, would do more than read, takes too much memory, or gives more than a gigabyte.
        QueryTimeout
            When it was stopped.
        UnknownNode, AmbiguousNode
            When there is no such question, or no node, or more than one, has a name given for a parameter.

        Notes
        -----
        A statement that several sources make is there once for each of them: ask for DISTINCT rows, and count with
        `COUNT(DISTINCT …)`, as the library does.

        Examples
        --------
        >>> graph = open_graph()
        >>> graph.query("asks-for", role="Lead ML Engineer", capability="kubernetes")
        True
        >>> rows = graph.query("gap", start="data-science-engineer", goal="lead-ml-engineer")
        >>> sorted({str(row.standing) for row in rows})
        ['met', 'missing', 'too low']
        """
        return self.answer(query, bindings, timeout, base).value()

    @_whole
    def answer(
        self,
        query: str,
        bindings: Mapping[str, object] | None = None,
        timeout: float | None = None,
        base: str | None = None,
    ) -> Answer:
        """As `query`, with an answer that can be written in the W3C's formats for results.

        Parameters
        ----------
        query, timeout, base
            As for `query`.
        bindings
            Values by the names of parameters or variables.

        Returns
        -------
        Answer
            What `query` gives by its `value()`; `serialize` writes it as CSV, TSV, JSON, XML or Turtle.
        """
        from rolegraph.rdf.query_pool import answer

        return answer(self.dataset.stated, self.sparql(query, bindings, base), timeout)

    @_whole
    def sparql(self, query: str, bindings: Mapping[str, object] | None = None, base: str | None = None) -> str:
        """A question of the library, or any query, as standalone SPARQL: values written in as terms, prefixes declared.

        Parameters
        ----------
        query, bindings, base
            As for `query`.

        Raises
        ------
        UnknownNode, AmbiguousNode
            When no question or node has the name, or several have it.
        QueryError
            When it is not a query.

        Examples
        --------
        >>> print(open_graph().sparql("SELECT ?tool { ?role rg:usesTool ?tool }", {"role": "Lead ML Engineer"}))
        PREFIX rg: <https://w3id.org/rolegraph/ns#>
        SELECT ?tool {
          VALUES ?role { <https://w3id.org/rolegraph/id/role/lead-ml-engineer> }
          ?role rg:usesTool ?tool }
        """
        from rolegraph.queries import asks_for_labels, bound, question, read_question
        from rolegraph.rdf.query_text import with_base

        is_text = any(sign in query for sign in "{?< \n")
        text = query if base is None else with_base(query, base)
        asked = read_question(text) if is_text else question(query)
        languages = labels.tags_to_ask_for(self.dataset) if asks_for_labels(asked) else ()
        return bound(asked, bindings or {}, self.resolve, languages)

    @cached_property
    def similarity(self) -> Similarity:
        """How similar roles are, as sums of named parts."""
        from rolegraph.mobility.index import similarity_of

        return similarity_of(self.dataset)

    @cached_property
    def mobility(self) -> MobilityIndex:
        """What is computed once for all roles: how similar they are, and the effort from each to each."""
        from rolegraph.mobility.index import MobilityIndex, moves_of

        found = MobilityIndex(self.dataset, moves_of(self.dataset), self.similarity)
        self.dataset.cache.links.clear()
        return found

    @_whole
    def nearest(
        self,
        role: Name | None = None,
        *,
        besides: Profile | None = None,
        limit: int = 10,
        reverse: bool = False,
        by: RankedBy | str = "similarity",
        industry: Name | None = None,
        seniority: Seniority | str | None = None,
        degree: DegreeLevel | str | None = None,
        pay: int | None = None,
    ) -> Nearest:
        """The roles nearest to a role or a person; see `mobility.nearest` for scores and filters.

        Parameters
        ----------
        role
            The present role; None for a person who only names what they have.
        besides
            What the person has besides, as `profile` gives it.
        limit
            How many roles.
        reverse
            Ask instead from which roles this one is nearest.
        by
            What ranks roles: how similar they are; where people went who left this one ("moves"), as somebody counted
            it; or where they are likely to go ("likely"), an estimate: see `mobility.likely`.
        industry, seniority, degree, pay
            Leave out roles of another industry or seniority, that require a higher degree, or are known to pay less.
            Seniority and degree are levels or their words, such as "lead".

        Returns
        -------
        Nearest
            Its `neighbours`, the nearest first, with the thresholds and limits by which they are judged.

        Raises
        ------
        ValueError
            When there is neither role nor profile, or `reverse` with anything but a role.
        RolegraphError
            When a seniority or degree is not on its scale, or `by` anything but similarity is not for a role alone.

        Examples
        --------
        >>> import rolegraph
        >>> nearest = rolegraph.open().nearest("data-science-engineer", limit=1)
        >>> first = nearest.neighbours[0]
        >>> abs(first.score - sum(part.points for part in first.contributions)) < 1e-9
        True
        """
        from rolegraph.mobility.nearest import Filters, nearest, who_could_move
        from rolegraph.model.moves import RankedBy

        iri = None if role is None else self._role(role)
        inside = None if industry is None else self.resolve(industry, (Kind.INDUSTRY,)).iri
        pays = {} if pay is None else _pay_of_roles(self)
        filters = Filters(
            inside, _member(Seniority, seniority, "seniority"), _member(DegreeLevel, degree, "degree"), pay, pays
        )
        ranked_by = _ranked_by(by)
        if ranked_by is not RankedBy.SIMILARITY:
            from rolegraph.mobility.next_roles import next_roles

            if iri is None or reverse:
                raise RolegraphError(f"what is ranked by {ranked_by} is where people go from a role: name one")
            return next_roles(self.mobility, iri, ranked_by, besides, limit=limit, filters=filters)
        if reverse:
            if iri is None or besides is not None:
                raise ValueError("reverse takes a role and no profile")
            return who_could_move(self.mobility, iri, limit=limit, filters=filters)
        _check_start(iri, besides)
        return nearest(self.mobility, iri, besides, limit=limit, filters=filters)

    @_whole
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
        max_steps: int | None = None,
        max_jump: int | None = None,
        max_moves: int | None = None,
    ) -> Routes:
        """Chains of moves from a role or a person to a role; see `mobility.routes`.

        Parameters
        ----------
        role, besides
            As for `nearest`.
        goal
            The role to reach.
        alternatives
            How many routes.
        via, avoid
            Roles that every route goes through, in this order, and roles that none goes through.
        max_hours, max_steps, max_jump
            What one move may take: in hours, or in a graph without hours in steps, and in seniority levels up;
            calibrated from the graph where None.
        max_moves
            How many moves a route may have; `routes.MOST_MOVES` where None.

        Returns
        -------
        Routes
            Its `routes`, the best first, and the `direct` move beside them; why there is none, where there is none.

        Raises
        ------
        RolegraphError
            When steps are limited in a graph that has hours, or hours in one that has none.

        Examples
        --------
        >>> import rolegraph
        >>> found = rolegraph.open().route("data-science-engineer", "lead-ml-engineer")
        >>> all(route.hardest <= found.direct.hours for route in found.routes)
        True
        """
        from rolegraph.mobility.match import route_limits
        from rolegraph.mobility.routes import MOST_MOVES, RouteOptions, find_routes

        refuse_single(via, "via")
        refuse_single(avoid, "avoid")
        iri = None if role is None else self._role(role)
        known = all_of([*via, *avoid], self._role)
        wish = RouteOptions(
            limits=route_limits(self.mobility.move_efforts, max_hours, max_jump, max_steps),
            via=tuple(known[: len(via)]),
            avoid=tuple(known[len(via) :]),
            alternatives=alternatives,
            most_moves=MOST_MOVES if max_moves is None else max_moves,
            strict={max_hours, max_steps, max_jump} != {None},
        )
        goal_iri = self._role(goal)
        return find_routes(self.mobility, iri, self._whole_profile(role, besides), goal_iri, wish)

    @_whole
    def match(
        self,
        people: str | Path,
        *,
        top: int = 10,
        roles: Sequence[Name] = (),
        reverse: bool = False,
        person: str = "",
        shown: int | None = 3,
        out: str | Path | None = None,
        skip_unknown: bool = False,
        engine: str = "",
        spark_master: str = "",
        progress: Callable[[int, int], object] | None = None,
    ) -> Matches:
        """The best roles for each person of a table, or the best people for each role, by what it says they have.

        Parameters
        ----------
        people
            A Parquet file, or a folder of them, with a row for each capability of a person: `person` (any mark),
            `capability` (IRI or name) and, where it is known, `level` (1 to 4; *working* otherwise). Nothing else of it
            is read.
        top
            How many roles for each person, or people for each role.
        roles
            The roles to match with; all where none are named.
        reverse
            Find the best people for each role.
        person
            Match only this one.
        shown
            How many people, or with `reverse` roles, the answer has; all for None.
        out
            A Parquet file for all matches. Without one, only those that the answer has are computed.
        skip_unknown
            Leave out capabilities that mean nothing here, or several things.
        engine, spark_master
            `polars`, `duckdb` or `spark`, and Spark's master; otherwise the first that is installed.
        progress
            Called with how many rows of the table have been matched, and of how many; not on Spark.

        Raises
        ------
        SourceError
            When the table cannot be read, or has levels or capabilities that there are not.
        RolegraphError
            When the roles ask for nothing, or the engine is not installed.

        Notes
        -----
        A score is what `nearest` gives a role for the same capabilities, and what is met, missing or held too low is
        what `gap` says. What a table does not say of somebody is not known: it is not what they cannot do.
        """
        from rolegraph.market.engines import engine_named
        from rolegraph.market.people_matching import MatchOptions, match_people
        from rolegraph.mobility.index import moves_of

        if top < 1 or (shown is not None and shown < 1):
            raise RolegraphError("top and shown are 1 or more")
        if person and reverse:
            raise RolegraphError("one person has no rank among people: leave out either the person or reverse")
        refuse_single(roles, "roles")
        iris = tuple(self._role(role) for role in roles)
        options = MatchOptions(top, iris, reverse, person, shown, skip_unknown)
        with engine_named(engine, spark_master=spark_master) as computing:
            place = None if out is None else Path(out)
            return match_people(self.dataset, moves_of(self.dataset), people, computing, options, place, progress)

    @_whole
    def what_if(
        self,
        role: Name | None = None,
        learn: Levels | None = None,
        *,
        besides: Profile | None = None,
        limit: int = 10,
    ) -> WhatIf:
        """The roles that come into reach by learning something; without `learn`, what opens most: `mobility.whatif`.

        Parameters
        ----------
        role, besides
            As for `nearest`.
        learn
            Capabilities with the level to learn each to.
        limit
            How many roles, or things to learn.

        Raises
        ------
        ValueError
            When there is neither role nor profile.
        UnknownNode, AmbiguousNode
            When no role or capability has the name, or several have it.

        Examples
        --------
        >>> import rolegraph
        >>> graph = rolegraph.open()
        >>> found = graph.what_if("data-science-engineer", {graph.resolve("mlflow"): rolegraph.Level.WORKING})
        >>> found.learned[-1].node.label
        'MLflow'
        """
        from rolegraph.mobility.whatif import best_levers, what_if

        iri = None if role is None else self._role(role)
        if learn:
            return what_if(self.mobility, iri, self._whole_profile(role, besides), self._levels(learn), top=limit)
        _check_start(iri, besides)
        return best_levers(self.mobility, iri, besides, top=limit)

    def extract(
        self,
        texts: Iterable[str | Path | bytes],
        *,
        kind: str | None = None,
        column: str = "",
        near: int = 2,
        embeddings: bool = False,
    ) -> list[Extraction]:
        """What texts about jobs say: names with links, spans and confidence, fields, and words that may be skills.

        Nothing is added to any graph.

        Parameters
        ----------
        texts
            Texts as strings, files as paths, or what stands in one as bytes: plain text, Markdown, HTML, PDF, DOCX, job
            postings as JSON-LD, tables with a column of texts; and folders of these.
        kind
            What they are: `comparison`, `role`, `posting` or `cv`; None to let the text decide. What is not clear is
            read as a posting, and is of the kind `unclear`.
        column
            Of a table, the column with the texts; "" to take the one that is called so.
        near
            For words that bear no known name, how many capabilities that are near in meaning; 0 saves their search.
        embeddings
            Look for these with embeddings of words as well, which `pip install 'rolegraph[embeddings]'` brings.

        Raises
        ------
        SourceError
            When the only text cannot be read, or is of none of these kinds. One of several is then of the kind
            `unread`, with a remark that says why.

        Examples
        --------
        >>> text = "Data engineer wanted. You need Python, and SQL would be a plus. Apply now."
        >>> [(thing.text, str(thing.necessity)) for thing in open_graph().extract([text])[0].named]
        [('Python', 'essential'), ('SQL', 'preferred')]
        """
        from rolegraph.readers.extracting import extracted

        refuse_single(texts, "texts")
        return extracted(self.dataset, texts, kind, column, near, embeddings=embeddings)

    def extract_mentions(self, files: Sequence[str | Path], path: str | Path, **options: Any) -> MentionTable:
        """Read any number of advertisements into a Parquet file with a row for each capability that one asks for.

        Parameters
        ----------
        files
            Files with texts in any form that `extract` reads, and folders of these.
        path
            The file to write; it appears whole, when all is read. A run that was ended goes on at the next call.
        **options
            `kind` as for `extract`: `posting`, or None to let each text decide; `column` with the texts, of a table;
            `workers`, the number of processes, by default one for each processor; `progress`, called with how many
            texts have been read, and of how many.

        Returns
        -------
        MentionTable
            What was read, what was left out, and why. The columns of the table are `MENTION_COLUMNS`.

        Raises
        ------
        SourceError
            When the only file cannot be read, or the table cannot be written, or another run writes it.
        RolegraphError
            When no text is a posting.

        Notes
        -----
        Only postings have rows, never CVs, and of what they ask for only what the graph knows. Of copies with another
        date, place or number the earliest counts, and the others name it in `duplicate_of`: judged by the words, which
        can be wrong for jobs that are described in nearly the same words.
        """
        from rolegraph.readers.mentions import extract_mentions

        return extract_mentions(self.dataset, files, path, **options)

    def _whole_profile(self, role: Name | None, besides: Profile | None) -> Profile:
        _check_start(role, besides)
        return self.profile(role, given=[] if besides is None else [besides])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return bundle(self.info())

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def export_accepts(self, folder: str | Path) -> dict[str, int]:
        """Write what decides who meets what as tables in Parquet, for a warehouse that has no rolegraph.

        Hierarchy, mappings, degrees, examples and prerequisites are expanded; the manual documents each column, and has
        the SQL that finds with them what `gap` does.

        Parameters
        ----------
        folder
            A new folder, or one that this wrote before. It appears whole or not at all.

        Returns
        -------
        dict[str, int]
            The tables by name, with how many rows each has.

        Raises
        ------
        SourceError
            When something else is there, or it cannot be written.
        RolegraphError
            When no role of the graph asks for anything, or what writes Parquet is not installed.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     tables = open_graph().export_accepts(f"{folder}/accepts")
        >>> tables["roles"]
        58
        """
        from rolegraph.market.acceptance_export import export_acceptance

        return export_acceptance(self.dataset, self.mobility.efforts, Path(folder))

    def to_rdflib(self) -> rdflib.Dataset:
        """The same store as an rdflib dataset, without a copy; its default graph is the union of all sources.

        Examples
        --------
        >>> graph = open_graph()
        >>> len(graph.to_rdflib()) > 1000
        True
        """
        return self.dataset.to_rdflib()


def diff(older: RoleGraph, newer: RoleGraph) -> Differences:
    """What changed from one graph to another; as `RoleGraph.diff`.

    Parameters
    ----------
    older, newer
        The graphs, as `open` gives them.

    Examples
    --------
    >>> import rolegraph
    >>> graph = rolegraph.open()
    >>> rolegraph.diff(graph, graph).identical
    True
    """
    _check_graph(older)
    return older.diff(newer)


def map_graphs(
    first: RoleGraph,
    second: RoleGraph,
    *,
    least: float = 0.8,
    stated: bool = True,
    names: tuple[str, str] = ("first", "second"),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> GraphMapping:
    """Propose mappings between the roles and the capabilities of two graphs.

    Parameters
    ----------
    first, second
        Graphs, opened with `alone=True`.
    least
        The least confidence of what is `proposed`; `candidates` are all from 0.2 on, at most five of a node.
    stated
        Whether mappings that either graph states count before all else.
    names
        What the graphs are called in the title of the mappings.
    progress
        Called with how many roles of how many are compared.

    Notes
    -----
    The confidence of a pair of roles is fitted to pairs that people had settled; that of capabilities orders them, and
    is not fitted: `docs/explanation/mapping-graphs.md`.
    Between graphs in different languages only names that both have are compared. The order of the graphs makes no
    difference to which pairs are found.

    Examples
    --------
    >>> import rolegraph
    >>> graph = rolegraph.open("shipped", alone=True)
    >>> rolegraph.map_graphs(graph, graph).proposed
    ()
    """
    from rolegraph.linking.matching import matched

    return matched(first.dataset.stated, second.dataset.stated, names, least=least, stated=stated, progress=progress)


def extract(texts: Iterable[str | Path], graph: RoleGraph | None = None, **options: Any) -> list[Extraction]:
    """What texts about jobs say, by the names of a graph, or of the one that is open by default: `RoleGraph.extract`.

    Parameters
    ----------
    texts
        Texts as strings, and files as paths.
    graph
        The graph whose names count.
    options
        As for `RoleGraph.extract`.

    Examples
    --------
    >>> import rolegraph
    >>> [found.kind for found in rolegraph.extract(["What does a data engineer do?\\nSkills\\n- Python\\n- SQL"])]
    ['role']
    """
    return (graph or open_graph()).extract(texts, **options)


def _check_graph(graph: object) -> None:
    if not isinstance(graph, RoleGraph):
        raise TypeError(f"graphs are compared, not {graph!r}: rolegraph.open opens one")


def _check_start(role: Name | None, besides: Profile | None) -> None:
    if role is None and besides is None:
        raise ValueError("a role or a profile is needed to start from")


def _member(scale: type[Scale], value: Scale | str | int | None, name: str) -> Scale | None:
    """A level of a scale by itself, its word or its number."""
    if value is None:
        return None
    with suppress(KeyError, ValueError):
        return scale[value.strip().upper()] if isinstance(value, str) else scale(value)
    raise RolegraphError(f"unknown {name} {value!r}: use one of {', '.join(map(str, scale))}")


def _ranked_by(by: RankedBy | str) -> RankedBy:
    from rolegraph.model.moves import RankedBy

    try:
        return RankedBy(by)
    except ValueError:
        raise RolegraphError(f"roles are not ranked by {by!r}: use one of {', '.join(RankedBy)}") from None


def _pay_of_roles(graph: RoleGraph) -> dict[str, int]:
    """The highest yearly pay known of each role: of the postings for it, or whose title is one of its names."""
    highest: dict[str, int] = {}
    for posting in graph.postings():
        pay = posting.pay_high or posting.pay_low
        if pay is None or posting.pay_period not in ("", "year"):
            continue
        for role in [posting.role] if posting.role else graph.lexicon.find(posting.title, (Kind.ROLE,)):
            highest[role.iri] = max(pay, highest.get(role.iri, 0))
    return highest
