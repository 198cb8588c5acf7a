"""What the page of a role says, as plain values: its requirements by theme, its tools by category, and who says so.

Page and image are made of these values alone, so that they cannot disagree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.entities import effort
from rolegraph.facts.labels import definitions, node
from rolegraph.facts.ratings import CONFIDENCE
from rolegraph.facts.requirements import demand
from rolegraph.facts.stated_demand import stated_for
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Level, Node, fold, slug_of
from rolegraph.model.observations import Observation
from rolegraph.model.roles import Cited, Evidence, Outlook, Requirement, Role, UsedTool
from rolegraph.planning.themes import importance
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG, SKOS
from rolegraph.render.figures.cards import source_link
from rolegraph.render.figures.role_page.nearby_roles import (
    NearGroup,
    ShownMoves,
    nearby,
    web_address,
    where_people_came_from,
    where_people_went,
)
from rolegraph.render.figures.role_page.role_themes import themed
from rolegraph.render.figures.scene import Fact, SourceLink
from rolegraph.render.text import Citations, about, counted, origin_of
from rolegraph.render.views.preparation_view import education, time_and_step

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.demands import Demand, PayBand
    from rolegraph.rdf.dataset import Dataset

_CREDENTIALS: Final = (Kind.DEGREE, Kind.CERTIFICATION)
_UNNAMED: Final = "Without a category"
_OF_ONET: Final = "onet-"  # how its requirements are named, of which the scales of ratings are known
_MOST_IMPORTANT: Final = " of 5"
_HIGHEST: Final = " of 7"


class ShownRequirement(NamedTuple):
    """One requirement: in words, with its examples, its level where one is recorded, and what more is known of it.

    `stated` is the requirement itself.
    """

    label: str
    kind: Kind
    level: Level | None
    essential: bool
    examples: tuple[str, ...] = ()
    estimated: bool = False
    facts: tuple[Fact, ...] = ()
    stated: Requirement | None = None

    @property
    def standing(self) -> str:
        """What is to be said of it beside its level."""
        words = ("" if self.essential else "nice to have", "estimated" if self.estimated else "")
        return ", ".join(filter(None, words))


class RequirementTheme(NamedTuple):
    """Requirements that are about one thing, the essential ones first; `sort` is knowledge, skills or the like."""

    sort: str
    title: str
    asked: tuple[ShownRequirement, ...]


class ShownTool(NamedTuple):
    """A tool, and how many roles use it, 0 where that is not known; `note` says that it is required, or often asked
    for by postings.
    """

    label: str
    roles: int
    note: str = ""
    node: Node | None = None


class ToolCategory(NamedTuple):
    """Tools of one category, those that most roles use first."""

    title: str
    tools: tuple[ShownTool, ...]
    node: Node | None = None


class CitedLine(NamedTuple):
    """A line with a remark, and who says so."""

    label: str
    note: str = ""
    where: str = ""


@dataclass(frozen=True)
class RoleFacts:
    """What is shown of a role.

    `facts` are the few that stand on top, `missing` what is not recorded of what people would look for there.
    `recorded` says where the requirements are from, if they are not its own. `groups` are roles near it, `went` where
    people went from it, `came` from where they came. `together` is who says all of the requirements, where that is one
    passage. `sources` say all of this, and `cited` are their nodes.
    """

    role: Role
    codes: tuple[str, ...]
    filed_under: tuple[str, ...]
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]
    recorded: str
    together: str
    themes: tuple[RequirementTheme, ...]
    credentials: tuple[ShownRequirement, ...]
    tools: tuple[ToolCategory, ...]
    responsibilities: tuple[CitedLine, ...]
    industries: tuple[CitedLine, ...]
    tips: tuple[CitedLine, ...]
    groups: tuple[NearGroup, ...]
    nearest_basis: tuple[str, ...]
    went: ShownMoves
    came: ShownMoves
    demand: Demand | None
    address: str
    sources: tuple[SourceLink, ...]
    cited: tuple[Node, ...] = ()

    @property
    def asked(self) -> tuple[ShownRequirement, ...]:
        """All requirements, credentials among them."""
        return (*(one for theme in self.themes for one in theme.asked), *self.credentials)


def role_facts(graph: RoleGraph, role: Role, *, brief: bool = False) -> RoleFacts:
    """What is shown of a role, read from a graph.

    Where it is `brief`, without what is folded below each requirement, and without roles that people come from: that is
    for pages on which each of these is a link.
    """
    dataset, iri = graph.dataset, role.node.iri
    together = _together(role.requirements)
    credentials = [one for one in role.requirements if _is_credential(one)]
    learned = [one for one in role.requirements if not _is_credential(one)]
    is_counted = bool(dataset.subjects(RG + "forRole", iri)) or stated_for(dataset, iri) is not None
    postings = graph.demand(role.node) if is_counted else None
    groups, basis = nearby(graph, role, brief=brief)
    went, came = where_people_went(graph, role), where_people_came_from(graph, role)
    citations = Citations()
    sources = list(dict.fromkeys([*_cited_sources(role), *filter(None, (went.source, came.source))]))
    citations.places(map(Evidence, sources))
    return RoleFacts(
        role=role,
        codes=tuple(dataset.objects(iri, SKOS + "notation")),
        filed_under=_filed_under(dataset, iri),
        facts=tuple(_facts(role, postings)),
        missing=tuple(_missing(role, postings)),
        recorded=origin_of(role.unrecorded) if role.unrecorded else "",
        together=together,
        themes=tuple(_themes(dataset, learned, said=not together, brief=brief)),
        credentials=tuple(_asked(dataset, one, said=not together, brief=brief) for one in credentials),
        tools=_tools(dataset, role),
        responsibilities=_said(role.responsibilities, citations),
        industries=_said(role.industries, citations),
        tips=_said(role.tips, citations),
        groups=groups,
        nearest_basis=basis,
        went=went,
        came=came,
        demand=postings,
        address=web_address(iri),
        sources=tuple(_source(dataset, source) for source in sources),
        cited=tuple(sources),
    )


def _filed_under(dataset: Dataset, iri: str) -> tuple[str, ...]:
    return tuple(node(dataset, group).label for group in dataset.objects(iri, SKOS + "broader"))


def _facts(role: Role, postings: Demand | None) -> Iterable[Fact]:
    """What stands on top: how much is asked for, credentials, preparation, and what was counted."""
    essential = sum(one.essential for one in role.requirements)
    others = len(role.requirements) - essential
    if role.requirements:
        words = [f"{essential:,} essential"] if essential else []
        words += [f"{others:,} nice to have"] if others else []
        estimated = sum(one.estimated for one in role.requirements)
        some = "estimated" if estimated == len(role.requirements) else f"{estimated:,} of these estimated"
        yield Fact("Requirements", (", ".join([*words, *([some] if estimated else [])]),))
    if role.tools:
        yield Fact("Tools in use", (f"{len(role.tools):,}",))
    if role.seniority is not None:
        yield Fact("Seniority", (str(role.seniority),))
    if required := [one for one in role.requirements if _is_credential(one) and one.essential]:
        yield Fact("Credentials", tuple(one.label + (" (estimated)" if one.estimated else "") for one in required))
    if time := time_and_step(role.preparation):
        yield Fact("Preparation", (time,))
    if role.preparation is not None and not any(one.kind is Kind.DEGREE for one in _named(role.requirements)):
        yield Fact("Education", (education(role.preparation),))
    yield from _counted(role.observations)
    if postings is not None and (count := postings.counted or postings.unused) is not None:
        yield Fact("Postings", (f"{count.words} ({count.counted.words})",))
    if postings is not None and postings.pay:
        yield Fact("Pay in postings", (_pay_offered(max(postings.pay, key=lambda band: band.pay.postings)),))
    if outlooks := tuple(filter(None, map(outlook_words, role.outlooks))):
        yield Fact("Outlook", outlooks)


def outlook_words(outlook: Outlook) -> str:
    """A forecast in words, with whose it is; empty where it says nothing."""
    if outlook.growth is None:
        return ""
    years = f" from {outlook.start} to {outlook.end}" if outlook.start and outlook.end else ""
    whose = f" ({outlook.authority})" if outlook.authority else ""
    return f"{outlook.growth:+g} % jobs{years}{whose}"


def _counted(observations: Sequence[Observation]) -> Iterable[Fact]:
    """Pay and employment, as counted of the fewest roles together, and the latest."""
    paid = next((one for one in observations if one.pay), None)
    if paid is not None:
        yield Fact("Pay", (f"{paid.amount(paid.pay_median) or paid.pay} {_median(paid)}{_group_and_source(paid)}",))
    working = next((one for one in observations if one.employment is not None), None)
    if working is not None:
        yield Fact("People employed", (f"{working.employment:,}{_group_and_source(working)}",))


def _pay_offered(band: PayBand) -> str:
    """What most postings of one seniority, currency and period offer."""
    period = f"an {band.period}" if band.period == "hour" else f"a {band.period}"
    whose = f"{band.seniority} " if band.seniority is not None else ""
    amount = f"{band.currency} {round(band.pay.median):,} {period}".strip()
    return f"{amount}, the median of {counted(band.pay.postings, f'{whose}posting')}"


def _median(paid: Observation) -> str:
    return "mean" if paid.pay_median is None else "median"


def _group_and_source(one: Observation) -> str:
    together = f", with {counted(len(one.group.roles) - 1, 'other role')}" if len(one.group.roles) > 1 else ""
    return f"{together} ({words})" if (words := one.counted.words) else together


def _missing(role: Role, postings: Demand | None) -> Iterable[str]:
    """What people look for on such a page, and is not recorded."""
    learned = [one for one in role.requirements if not _is_credential(one)]
    if learned and not any(one.level for one in learned):
        yield "levels"
    if role.preparation is None and not any(_is_credential(one) for one in role.requirements):
        yield "degrees"
    if not any(one.pay for one in role.observations) and not (postings and postings.pay):
        yield "pay"
    if not role.outlooks:
        yield "outlook"


def _is_credential(requirement: Requirement) -> bool:
    return all(one.kind in _CREDENTIALS for one in requirement.any_of)


def _named(requirements: Iterable[Requirement]) -> Iterable[Node]:
    return (named for one in requirements for named in one.any_of)


def _themes(
    dataset: Dataset, requirements: Sequence[Requirement], *, said: bool, brief: bool
) -> Iterable[RequirementTheme]:
    for sort, theme, members in themed(dataset, requirements):
        yield RequirementTheme(sort, theme, tuple(_asked(dataset, one, said=said, brief=brief) for one in members))


def _asked(dataset: Dataset, requirement: Requirement, *, said: bool, brief: bool) -> ShownRequirement:
    details = () if brief else _details(dataset, requirement, said=said)
    return ShownRequirement(
        label=requirement.label,
        kind=requirement.any_of[0].kind,
        level=requirement.level,
        essential=requirement.essential,
        examples=tuple(one.label for one in requirement.examples),
        estimated=requirement.estimated,
        facts=tuple(Fact(term, tuple(texts)) for term, texts in details if texts),
        stated=requirement,
    )


def _details(dataset: Dataset, requirement: Requirement, *, said: bool) -> Iterable[tuple[str, list[str]]]:
    """What is folded below a requirement: what it means, what it takes, how sure its level is, who says so."""
    several = len(requirement.any_of) > 1
    # An endpoint is not asked how often everything is asked for: that would be hundreds of requests.
    roles = 0 if dataset.is_remote else len(dataset.subjects(RDF + "type", Kind.ROLE.class_iri))
    meaning: list[str] = []
    hours: list[str] = []
    asking: list[str] = []
    for each in requirement.any_of:
        name = f"{each.label}: " if several else ""
        meaning += [name + one.text for one in definitions(dataset, each.iri)[:1]]
        if each.kind in LEARNABLE_KINDS and (known := effort(dataset, each)).estimated:
            hours.append(f"{name}{about(known.hours)} hours (estimate: {known.basis})")
        asking += [f"{name}{demand(dataset, each.iri):,} of {counted(roles, 'role')}"] if roles else []
    yield "Meaning", meaning
    yield "To working level", hours
    yield "Asked for by", asking
    if rated := importance(dataset, [requirement]):
        yield "Importance", [f"{rated:g}{_MOST_IMPORTANT if _is_onet(requirement) else ''}"]
    yield "Level in the source", list(filter(None, [measured(requirement)]))
    yield "Note", list(requirement.notes)
    yield "Said by", passages(requirement.evidence) if said else []


def measured(requirement: Requirement) -> str:
    """The level on the scale of its source, with its error; empty where it was not measured."""
    if (measure := requirement.measure) is None:
        return ""
    error = "" if measure.error is None else f" ± {CONFIDENCE * measure.error:.2f} (with 95 % confidence)"
    return f"{measure.value:g}{error}{_HIGHEST if _is_onet(requirement) else ''}"


def _is_onet(requirement: Requirement) -> bool:
    return slug_of(requirement.iri).startswith(_OF_ONET)


def passages(evidence: Iterable[Evidence]) -> list[str]:
    """Who says so, and where: source, section and line."""
    places: dict[str, None] = {}
    for one in evidence:
        line = f"line {one.line}" if one.line else ""
        places[", ".join(filter(None, (one.source.label, one.section, line)))] = None
    return list(places)


def _together(requirements: Sequence[Requirement]) -> str:
    """Who says all requirements, where they are all from the same passage; empty otherwise."""
    stated = {tuple(passages(one.evidence)) for one in requirements}
    return "; ".join(stated.pop()) if len(stated) == 1 else ""


def _tools(dataset: Dataset, role: Role) -> tuple[ToolCategory, ...]:
    """Each tool once, in that of its categories with most of the role's tools; the largest categories first."""
    sizes = Counter(category for used in role.tools for category in used.categories)
    required = {named.iri for named in _named(one for one in role.requirements if one.essential)}
    in_demand = set(dataset.objects(role.node.iri, RG + "inDemand"))
    categories: dict[Node | None, list[ShownTool]] = defaultdict(list)
    for used in role.tools:
        home = max(used.categories, key=lambda one: (sizes[one], one.label), default=None)
        note = "required" if used.tool.iri in required else "in many postings" if used.tool.iri in in_demand else ""
        categories[home].append(ShownTool(used.tool.label, _users(dataset, used), note, used.tool))
    shown = [
        ToolCategory(
            home.label if home else _UNNAMED,
            tuple(sorted(tools, key=lambda tool: (not tool.note, -tool.roles, fold(tool.label)))),
            home,
        )
        for home, tools in categories.items()
    ]
    return tuple(sorted(shown, key=_category_order))


def _users(dataset: Dataset, used: UsedTool) -> int:
    return 0 if dataset.is_remote else len(dataset.subjects(RG + "usesTool", used.tool.iri))


def _category_order(category: ToolCategory) -> tuple[bool, int, int, str]:
    noted = sum(bool(tool.note) for tool in category.tools)
    return category.title == _UNNAMED, -noted, -len(category.tools), fold(category.title)


def _said(cited: Iterable[Cited], citations: Citations) -> tuple[CitedLine, ...]:
    return tuple(CitedLine(one.node.label, one.note, citations.places(one.evidence)) for one in cited)


def _cited_sources(role: Role) -> list[Node]:
    """The sources of all that is shown, each once."""
    said: list[Requirement | UsedTool | Cited | Outlook] = [*role.requirements, *role.tools, *role.responsibilities]
    said += [*role.industries, *role.tips, *role.outlooks, *(one.requirement for one in role.also_asked)]
    named = [one.source for one in role.definitions]
    named += [evidence.source for one in said for evidence in one.evidence]
    named += [one.source for one in role.observations if one.source is not None]
    named += [one.source for one in role.mappings if one.source is not None]
    return list(dict.fromkeys(named))


def _source(dataset: Dataset, source: Node) -> SourceLink:
    """A source with its version, licence and attribution."""
    terms = (RG + "version", DCTERMS + "license", RG + "attribution")
    version, licence, attribution = (dataset.value(source.iri, term) or "" for term in terms)
    words = (f"version {version}" if version else "", f"licence {licence}" if licence else "", attribution)
    return source_link(dataset, source.iri, ". ".join(filter(None, words)))
