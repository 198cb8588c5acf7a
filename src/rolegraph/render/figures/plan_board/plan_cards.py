"""The cards of a board: what a person has, the steps, credentials, and what is nice to have, with all that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Necessity, Node
from rolegraph.model.plans import Assessment, Holding, LearningPath, LearningStep, Option, Standing
from rolegraph.model.roles import Requirement
from rolegraph.profiles.editing import in_a_line, scalar, spelling
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SKOS
from rolegraph.render.figures.cards import cited
from rolegraph.render.figures.plan_board.phases import Card, StepArrow, ThemeGroup
from rolegraph.render.figures.scene import Fact
from rolegraph.render.text import about, asked
from rolegraph.render.views.path_view import consequence, reasons, worth

_STEP: Final = "step-"  # before the number, in the id of a card


class CardMaker:
    """Makes the cards of one plan."""

    def __init__(self, dataset: Dataset, path: LearningPath, resolve: Callable[..., Node]) -> None:
        self.dataset, self.path, self.resolve = dataset, path, resolve

    def held(self, shown: int) -> Iterator[ThemeGroup]:
        """What was learned since the beginning, then what meets something essential or is built on."""
        meets: dict[Holding, list[Assessment]] = {}
        for item in self.path.gap.select(Standing.MET, Necessity.ESSENTIAL):
            if item.by is not None:
                meets.setdefault(item.by, []).append(item)
        by_node = {node: holding for holding in self.path.gap.profile.holdings for node in holding.one_of}
        for step in self.path.steps:
            if step.builds_on is not None and step.builds_on.node in by_node:
                meets.setdefault(by_node[step.builds_on.node], [])
        learned = {item.holding: item for item in self.path.progress.learned} if self.path.progress else {}
        done = [
            self._held(holding, meets.get(holding, []), f"done-{number}")._replace(done=True, why=worth(item))
            for number, (holding, item) in enumerate(learned.items(), start=1)
        ]
        others = [(holding, items) for holding, items in meets.items() if holding not in learned]
        cards = [self._held(holding, items, f"have-{number}") for number, (holding, items) in enumerate(others, 1)]
        for title, some in (("Learned so far", done), ("From the start" if done else "", cards)):
            if some:
                yield ThemeGroup(title, tuple(some), shown=shown)

    def _held(self, holding: Holding, meets: list[Assessment], id_: str) -> Card:
        labels = [asked(item.requirement) for item in meets if item.requirement.label != holding.label]
        facts = [
            ("Meets", labels),
            ("Known from", [holding.basis]),
            ("Measured the same within error", [item.requirement.label for item in meets if _is_lower(item)]),
            ("By mapping", [one.words for item in meets for one in item.through]),
        ]
        why = "" if not labels else f"for {labels[0]}" + (f" and {len(labels) - 1} more" if labels[1:] else "")
        return Card(
            id=id_,
            label=holding.label + (" or a related field" if holding.open_to_related else ""),
            kind=holding.one_of[0].kind,
            names=tuple(node.iri for node in holding.one_of),
            level=holding.level if holding.one_of[0].kind in LEARNABLE_KINDS else None,
            why=why,
            facts=_filled(facts),
            meets=tuple(item.requirement.label for item in meets),
            sources=cited(self.dataset, (one for item in meets for one in item.requirement.evidence)),
        )

    def steps(self) -> list[tuple[LearningStep, Card]]:
        """A card for each step, with its number."""
        begun: set[Node] = set()
        after: dict[str, list[int]] = {}
        for link in self.links():
            after.setdefault(link.end, []).append(int(link.start.removeprefix(_STEP)))
        learning = set(self.path.progress.learning) if self.path.progress else set()
        made = []
        for number, step in enumerate(self.path.steps, start=1):
            is_begun = step.node in begun
            begun.add(step.node)
            card = self._step(step, number, is_begun)
            before = tuple(sorted(after.get(card.id, ())))
            made.append((step, card._replace(after=before, learning=step.node in learning and not is_begun)))
        return made

    def _step(self, step: LearningStep, number: int, is_begun: bool) -> Card:
        why = [reason for reason in reasons(step, is_begun) if not reason.startswith("opens ")]
        effort = step.effort
        basis = ": ".join(filter(None, (effort.basis, effort.reason)))
        hours = [] if step.hours is None else [f"{about(step.hours)} (an estimate: {basis})"]
        wanted = step.for_requirements
        alternatives = [asked(one) for one in wanted if len(one.any_of) > 1 or one.examples]
        facts = [
            ("Why", why),
            ("What it is", self.dataset.objects(step.node.iri, SKOS + "definition")),
            ("Any one of these would do", alternatives),
            ("Puts into practice", [step.practises.label] if step.practises else []),
            ("Opens", [node.label for node in step.opens]),
            ("Hours", hours),
            ("Notes", [note for one in wanted for note in one.notes]),
        ]
        return Card(
            id=f"{_STEP}{number}",
            label=step.node.label,
            kind=step.node.kind,
            names=(step.node.iri,),
            number=number,
            level=step.to_level,
            before=step.from_level,
            hours=step.hours,
            why=_short(step, is_begun),
            facts=_filled(facts),
            sources=cited(self.dataset, (one for requirement in wanted for one in requirement.evidence)),
            meets=tuple(one.label for one in wanted),
            entry=self._entry([step.node]),
        )

    def credentials(self) -> Iterator[ThemeGroup]:
        """Degrees, certificates and licences: what is required first."""
        numbered = enumerate(self.path.credentials, start=1)
        cards = [
            self._asked(item.requirement, f"credential-{number}")._replace(entry=self._entry(item.requirement.any_of))
            for number, item in numbered
        ]
        for necessity in Necessity:
            is_essential = necessity is Necessity.ESSENTIAL
            some = [
                card for card, item in zip(cards, self.path.credentials, strict=True)
                if item.requirement.essential is is_essential
            ]  # fmt: skip
            if some:
                yield ThemeGroup("Required" if is_essential else "Preferred", tuple(some))

    def options(self, shown: int) -> Iterator[ThemeGroup]:
        """What is preferred, then what is only used, each with the hours that it would add."""
        numbered = list(enumerate(self.path.options, start=1))
        for is_used, some in groupby(numbered, key=lambda item: item[1].requirement.used):
            cards = tuple(self._option(option, number) for number, option in some)
            yield ThemeGroup("Used, not required" if is_used else "Preferred", cards, shown=shown)

    def _option(self, option: Option, number: int) -> Card:
        return self._asked(option.requirement, f"optional-{number}")._replace(hours=option.hours)

    def _asked(self, requirement: Requirement, id_: str) -> Card:
        return Card(
            id=id_,
            label=requirement.label,
            kind=requirement.any_of[0].kind,
            names=tuple(node.iri for node in requirement.any_of),
            level=requirement.level,
            facts=_filled([
                ("For example", [node.label for node in requirement.examples]),
                ("Notes", requirement.notes),
            ]),
            sources=cited(self.dataset, requirement.evidence),
        )  # fmt: skip

    def _entry(self, nodes: Sequence[Node]) -> str:
        """How a profile file calls a capability; of several a person has to choose, so they are in a comment."""
        if len(nodes) > 1:
            return in_a_line(f"# name the one that you have: {'; '.join(node.label for node in nodes)}")
        return scalar(spelling(nodes[0], partial(self.resolve, kinds=CAPABILITY_KINDS)))

    def skipped(self) -> Iterator[ThemeGroup]:
        """What is not to be learned, and what that costs."""
        cards = tuple(
            Card(f"skipped-{number}", item.node.label, item.node.kind, (item.node.iri,), why=consequence(item))
            for number, item in enumerate(self.path.skipped, start=1)
        )
        if cards:
            yield ThemeGroup("", cards)

    def links(self) -> Iterator[StepArrow]:
        """What is needed for a later step."""
        first: dict[Node, str] = {}
        for number in range(len(self.path.steps), 0, -1):
            step = self.path.steps[number - 1]
            for node in step.needed_by:
                if node in first:
                    yield StepArrow(f"{_STEP}{number}", first[node])
            first[step.node] = f"{_STEP}{number}"

    def helps(self, held: Iterable[Card]) -> Iterator[StepArrow]:
        """What a step builds on, be that had or learned before."""
        last = {name: card.id for card in held for name in card.names}
        for number, step in enumerate(self.path.steps, start=1):
            if step.builds_on is not None and (before := last.get(step.builds_on.node.iri)):
                yield StepArrow(before, f"{_STEP}{number}", helps=f"saves {about(step.builds_on.hours_saved)} h")
            last[step.node.iri] = f"{_STEP}{number}"


def _is_lower(item: Assessment) -> bool:
    level = item.requirement.level
    return item.by is not None and level is not None and item.by.level < level


def _short(step: LearningStep, is_begun: bool) -> str:
    """The reason that says most, in a line."""
    reached = [one for one in step.for_requirements if one.level is None or step.to_level >= one.level]
    if is_begun:
        return "required" if reached else next((f"towards {one.level}" for one in step.for_requirements), "")
    if step.needed_by:
        return f"needed for {_first(step.needed_by)}"
    for one in step.for_requirements:
        if one.any_of != (step.node,):
            return f"meets {one.label}"
    if step.builds_on is not None:
        return f"builds on {step.builds_on.node.label}"
    return f"opens {_first(step.opens)}" if step.opens else "required"


def _first(nodes: Sequence[Node]) -> str:
    return nodes[0].label + (f" and {len(nodes) - 1} more" if nodes[1:] else "")


def _filled(entries: Iterable[tuple[str, Iterable[str]]]) -> tuple[Fact, ...]:
    """Facts that have a text, each text once."""
    facts = (Fact(term, tuple(dict.fromkeys(filter(None, texts)))) for term, texts in entries)
    return tuple(fact for fact in facts if fact.texts)
